"""The command line: one file a command. Errors become exit codes here and nowhere else."""
