"""Operating system services: files, child processes, private directories, the clock, templates."""
