"""Templates in their sandbox."""

import pytest

from attribcheck.errors import AttribcheckError
from attribcheck.templating import render, render_source


def test_a_shipped_template_is_rendered():
    assert render("NOTICE.j2", {"entries": []}) == ""


def test_an_undefined_name_is_an_error_that_names_its_line():
    with pytest.raises(AttribcheckError, match=r"\Ax\.j2:3: 'nobody' is undefined"):
        render_source("one\ntwo\n{{ nobody }}\n", "x.j2", {})


def test_an_undefined_attribute_is_an_error():
    with pytest.raises(AttribcheckError, match=r"x\.j2:1: .*has no attribute 'nobody'"):
        render_source("{{ item.nobody }}", "x.j2", {"item": {"name": "Foo"}})


def test_a_syntax_error_names_its_line():
    with pytest.raises(AttribcheckError, match=r"\Ax\.j2:2: "):
        render_source("one\n{% if %}\n", "x.j2", {})


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ (''|attr('__class__')) }}",
        "{{ items.append(1) }}",
        "{{ items.clear() }}",
        "{{ range(10 ** 9) }}",
        "{{ '{0.__class__}'.format(1) }}",
        "{{ self.__init__.__globals__ }}",
        "{% include 'NOTICE.j2' %}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
        "{{ 1|no_such_filter }}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
    ],
)
def test_what_the_sandbox_refuses_or_fails_at_is_an_error_and_not_a_traceback(source):
    with pytest.raises(AttribcheckError, match=r"\Ax\.j2:1: ."):
        render_source(source, "x.j2", {"items": [0]})


@pytest.mark.parametrize("name", ["x.html", "x.html.j2"])
def test_html_is_escaped(name):
    assert render_source("{{ it }}", name, {"it": "<b> & 'x'"}) == "&lt;b&gt; &amp; &#39;x&#39;"


@pytest.mark.parametrize("name", ["NOTICE.j2", "x.md.j2", "html.j2"])
def test_plain_text_is_not_escaped(name):
    assert render_source("{{ it }}", name, {"it": "<b> & 'x'"}) == "<b> & 'x'"


def test_the_name_in_a_message_is_safe_to_show():
    with pytest.raises(AttribcheckError, match=r"\Aa\\x1b\[2J:1: "):
        render_source("{{ nobody }}", "a\x1b[2J", {})


def test_lines_of_tags_alone_leave_nothing_behind():
    source = "{% for name in names %}\n  {% if name %}\n{{ name }}\n  {% endif %}\n{% endfor %}\n"
    assert render_source(source, "x.j2", {"names": ["a", "b"]}) == "a\nb\n"
