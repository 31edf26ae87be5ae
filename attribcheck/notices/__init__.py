"""Knowledge about notices, independent of the engine: holders, years, legal files."""
