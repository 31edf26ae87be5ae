"""An engine that stays in memory between commits, for those who ask for it. Linux only.

A commit whose file needs the engine waits for 0.3 s in which the engine is loaded. With
``git config attribcheck.keepEngine MINUTES`` the first such commit leaves a process behind, which
has loaded it, and later ones pay for their scan only. It ends after that time without a request,
or when its socket or the engine's data are gone.

The process listens on a Unix socket in the private directory of the cache, and both sides refuse a
peer of another user. It scans as a check does: in workers, within the limits of the check that
asks, through the same code. No answer depends on it: where it is missing, of another version, or
fails, the check scans by itself.
"""
