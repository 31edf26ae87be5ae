"""Turns the ``[[packages]]`` of a policy into components: one for each package of a list."""
