"""scancode's own matching code over data that is mapped instead of loaded.

``container`` is the file, ``build`` makes it from the installed index, ``index`` puts it in the
place of scancode's own, ``candidates`` and ``automaton`` are the two pieces of scancode that are
answered from other data structures, and ``lighter`` those whose work is done once.
"""
