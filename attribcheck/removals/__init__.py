"""Notices that a change removed or altered although the code they govern remains."""
