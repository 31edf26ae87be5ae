"""Settings for tests that multiply small matrices."""

import os

# Read when numpy is first imported. Threads cost more than such small matrices take.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
