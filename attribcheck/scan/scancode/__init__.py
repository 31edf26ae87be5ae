"""scancode, the engine: the only importer of it outside of the fast path."""
