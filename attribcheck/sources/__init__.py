"""Sources of content: staged changes, ranges of commits, the work tree, a history."""
