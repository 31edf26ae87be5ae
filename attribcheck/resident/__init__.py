"""A process that stays in memory between commits, for those who ask for it. Linux only.

Most of a commit's check is Python's imports and, where a file needs it, 0.3 s in which the engine
is loaded. With ``git config attribcheck.keepEngine MINUTES`` the first check that loads the engine
leaves a process behind, which has both. A later ``hook`` or ``check`` hands its whole command over:
arguments, environment, working folder, open files. The process forks, and the fork runs the command
as the caller would have run it, by the same code. The process ends after that time without a
command, when its socket or the engine's data are gone, and when a file that it was loaded from has
changed.

Nothing depends on it: where it is missing, of another version, of another interpreter, or ends
early, the caller runs the command itself.

``address`` is where it listens, ``request`` what is handed over, ``client`` the caller's side,
``server`` the process, ``command`` its forks.
"""
