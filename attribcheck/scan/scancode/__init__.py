"""The scancode engine; apart from the fast path, the only importer of scancode."""
