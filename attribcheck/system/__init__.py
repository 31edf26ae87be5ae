"""The operating system, for every layer above: files, processes, private directories, the clock."""
