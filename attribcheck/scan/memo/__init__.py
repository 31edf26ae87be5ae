"""The approximate result cache of the hook: edits that touch no notice reuse the earlier result.

``skeleton`` reduces a file to the lines that determine its result, ``relative`` expresses a result
by those lines, and ``memo`` caches it under them. Where no result is cached for these lines,
``edit`` carries that of the version before over, if the edit touches no notice; ``alignment`` finds
the lines that both have. An edited file takes milliseconds instead of the load time of the engine,
because scancode is not imported.

The cache is approximate: scancode's approximate matching ranks rules over a complete file, so a
line that is no notice can change the match. docs/performance.md has the measured error. Only
``attribcheck hook`` uses it, for staged files, and never with ``--exact``.
"""
