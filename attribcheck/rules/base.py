"""The interface of rules: a rule reads a ``Context`` and yields findings."""

from __future__ import annotations

import abc
from collections.abc import Iterator, Sequence
from typing import ClassVar

from attribcheck.classify.model import ClassifiedFile, ClassifiedNotice
from attribcheck.core.finding import Finding, Severity
from attribcheck.core.model import Excerpt, LicenseMatch, Notice
from attribcheck.policy.model import Component, Policy
from attribcheck.rules.context import Context
from attribcheck.spdx import expressions


class Rule(abc.ABC):
    """One named check. The docstring of a subclass is its documentation.

    Attributes:
        name: The name in policies and reports.
        severity: The severity of its findings, unless ``[rules]`` in the policy sets another.
    """

    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR

    @abc.abstractmethod
    def check(self, context: Context) -> Iterator[Finding]:
        """Yield the findings of this rule, in any order."""

    @classmethod
    def documentation(cls) -> str:
        """Return the docstring of the rule: Markdown."""
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
        keys: Sequence[str] | None = None,
        policy_line: int | None = None,
        policy_note: str = "",
        fix: str = "",
    ) -> Finding:
        """Return a finding of this rule at a notice.

        Args:
            context: The check.
            file: The file.
            item: The notice.
            message: See ``Finding``, also for the last three.
            keys: The licence ids that it is about: the finding points at the first match that
                carries one. By default those that nothing declares.
            policy_line: The line of the policy that caused the finding.
            policy_note: The content of that line, as a clause.
            fix: Lines to paste, or a command.
        """
        notice = item.notice
        span, column, evidence = notice.lines, notice.column, notice.excerpt
        if match := _match_of(notice, item.rest if keys is None else keys):
            span, column, evidence = match.span, match.column, match.excerpt
        return Finding(
            rule=self.name,
            severity=self.severity_in(context.policy),
            path=file.path,
            line=span.start,
            column=column,
            end_line=span.end,
            message=message,
            evidence=evidence,
            component=item.component.name if item.component else None,
            policy_line=policy_line,
            policy_note=policy_note,
            fix=fix,
            subject=", ".join(item.rest) or notice.statement,
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
            line: The 1-based line of the policy that the finding is about.
            message: See ``Finding``, also for the arguments below.
            component: The component that the finding is about.
            policy_line: Another line of the policy, which caused the finding; by default ``line``.
            policy_note: The content of that line, as a clause.
            fix: Lines to paste, or a command.
            subject: The holder, licence or component that the finding is about.
        """
        finding = self.at_file(
            context,
            context.policy.display_path,
            message,
            component=component,
            policy_line=policy_line or line,
            policy_note=policy_note,
            fix=fix,
            subject=subject,
        )
        evidence = Excerpt(context.policy_evidence(line))
        return finding._replace(line=line, end_line=line, evidence=evidence)

    def severity_in(self, policy: Policy) -> Severity:
        """Return the severity of this rule's findings under ``policy``."""
        return policy.severities.get(self.name, self.severity)


def _match_of(notice: Notice, keys: Sequence[str]) -> LicenseMatch | None:
    """Return the match that carries a licence of ``keys``, unless the notice begins with it."""
    if len(notice.matches) < 2 or not keys:
        return None
    carrying = [
        match
        for match in notice.matches
        if not set(expressions.keys(match.expression)).isdisjoint(keys)
    ]
    if not carrying or any(match.span.start == notice.span.start for match in carrying):
        return None
    return carrying[0]
