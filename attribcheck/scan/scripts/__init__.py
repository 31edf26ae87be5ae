"""Notices outside of the engine's grammar: other languages, other signs, wide characters.

``words`` is the table, ``reading`` decodes and folds a text, ``statements`` and ``licenses`` are
the two grammars. ``detectors.other_scripts`` consults them.
"""
