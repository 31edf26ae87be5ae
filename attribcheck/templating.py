"""Renders Jinja templates in a sandbox; the only importer of ``jinja2``.

A template can come from a repository that nobody trusts yet, so all of them run in jinja's
immutable sandbox, an undefined name is an error, and HTML is escaped by the template's name.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from attribcheck.display import printable
from attribcheck.errors import AttribcheckError


def render(name: str, context: Mapping[str, Any]) -> str:
    """Return the shipped template ``name`` rendered with ``context``.

    Args:
        name: File name in ``attribcheck.templates``, such as ``NOTICE.j2``.
        context: What the template may name.

    Raises:
        AttribcheckError: the template has an error; the message names its line.
    """
    source = (resources.files("attribcheck.templates") / name).read_text(encoding="utf-8")
    return render_source(source, name, context)


def render_source(source: str, name: str, context: Mapping[str, Any]) -> str:
    """Return the template ``source`` rendered with ``context``.

    Args:
        source: The template itself, from anywhere.
        name: What messages call it; HTML is escaped when it ends in ``.html`` or ``.html.j2``.
        context: What the template may name.

    Raises:
        AttribcheckError: the template has an error; the message names its line.
    """
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=name.endswith((".html", ".html.j2")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    try:
        return environment.from_string(source).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise AttribcheckError(f"{printable(name)}:{error.lineno}: {error.message}") from error
    except Exception as error:  # an expression can raise anything: 1 / 0, a missing filter's name
        what = str(error) or type(error).__name__
        raise AttribcheckError(f"{printable(name)}:{_line(error)}: {what}") from error


def _line(error: BaseException) -> int:
    """Return the line of the template at which rendering stopped (jinja names it in the trace)."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
