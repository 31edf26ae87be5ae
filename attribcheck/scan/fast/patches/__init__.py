"""Replacements for single functions of scancode that give equal values with less work.

Each is a ``patch.Patch``; ``registry`` lists them. None needs another one, and the index
(``fast.index``) needs none of them.
"""
