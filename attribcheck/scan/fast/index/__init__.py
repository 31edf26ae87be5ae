"""scancode's licence index and licence database, mapped from one file instead of loaded.

``container`` is the file format, ``build`` makes the sections from the index that scancode loads,
``store`` keeps the file, and ``index`` puts it in the place of scancode's own index. Nothing here
depends on ``fast.patches``.
"""
