"""Renders Jinja templates in a sandbox; the only importer of ``jinja2``.

A template can come from an untrusted repository. Every template runs in jinja's immutable sandbox,
an undefined name is an error, and HTML is escaped when the template's name ends in .html.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attribcheck.core.errors import AttribcheckError, UsageError
from attribcheck.core.text import pasteable, printable

if TYPE_CHECKING:
    import jinja2.nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

_HTML = (".html", ".html.j2")
# A document of 35 components takes 50 ms and few MiB. The sandbox limits ranges, not loops.
_SECONDS = 30
_MEBIBYTES = 512


def render(name: str, context: Mapping[str, Any]) -> str:
    """Return the shipped template ``name`` rendered with ``context``; it may include others.

    Args:
        name: File name in ``attribcheck.templates``, such as ``NOTICE.j2``.
        context: The template's variables.

    Raises:
        AttribcheckError: the template has an error; the message names its line.
    """
    import jinja2

    environment = _environment(name)
    environment.loader = jinja2.FunctionLoader(_shipped)
    environment.globals["csp_hash"] = _csp_hash
    return _rendered(environment, _shipped(name), name, context)


def render_source(source: str, name: str, context: Mapping[str, Any]) -> str:
    """Return the template ``source`` rendered with ``context``; it can't include other files.

    Args:
        source: The text of the template.
        name: Its name in messages; HTML is escaped when it ends in ``.html`` or ``.html.j2``.
        context: The template's variables.

    Raises:
        AttribcheckError: the template has an error; the message names its line.
    """
    return _rendered(_environment(name), source, name, context)


def render_confined(source: str, name: str, context: Mapping[str, Any]) -> str:
    """Return the result of ``render_source``, from a process with limits on time and memory.

    Args:
        source: The text of the template, which may be hostile.
        name: See ``render_source``.
        context: The template's variables; pickled.

    Raises:
        UsageError: the template has an error or exceeds a limit; the message names its line where
            that is known.
    """
    from attribcheck.system import processes  # lazy: user templates are rare

    try:
        return processes.run(
            render_source, source, name, context, seconds=_SECONDS, mebibytes=_MEBIBYTES
        )
    except AttribcheckError as error:
        shown = printable(name)
        known = error.message.startswith(f"{shown}:")
        message = error.message if known else f"{shown}: {error.message}"
        raise UsageError(
            message, hint="see docs/templates.md for what a template can use"
        ) from error


def _shipped(name: str) -> str:
    from importlib import resources  # lazy: 3 ms

    return (resources.files("attribcheck.templates") / name).read_text(encoding="utf-8")


def _csp_hash(name: str) -> str:
    """Return the source expression that allows a page exactly one shipped script or style.

    Source: Content Security Policy Level 3, section 2.3.1 (https://www.w3.org/TR/CSP3/).
    """
    digest = hashlib.sha256(_shipped(name).encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _environment(name: str) -> ImmutableSandboxedEnvironment:
    import jinja2
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    is_html = name.endswith(_HTML)
    return ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=is_html,
        finalize=_visible if is_html else None,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _visible(value: object) -> object:
    """Return a value for a page, with control and bidirectional characters escaped."""
    if not isinstance(value, str) or hasattr(value, "__html__"):  # macros return escaped text
        return value
    return "\n".join(map(pasteable, value.replace("\f", "\n").split("\n")))


def _rendered(
    environment: ImmutableSandboxedEnvironment, source: str, name: str, context: Mapping[str, Any]
) -> str:
    import jinja2

    try:
        if environment.loader is None:
            _require_standalone(environment.parse(source))
        return environment.from_string(source).render(context)
    except jinja2.TemplateSyntaxError as error:
        raise AttribcheckError(f"{printable(name)}:{error.lineno}: {error.message}") from error
    except MemoryError as error:
        raise AttribcheckError(f"{printable(name)}:{_line(error)}: it ran out of memory") from error
    except Exception as error:  # an expression can raise anything: 1 / 0, a missing filter's name
        problem = str(error) or type(error).__name__
        raise AttribcheckError(f"{printable(name)}:{_line(error)}: {problem}") from error


def _require_standalone(template: jinja2.nodes.Template) -> None:
    """Refuse a template that includes other files, before any of it runs."""
    import jinja2
    from jinja2 import nodes

    kinds = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
    for node in template.find_all(kinds):
        raise jinja2.TemplateSyntaxError(
            "a template can't include or import another file", node.lineno
        )


def _line(error: BaseException) -> int:
    """Return the line of the template at which rendering stopped, 1-based, from jinja's trace."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
