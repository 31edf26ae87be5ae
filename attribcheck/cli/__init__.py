"""The command line, one module a command. Only this package turns errors into exit codes."""
