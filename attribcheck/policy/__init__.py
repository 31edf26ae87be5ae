"""The policy: what a person declared, with the line of every entry."""
