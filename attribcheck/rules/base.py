"""What a rule is, and what it is given."""

from __future__ import annotations

import abc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import ClassVar, NamedTuple

from attribcheck.classify.classifier import ClassifiedFile, ClassifiedNotice, Classifier
from attribcheck.classify.coverage import Coverage
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import Blob, Excerpt
from attribcheck.policy.model import Component, Policy
from attribcheck.removals.snapshot_pair import ClassifiedSnapshot
from attribcheck.sources.base import Source


class _Given(NamedTuple):
    """What a ``Context`` is made of.

    Attributes:
        policy: The policy.
        classifier: What classified the files.
        files: The files to judge, classified, in order of their paths.
        legal: Every classified file that carries legal texts for one of ``files``, by path; some of
            them stand in ``files`` too.
        today: The day for which expiry is judged.
        whole: Whether ``files`` is the whole snapshot, so that what is absent can be judged.
        source: Where contents can be read, for the few rules that need more than the scan says.
        touched: Every path that the change touches, also of what it deleted or moved away.
        older: What stood before the change that is checked; None when nothing has to be compared.
    """

    policy: Policy
    classifier: Classifier
    files: Sequence[ClassifiedFile]
    legal: Mapping[str, ClassifiedFile]
    today: date
    whole: bool
    source: Source
    touched: frozenset[str] = frozenset()
    older: ClassifiedSnapshot | None = None


class Context(_Given):
    """One check, ready to be judged."""

    @cached_property
    def declarations(self) -> dict[str, str]:
        """What ``suggest.declaration`` made so far, by path."""
        return {}

    @property
    def coverage(self) -> Coverage:
        """The policy and the paths of the snapshot."""
        return self.classifier.coverage

    @property
    def listing(self) -> Mapping[str, Blob]:
        """Every entry of the snapshot by path."""
        return self.coverage.listing

    @cached_property
    def _files_of(self) -> dict[str, tuple[str, ...]]:
        return {c.name: self.coverage.files_of(c, self.listing) for c in self.policy.components}

    @cached_property
    def _policy_lines(self) -> list[str]:
        return self.policy.text.splitlines()

    def files_of(self, component: Component) -> tuple[str, ...]:
        """Return every path of the snapshot that ``component`` covers, in order."""
        return self._files_of[component.name]

    def concerns(self, paths: Iterable[str]) -> bool:
        """Whether the verdict on ``paths`` can be another than before the change that is checked.

        It can when one of them, or the policy, was touched; always when the whole is checked.
        """
        return self.is_touched(self.policy.display_path) or any(map(self.is_touched, paths))

    def is_touched(self, path: str) -> bool:
        """Whether the change that is checked touches ``path``; a whole snapshot touches all."""
        return self.whole or path in self.touched

    def policy_evidence(self, line: int | None) -> str:
        """Return what stands on a line of the policy, or "" when there is none."""
        if line is None or not 0 < line <= len(self._policy_lines):
            return ""
        return self._policy_lines[line - 1]


class Rule(abc.ABC):
    """One named check. The docstring of a subclass is its documentation.

    Attributes:
        name: As policies and reports write it.
        severity: What its findings weigh unless the policy's ``[rules]`` says otherwise.
    """

    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR

    @abc.abstractmethod
    def check(self, context: Context) -> Iterator[Finding]:
        """Yield what this rule finds, in any order."""

    @classmethod
    def documentation(cls) -> str:
        """Return the rule's documentation: Markdown, as written in its docstring."""
        import inspect  # lazy: an explanation only

        return inspect.cleandoc(cls.__doc__ or "")

    @classmethod
    def summary(cls) -> str:
        """Return the first line of the documentation."""
        return cls.documentation().partition("\n")[0]

    def at_notice(
        self,
        context: Context,
        file: ClassifiedFile,
        item: ClassifiedNotice,
        message: str,
        *,
        policy_line: int | None = None,
        policy_note: str = "",
        fix: str = "",
    ) -> Finding:
        """Return a finding of this rule at a notice."""
        notice = item.notice
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=file.path,
            line=notice.span.start,
            column=notice.column,
            end_line=notice.span.end,
            message=message,
            evidence=notice.excerpt,
            component=item.component.name if item.component else None,
            policy_line=policy_line,
            policy_note=policy_note,
            fix=fix,
            subject=", ".join(item.rest) or notice.text,
        )

    def at_file(
        self,
        context: Context,
        path: str,
        message: str,
        *,
        component: Component | None = None,
        policy_line: int | None = None,
        policy_note: str = "",
        fix: str = "",
        subject: str = "",
    ) -> Finding:
        """Return a finding of this rule about a whole file."""
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=path,
            line=0,
            message=message,
            component=component.name if component else None,
            policy_line=policy_line,
            policy_note=policy_note,
            fix=fix,
            subject=subject,
        )

    def at_policy(
        self,
        context: Context,
        line: int,
        message: str,
        *,
        component: Component | None = None,
        policy_line: int | None = None,
        policy_note: str = "",
        fix: str = "",
        subject: str = "",
    ) -> Finding:
        """Return a finding of this rule about a line of the policy itself.

        Args:
            context: The check.
            line: The line of the policy that the finding is about.
            message: What is the matter.
            component: The component concerned.
            policy_line: Another line of the policy that decided it; by default ``line``.
            policy_note: What that line says.
            fix: What settles it.
            subject: What it is about, in a word.
        """
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=context.policy.display_path,
            line=line,
            end_line=line,
            message=message,
            evidence=Excerpt(context.policy_evidence(line)),
            component=component.name if component else None,
            policy_line=policy_line or line,
            policy_note=policy_note,
            fix=fix,
            subject=subject,
        )

    def severity_in(self, policy: Policy) -> Severity:
        """Return what a finding of this rule weighs under ``policy``."""
        return policy.severities.get(self.name, self.severity)
