"""Reports: an outcome rendered for a reader, one file a format."""
