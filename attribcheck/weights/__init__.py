"""Tests whether two models' weights were initialised independently, from files on disk.

The extra ``attribcheck[weights]``: numpy, scipy, safetensors and, for GGUF's quantised types, gguf.
No model is run, and none is ever held in memory complete. docs/weights.md describes the tests, the
fingerprint format and the measured calibration and power.
"""
