"""One check, from a source to its result."""
