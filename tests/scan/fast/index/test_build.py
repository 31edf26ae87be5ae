"""An index that can't be stored without loss is refused."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from attribcheck.scan.fast.index import build
from attribcheck.scan.fast.index.records import UnknownShapeError


def test_an_index_whose_rules_have_a_stopword_is_refused():
    index = SimpleNamespace(dictionary={"license": 0, "div": 1}, rules_by_rid=[])
    with pytest.raises(UnknownShapeError, match="a rule has a stopword"):
        build._vocabulary(index)
