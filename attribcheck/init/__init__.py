"""A first policy, drafted from what was found."""
