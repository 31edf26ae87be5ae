"""Reads which models, whose code and which licence the files of a repository name."""
