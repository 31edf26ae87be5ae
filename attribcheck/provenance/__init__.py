"""The provenance report: which lines of a tree match which known origins."""
