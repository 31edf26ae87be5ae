"""``attribcheck review``: settles findings one by one in the terminal.

Each decision is written at once, so that a review can be interrupted at any time.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from attribcheck.cli import common_options, policy_files, session
from attribcheck.core.errors import EXIT_CLEAN, EXIT_FINDINGS, AttribcheckError, UsageError
from attribcheck.core.model import POLICY_NAME
from attribcheck.core.text import counted, printable

if TYPE_CHECKING:
    from pathlib import Path

    from attribcheck.check.result import CheckResult
    from attribcheck.cli.project import Project
    from attribcheck.core.finding import Finding
    from attribcheck.policy.model import Policy
    from attribcheck.sources.base import Source

_KEYS = {
    "d": "declare",
    "w": "widen",
    "e": "except",
    "f": "fix",
    "s": "skip",
    "u": "undo",
    "c": "check again",
    "q": "quit",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("paths", nargs="*", metavar="PATHS", help="files or folders (default: all)")
    parser.add_argument(
        "--staged", action="store_true", help="review the findings in the staged changes"
    )
    parser.add_argument(
        "--again", action="store_true", help="show findings that an earlier review skipped, too"
    )
    common_options.add_scan_options(parser)
    common_options.add_project_option(parser)
    parser.set_defaults(diff=None)  # `check` has it, and chooses the source for both
    parser.add_argument("--no-color", action="store_true", help="print no colours")


def run(options: argparse.Namespace) -> int:
    """Ask about each finding, and return 1 when errors are left."""
    from attribcheck.cli.project import project_of
    from attribcheck.git.repository import Repository

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "review needs a terminal, and standard input or output is none",
            hint="attribcheck check lists the findings",
        )
    if options.paths and options.staged:
        raise UsageError("PATHS can't be combined with --staged")
    place = project_of(Repository.discover(), options.project)
    policy = _policy(place)
    policy_files.require_policy(policy)
    with session.Session(options, policy) as current:
        return _Review(place, options, current).run()


def _policy(place: Project) -> Policy:
    """Return the policy of the work tree, which the review edits, also where it is not staged."""
    from attribcheck.policy.loader import parse_policy
    from attribcheck.policy.model import Policy

    path = place.root / POLICY_NAME
    text = policy_files.policy_text(path)
    return parse_policy(text.encode(), POLICY_NAME) if path.exists() else Policy()


class _Step(NamedTuple):
    """A decision that can be undone.

    Attributes:
        done: The decision, in words.
        files: The content of each written file before and after.
        skipped: The fingerprints of the findings that were skipped.
    """

    done: str
    files: tuple[tuple[Path, bytes, bytes], ...] = ()
    skipped: frozenset[str] = frozenset()


class _Review:
    def __init__(
        self, place: Project, options: argparse.Namespace, current: session.Session
    ) -> None:
        from attribcheck.cli.review_screen import Screen
        from attribcheck.reports.ansi import Style
        from attribcheck.scan.cache import default_path

        self._place = place
        self._repo = place.repo
        self._options = options
        self._session = current
        self._policy_path = place.root / POLICY_NAME
        self._style = Style(session.wants_color(options))
        self._screen = Screen(self._style)
        self._memory = default_path().parent / session.REVIEW_FOLDER / session.digest_of(place.root)
        self._skipped = set() if options.again else self._remembered()
        self._fixed: set[str] = set()
        self._steps: list[_Step] = []
        self._said = ""
        self._source: Source
        self._result: CheckResult

    def run(self) -> int:
        from attribcheck.cli.review_screen import CancelledError

        decisions: dict[str, Callable[[list[Finding]], None]] = {
            "d": self._declare,
            "w": self._widen,
            "e": self._except,
            "f": self._fix,
            "s": self._skip,
            "u": self._undo,
            "c": lambda _: self._check(),
        }
        self._check()
        while groups := self._open():
            key = self._choice(groups)
            if key == "q":
                break
            try:
                decisions[key](groups[0])
            except (CancelledError, AttribcheckError) as error:
                self._said = printable(str(error))
        return self._ended(len(groups))

    def _check(self) -> None:
        from attribcheck.check import pipeline
        from attribcheck.cli.check import source_of
        from attribcheck.policy.loader import with_records

        self._source = source_of(self._place, self._options)
        policy = with_records(_policy(self._place), self._source.read_file)
        search = self._session.search(policy)
        self._result = pipeline.check(self._source, self._session.scanner, policy, search=search)
        self._session.close_bars()

    def _open(self) -> list[list[Finding]]:
        from attribcheck.check.fingerprints import fingerprint
        from attribcheck.reports import presentation

        hidden = self._skipped | self._fixed
        left = [one for one in self._result.findings if fingerprint(one) not in hidden]
        return presentation.most_severe_first(presentation.groups(left))

    def _choice(self, groups: list[list[Finding]]) -> str:
        """Show the first group, and return the key of a decision that it allows."""
        from attribcheck.reports.text import group_lines

        lines = group_lines(groups[0], self._result, self._style, set())
        keys = {key: words for key, words in _KEYS.items() if self._allows(key, groups[0])}
        title = f"review: {counted(len(groups), 'question')} left"
        said, self._said = self._said, ""
        return self._screen.choose(title, lines, said, keys)

    def _allows(self, key: str, group: list[Finding]) -> bool:
        from attribcheck.cli import fix, review_edits

        if key == "d":
            return review_edits.suggested(group) is not None
        if key == "w":
            return bool(self._widenable()) and group[0].path != POLICY_NAME
        if key == "e":
            return group[0].rule != "expired-exception"
        if key == "f":
            return group[0].rule in (fix.REMOVED, fix.STALE, fix.HEADER)
        return key != "u" or bool(self._steps)

    def _declare(self, group: list[Finding]) -> None:
        from attribcheck.cli import review_edits
        from attribcheck.policy import editor

        component = review_edits.suggested(group)
        assert component is not None
        component = component._replace(
            name=self._screen.ask("name", component.name),
            license=self._screen.ask("licence (SPDX)", component.license),
            version=self._screen.ask("version (may be empty)", component.version or "") or None,
        )
        self._edited(
            lambda text: editor.append_component(text, component),
            f'declared component "{component.name}"',
        )

    def _widen(self, group: list[Finding]) -> None:
        from attribcheck.cli import review_edits
        from attribcheck.policy import editor

        more = review_edits.widening(group[0]) or review_edits.additions(group)
        names = self._widenable()
        name = more.name or names[self._screen.number("number of the component", names)]
        self._edited(
            lambda text: editor.widen_component(
                text, name, paths=more.paths, holders=more.holders, models=more.models
            ),
            f'widened component "{name}"',
        )

    def _widenable(self) -> list[str]:
        """Return the names of the components that the policy itself declares."""
        return [one.name for one in self._result.policy.components if not one.listed]

    def _except(self, group: list[Finding]) -> None:
        from attribcheck.cli import review_edits
        from attribcheck.policy import editor
        from attribcheck.policy.model import PolicyException

        reason = self._screen.ask("reason", None)
        expires = self._screen.ask("expires (YYYY-MM-DD, may be empty)", "")
        try:
            last = date.fromisoformat(expires) if expires else None
        except ValueError:
            raise AttribcheckError(f"{printable(expires)} is not a date (YYYY-MM-DD)") from None
        paths = review_edits.exception_paths(group, self._result.policy)
        exception = PolicyException(group[0].rule, paths, reason, last)
        self._edited(
            lambda text: editor.append_exception(text, exception),
            f"added an exception from {exception.rule}",
        )

    def _fix(self, group: list[Finding]) -> None:
        from attribcheck.cli import fix
        from attribcheck.removals import restore

        planned, skipped = fix.plan(
            map(self._place.finding, group),
            self._source,
            self._place,
            self._result.policy,
            self._options,
        )
        if not planned:
            raise AttribcheckError("; ".join(dict.fromkeys(one.why for one in skipped)))
        self._screen.confirm([line for one in planned for line in one.diff()])
        for one in planned:
            restore.write(one, self._repo)
        files = tuple((self._repo.file(one.path), one.before, one.after) for one in planned)
        done = f"wrote {', '.join(printable(one.path) for one in planned)}"
        if self._options.staged:
            done += ": review it, then git add it"
            self._fixed |= self._prints(group)  # the index has it still
        self._settled(_Step(done, files))

    def _skip(self, group: list[Finding]) -> None:
        self._skipped |= (prints := self._prints(group))
        self._steps.append(_Step("skipped", skipped=prints))
        self._remember()

    def _undo(self, group: list[Finding]) -> None:
        from attribcheck.system.files import write_atomic

        step = self._steps[-1]
        for path, _, after in step.files:
            if path.read_bytes() != after:
                raise AttribcheckError(f"{path.name} was changed since, so nothing was undone")
        self._steps.pop()
        for path, before, _ in step.files:
            write_atomic(path, before, inside=self._repo.root)
        self._skipped -= step.skipped
        self._fixed.clear()
        self._remember()
        self._said = f"undone: {step.done}"
        if step.files:
            self._check()

    def _edited(self, edit: Callable[[str], str], done: str) -> None:
        """Show what ``edit`` makes of the policy, and write it when a person agrees."""
        from attribcheck.system.files import write_atomic

        before = policy_files.policy_text(self._policy_path)
        after = edit(before)
        if after == before:
            raise AttribcheckError("the policy says that already")
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), POLICY_NAME, POLICY_NAME, n=2, lineterm=""
        )
        self._screen.confirm([printable(line) for line in lines])
        if policy_files.policy_text(self._policy_path) != before:
            raise AttribcheckError(f"{POLICY_NAME} was changed meanwhile, so nothing was written")
        write_atomic(self._policy_path, after, inside=self._repo.root)
        self._settled(_Step(done, ((self._policy_path, before.encode(), after.encode()),)))

    def _settled(self, step: _Step) -> None:
        self._steps.append(step)
        self._said = step.done
        self._remember()
        self._check()

    def _prints(self, findings: Iterable[Finding]) -> frozenset[str]:
        from attribcheck.check.fingerprints import fingerprint

        return frozenset(map(fingerprint, findings))

    def _remembered(self) -> set[str]:
        try:
            return set(self._memory.read_text("ascii").split())
        except (OSError, UnicodeDecodeError):
            return set()

    def _remember(self) -> None:
        """Keep what was skipped, so that the next review goes on behind it."""
        from attribcheck.system.files import write_atomic
        from attribcheck.system.private_dirs import make_private_directory

        if self._options.no_cache:
            return
        with contextlib.suppress(OSError, AttribcheckError):
            make_private_directory(self._memory.parent)
            write_atomic(self._memory, "".join(f"{one}\n" for one in sorted(self._skipped)))

    def _ended(self, left: int) -> int:
        from attribcheck.core.finding import Severity
        from attribcheck.reports.presentation import headline

        done = [step.done for step in self._steps if step.files]
        skipped = len(self._prints(self._result.findings) & self._skipped)
        lines = [f"  {one}" for one in done]
        lines += [f"{headline(self._result)} left"]
        if skipped:
            lines.append(f"{counted(skipped, 'finding')} skipped: attribcheck review --again")
        if left:
            lines.append("attribcheck review goes on here")
        if done:
            lines.append(f"next: git add {POLICY_NAME} && attribcheck check")
        session.print_out("\n" + "\n".join(lines) + "\n")
        return EXIT_FINDINGS if self._result.fails(Severity.ERROR) else EXIT_CLEAN
