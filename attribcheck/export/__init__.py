"""Writes a policy in the formats in which other tools state whose files are whose."""
