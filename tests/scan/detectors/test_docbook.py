"""Copyright elements of DocBook."""

from __future__ import annotations

import pytest

from attribcheck.scan.detectors.docbook import DocBook

MANUAL = """<book>
<copyright>
  <year
>2005</year>
  <holder
>&Dana.Example;</holder>
  <holder>Foo Corp</holder>
</copyright>
<copyright><year>2010</year><holder>Müller GmbH</holder></copyright>
</book>
"""


def test_each_element_is_a_statement_with_its_holders() -> None:
    first, second = DocBook().detect(MANUAL.encode(), "index.docbook")
    assert (first.named, first.lines) == (("&Dana.Example;", "Foo Corp"), (2, 8))
    assert (second.named, second.lines) == (("Müller GmbH",), (9, 9))
    assert second.statement == MANUAL.splitlines()[8]


@pytest.mark.parametrize(
    "content",
    [
        "<copyright><year>2010</year></copyright>",
        "<copyright><holder> </holder></copyright>",
        "<holder>Foo Corp</holder>",
        "<copyright><holder>Foo Corp</holder>",
    ],
    ids=["nobody", "blank", "no statement", "no end"],
)
def test_others_have_none(content: str) -> None:
    assert not list(DocBook().detect(content.encode(), "a.xml"))


def test_elements_without_an_end_take_linear_time() -> None:
    assert not list(DocBook().detect(b"<copyright><holder></holder>" * 50_000, "a.xml"))
