"""Origin indexes made of published components: acquired, scanned for notices, and built."""
