"""Lists the detectors that complete the engine's answers.

Every content that is scanned passes through each of them, cached answers aside; a detector has to
return at once for a content that can't hold what it detects.
"""

from __future__ import annotations

from attribcheck.scan.base import Detector
from attribcheck.scan.detectors.docbook import DocBook
from attribcheck.scan.detectors.long_lines import LongLines
from attribcheck.scan.detectors.other_scripts import OtherScripts

DETECTORS: tuple[Detector, ...] = (OtherScripts(), LongLines(), DocBook())
