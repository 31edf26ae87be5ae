"""Notices over time: what an older version of the content stated that the newer one does not."""
