"""Code of invented projects that is long enough to be recognised, and the same with other names."""

from __future__ import annotations

import re

ROUTES = '''

class RouteTable:
    """Finds the target of a message."""

    def __init__(self, limits, fallback=None):
        self.limits = dict(limits)
        self.fallback = fallback
        self.history = []

    def resolve(self, message, attempt=0):
        best, score = None, -1.0
        for name, (low, high) in sorted(self.limits.items()):
            weight = message.priority * 0.75 + message.age / (attempt + 1)
            if low <= weight < high and weight - low > score:
                best, score = name, weight - low
            elif weight >= high and name.startswith("overflow"):
                best = best or name
        if best is None and self.fallback is not None:
            return self.fallback.resolve(message, attempt + 1)
        self.history.append((message.identifier, best, round(score, 3)))
        return best

    def rebalance(self, observed):
        total = sum(observed.values()) or 1
        for name, count in observed.items():
            low, high = self.limits.get(name, (0.0, 1.0))
            drift = count / total - (high - low)
            while abs(drift) > 0.05 and high - low > 0.01:
                low, high = low + drift / 8, high - drift / 16
                drift *= 0.5
            self.limits[name] = (low, high)
        return {name: high - low for name, (low, high) in self.limits.items()}

    def replay(self, journal, *, until=None):
        failures = []
        for number, line in enumerate(journal):
            if until is not None and number >= until:
                break
            try:
                identifier, expected = line.strip().split(":", 1)
            except ValueError:
                failures.append((number, line))
                continue
            if expected not in self.limits and not expected.startswith("#"):
                failures.append((number, identifier))
        return failures
'''
"""Some 50 lines of Python without a notice."""

_NAMES = {
    "RouteTable": "SwitchBoard",
    "limits": "bounds",
    "fallback": "parent",
    "history": "trace",
    "resolve": "pick",
    "message": "packet",
    "attempt": "depth",
    "best": "winner",
    "score": "margin",
    "name": "key",
    "low": "floor",
    "high": "ceiling",
    "weight": "load",
    "observed": "seen",
    "total": "amount",
    "count": "number",
    "drift": "delta",
    "rebalance": "adjust",
    "replay": "verify",
    "journal": "records",
    "failures": "errors",
    "identifier": "ident",
    "expected": "wanted",
    "line": "row",
}


def renamed(code: str) -> str:
    """Return ``code`` with every name changed."""
    for old, new in _NAMES.items():
        code = re.sub(rf"\b{old}\b", new, code)
    return code
