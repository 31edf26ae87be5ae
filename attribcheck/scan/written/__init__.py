"""Reads a copyright statement as it is written, where the engine has transliterated it.

``letters`` aligns the engine's words with the letters of the lines, ``ending`` finds where a
statement ends, ``wording`` knows the words that are part of a name or not, ``names`` reads the
names, ``lists`` knows the lines of a list of them, and ``statement`` joins them.
"""
