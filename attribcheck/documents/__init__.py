"""Renders the attribution documents of a release: NOTICE, THIRD-PARTY-NOTICES and SBOMs."""
