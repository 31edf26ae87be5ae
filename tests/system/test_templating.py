"""Templates in their sandbox."""

import sys

import pytest

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.system import processes, templating
from attribcheck.system.templating import render, render_confined, render_source


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


@pytest.mark.parametrize(
    "tag",
    [
        "{% include 'NOTICE.j2' %}",
        "{% include '/etc/passwd' ignore missing %}",
        "{% import 'NOTICE.j2' as x %}",
        "{% from 'NOTICE.j2' import x %}",
        "{% extends 'page.html.j2' %}",
    ],
)
def test_a_template_of_the_users_names_no_other_file_even_where_it_is_not_run(tag):
    with pytest.raises(
        AttribcheckError, match=r"x\.j2:2: a template can't include or import another file"
    ):
        render_source(f"{{% if false %}}\n{tag}{{% endif %}}", "x.j2", {})


def test_a_shipped_template_may_use_another():
    assert "<style>:root" in render("THIRD-PARTY-NOTICES.html.j2", EMPTY)


EMPTY = {"project": {"name": "Haneul"}, "items": (), "licenses": (), "texts": ()}


def test_on_a_page_values_are_shown_without_what_changes_how_they_read():
    shown = render_source("{{ it }}", "x.html", {"it": "a\x1b[2J\u202e\fb\nc"})
    assert shown == "a\\x1b[2J\\u202e\nb\nc"


class TestConfined:
    """A template of the user's, in a process of its own."""

    def test_it_is_rendered(self):
        assert render_confined("{{ it }}\n", "x.j2", {"it": "하늘"}) == "하늘\n"

    def test_an_error_is_a_usage_error_that_names_its_line(self):
        with pytest.raises(UsageError, match=r"\Aa/x\.j2:2: 'nobody' is undefined\Z"):
            render_confined("one\n{{ nobody }}", "a/x.j2", {})

    @pytest.mark.skipif(sys.platform == "win32", reason="there is no alarm on Windows")
    def test_loops_without_end_are_stopped_with_their_line(self, monkeypatch):
        monkeypatch.setattr(templating, "_SECONDS", 1)
        loops = "\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
        with pytest.raises(UsageError, match=r"\Ax\.j2:2: it took more than 1 seconds\Z"):
            render_confined(loops, "x.j2", {})

    @pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux alone")
    @pytest.mark.parametrize(
        "source",
        [
            "\n{{ it * 10 ** 10 }}",
            "\n{% set n = namespace(s=it) %}{% for a in it*99 %}{% set n.s = n.s*9 %}{% endfor %}",
        ],
    )
    def test_what_takes_too_much_memory_is_stopped_with_its_line(self, source):
        with pytest.raises(UsageError, match=r"\Ax\.j2:2: it ran out of memory\Z"):
            render_confined(source, "x.j2", {"it": "x"})

    def test_the_message_of_a_stopped_process_names_the_template(self, monkeypatch):
        monkeypatch.setattr(templating, "_SECONDS", 1)
        monkeypatch.setattr(processes, "_GRACE", 0.1)
        with pytest.raises(UsageError, match=r"\Ax\.j2: it took more than 1 seconds\Z"):
            render_confined("{{ 9 ** (9 ** 10) }}", "x.j2", {})
