"""Runs the hostile tests with ever new cases until the time is over, and counts cases and failures.

Usage: ``hostile.py MINUTES``. It prints the counts after each round; a failure is printed with the
seed that repeats it. It ends with exit code 1 after a failure.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests/hostile"
_CASES = re.compile(r"(\d+) passing, (\d+) failing")
_PASSED = re.compile(r"(\d+) passed")
_FAILED = re.compile(r"(\d+) (?:failed|error)")


def main(minutes: float) -> int:
    """Run rounds for ``minutes``, and return the exit code."""
    end = time.monotonic() + minutes * 60
    seed = int(time.time())
    counts: Counter[str] = Counter()
    while (left := end - time.monotonic()) > 0:
        seed += 1
        try:
            done = subprocess.run(
                [
                    *(sys.executable, "-m", "pytest", str(TESTS), "-q", "-p", "no:randomly"),
                    *("-p", "no:cacheprovider", "-p", "no:xdist", f"--hypothesis-seed={seed}"),
                    "--hypothesis-show-statistics",
                ],
                env={**os.environ, "HOSTILE_EXAMPLES": "100"},
                capture_output=True,
                text=True,
                timeout=left + 60,
                check=False,
            )
        except subprocess.TimeoutExpired:
            counts["rounds cut off at the end"] += 1
            break
        counts["rounds"] += 1
        counts["cases"] += sum(int(n) for pair in _CASES.findall(done.stdout) for n in pair)
        counts["tests passed"] += sum(map(int, _PASSED.findall(done.stdout)))
        failed = sum(map(int, _FAILED.findall(done.stdout.splitlines()[-1])))
        counts["failures"] += failed
        if done.returncode:
            print(f"--hypothesis-seed={seed}\n{done.stdout}{done.stderr}")
        print(", ".join(f"{name}: {count}" for name, count in counts.items()), flush=True)
    print(f"failures: {counts['failures']}, cases: {counts['cases']}, minutes: {minutes:g}")
    return 1 if counts["failures"] else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
