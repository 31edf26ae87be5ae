"""Started by a check; see the package."""

import sys

from attribcheck.resident.server import main

main(sys.argv[1:])
