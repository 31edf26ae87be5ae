"""Where content comes from: what is staged, what a range changed, what the work tree holds."""
