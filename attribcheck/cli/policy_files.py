"""Reads the policy that a command uses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attribcheck.core.errors import PolicyError, UsageError
from attribcheck.core.model import POLICY_NAME
from attribcheck.core.text import counted

if TYPE_CHECKING:
    from attribcheck.packages.loading import Snapshot
    from attribcheck.policy.model import Policy
    from attribcheck.scan.cache import ResultCache

NO_POLICY = f"there is no {POLICY_NAME}: `attribcheck init` drafts one"
"""The hint for a snapshot without one."""


def load_policy(source: Snapshot, cache: ResultCache | None, named: Policy | None = None) -> Policy:
    """Return the policy of a snapshot with its packages; see ``packages.loading.load_policy``.

    Args:
        source: The snapshot.
        cache: Keeps valid documents and packages.
        named: The policy of ``--policy``, in place of that of the snapshot.
    """
    from attribcheck import __version__
    from attribcheck.packages import loading
    from attribcheck.policy.loader import CHECKED

    store = cache.values(f"{CHECKED}, attribcheck {__version__}") if cache else None
    if named is not None:
        return loading.with_packages(named, source, store)
    return loading.load_policy(source, store)


def policy_from(file: str, top: Path | None = None) -> Policy:
    """Return the policy in ``file``.

    Args:
        file: The file as the user wrote it.
        top: The top of the repository: a file below it has its path from there, like any other in a
            report, and is no source to check.

    Raises:
        UsageError: the file can't be read.
        PolicyError: the policy is invalid.
    """
    from attribcheck.policy.loader import parse_policy

    if Path(file).is_fifo() and not file.startswith("/dev/"):  # where a shell puts its own pipes
        raise UsageError(f"can't read the policy {file}: it is a pipe, not a regular file")
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"can't read the policy {file}: {error.strerror}") from error
    place = Path(file).parent.resolve() / Path(file).name
    inside = top is not None and place.is_relative_to(top)
    return parse_policy(data, place.relative_to(top or "/").as_posix() if inside else file)


def policy_text(path: Path) -> str:
    """Return the text of the policy to edit; only its ``version`` when there is none yet.

    Raises:
        AttribcheckError: the file can't be read.
        PolicyError: it is a symlink, which a check would refuse.
    """
    from attribcheck.policy.loader import not_regular
    from attribcheck.policy.model import VERSION
    from attribcheck.system.files import read_text

    if path.is_symlink():
        raise not_regular(path.name, "symlink")
    text = read_text(path, inside=path.parent)
    return f"version = {VERSION}\n" if text is None else text


def require_policy(policy: Policy) -> None:
    """Raise PolicyError when there is no policy."""
    if policy.path is None:
        raise PolicyError(
            f"there is no {POLICY_NAME} at the top of the repository",
            hint="attribcheck init drafts one",
        )


def contents(policy: Policy) -> str:
    """Return how many components, listed packages and exceptions a policy has, for people."""
    packages = sum(bool(component.listed) for component in policy.components)
    parts = [counted(len(policy.components) - packages, "component")]
    if policy.packages:
        amount = counted(packages, "package") if packages else "packages"  # a file has no snapshot
        parts.append(f"{amount} in {counted(len(policy.packages), 'folder')}")
    return ", ".join([*parts, counted(len(policy.exceptions), "exception")])
