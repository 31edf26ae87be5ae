"""The memo of the hook: a file whose notices were seen before has the answer they had then.

An edit seldom touches a notice. ``skeleton`` reduces a file to the lines that its answer can come
from, ``relative`` says an answer in terms of those lines, and ``memo`` keeps it by them, in the
cache of results. Nothing of scancode is imported: an edited file costs milliseconds instead of the
engine's load.

This is not without loss: scancode's approximate comparison ranks over a whole file, so a line that
is no notice can change which text is found to be like one. docs/performance.md has the measured
error. Hence it is used by ``attribcheck hook`` alone, on what is staged, and never with
``--exact``.
"""
