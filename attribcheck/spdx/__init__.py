"""Licences as data: SPDX ids, expressions, texts and distribution obligations."""
