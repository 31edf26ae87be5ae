"""A git repository, read through git commands in a scrubbed environment.

No command writes to the repository or uses the network. Records are bytes that end with NUL, which
``parsing`` turns into values.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from attribcheck.core.errors import GitError, UsageError
from attribcheck.core.model import Blob, BlobKind, Change
from attribcheck.core.text import printable
from attribcheck.git import parsing
from attribcheck.git.process import Objects, Readers, run, stream

# The location of a repository. git sets these for its hooks, and they override the child's working
# directory; so they apply only to the repository that we were started in.
_LOCATION = {"GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE"}
_LOCATION |= {"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"}
# Other variables that a user may rely on (besides GIT_CONFIG*). The rest of GIT_* is dropped:
# external diffs, traces, pathspec modes and pagers change output or behaviour.
_KEPT = {"GIT_EXEC_PATH", "GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM"}
_FIXED = {
    "LC_ALL": "C",  # ``process`` matches messages
    "GIT_OPTIONAL_LOCKS": "0",  # a check must not hold index.lock while the user's git wants it
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # content must match its id; refs/replace isn't pushed
    # .git/info/grafts takes parents from commits, and isn't pushed. For a file that is there, also
    # an empty one, git gives advice, which would stand in front of its errors.
    "GIT_GRAFT_FILE": os.path.join(os.devnull, "none"),  # noqa: PTH118 - no file, not a path
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",  # from git 2.45; the next line stops older versions
    "GIT_ALLOW_PROTOCOL": "none",
}
_RAW = ("--raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv")
# .gitmodules can hide a changed submodule; the option overrides it. Empty files are no evidence of
# a rename. The limit bounds the quadratic search for renames.
_FOLLOW = ("-M", "-C", "-l1000", "--no-rename-empty", "--ignore-submodules=none")
_HARDER = "--find-copies-harder"  # from unchanged files, too

# Independent of the user's configuration of logs.
_UTF8 = "--encoding=UTF-8"
_PLAIN_LOG = (f"--format={parsing.LOG_FORMAT}", _UTF8, "--no-show-signature", "--no-notes")

_SEPARATOR = "--is-inside-git-dir"


class Repository(NamedTuple):
    """A git repository with a work tree; made by ``discover``.

    Attributes:
        root: The top of the work tree.
        common_dir: The directory that all work trees share (``.git`` of the main one).
        git_dir: The directory of this work tree (``.git``, or its part in the main one).
        object_format: ``sha1`` or ``sha256``.
        head: The id of the current commit; None when the branch is unborn.
        environment: The environment variables of git processes.
        readers: Read stored contents.
    """

    root: Path
    common_dir: Path
    git_dir: Path
    object_format: str
    head: str | None
    environment: Mapping[str, str]
    readers: Readers

    @classmethod
    def discover(cls, start: Path | None = None) -> Repository:
        """Return the repository around ``start``.

        Args:
            start: A directory of another repository, to which GIT_DIR and its like do not apply;
                None for the current directory, where they do.

        Raises:
            GitError: there is no repository, it is bare or another user's, or git is missing.
            UsageError: ``start`` is not a directory.
        """
        if start is not None and not start.is_dir():
            raise UsageError(f"{printable(str(start))} is not a directory")
        here = start or Path()
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_")
            or name.startswith("GIT_CONFIG")
            or name in _KEPT
            or (start is None and name in _LOCATION)
        } | _FIXED
        # Paths may contain line breaks, and rev-parse has no -z. The first line is true or false;
        # the same option, repeated between the paths, separates them.
        paths = ("--show-toplevel", "--git-common-dir", "--git-dir")
        parts = [part for path in paths for part in (path, _SEPARATOR)]
        command = ("rev-parse", _SEPARATOR, "--show-object-format", *parts, "--revs-only", "HEAD")
        answer = run(command, here, environment)
        here = here.absolute()
        inside, object_format, rest = answer.split(b"\n", 2)
        if object_format not in (b"sha1", b"sha256"):
            raise GitError("git reports no object format", hint="Use git 2.25 or newer.")
        top, common, own, head = (rest + b"\n").split(b"\n" + inside + b"\n", 3)
        root = Path(os.fsdecode(top))
        for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"):
            if name in environment:
                environment[name] = str(here / environment[name])
        if "GIT_INDEX_FILE" in environment:  # relative to the top, not to here
            environment["GIT_INDEX_FILE"] = str(root / environment["GIT_INDEX_FILE"])
        return cls(
            root=root,
            common_dir=here / os.fsdecode(common),
            git_dir=here / os.fsdecode(own),
            object_format=object_format.decode("ascii"),
            head=head.strip().decode("ascii") or None,
            environment=environment,
            readers=Readers(root, environment),
        )

    def with_variables(self, added: Mapping[str, str]) -> Repository:
        """Return this repository with more variables for its git processes."""
        environment = {**self.environment, **added}
        return self._replace(environment=environment, readers=Readers(self.root, environment))

    @property
    def index_path(self) -> Path:
        """The file of the index."""
        return Path(self.environment.get("GIT_INDEX_FILE") or self.git_dir / "index")

    @property
    def empty_tree(self) -> str:
        """The id of the empty tree, which git knows without storing it."""
        return parsing.EMPTY_TREES[self.object_format]

    def hash_blob(self, data: bytes) -> str:
        """Return git's object id of ``data``, unfiltered."""
        return parsing.blob_id(self.object_format, data)

    def file(self, path: str) -> Path:
        """Return the location of a path of git's in the file system."""
        return self.root / os.fsdecode(parsing.encode_path(path))

    def is_shallow(self) -> bool:
        """Return whether the clone is shallow (``git clone --depth``)."""
        return self.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def resolve(self, rev: str) -> str | None:
        """Return the id of the commit that ``rev`` names, or None when it names none."""
        if not rev or rev.startswith("-") or "\0" in rev:  # never pass it as an option
            return None
        command = ("rev-parse", "--verify", "--quiet", rev + "^{commit}")
        return self.git(*command, accept=(0, 1, 128)).strip().decode("ascii") or None

    def commit_time(self, commit: str) -> int:
        """Return the committer date of a commit id, in seconds since 1970.

        Raises:
            GitError: the commit is missing.
        """
        # Not the author date, which a rebase keeps; not --date, which users configure.
        return int(
            self.git("show", "--no-patch", _UTF8, "--no-show-signature", "--format=%ct", commit)
        )

    def merge_bases(self, a: str, b: str) -> tuple[str, ...]:
        """Return the best common ancestors of two commit ids; none when they share no history.

        Two branches that merged each other have several.

        Raises:
            GitError: a commit is missing.
        """
        answer = self.git("merge-base", "--all", a, b, accept=(0, 1))
        return tuple(answer.decode("ascii").split())

    def index_entries(self) -> list[parsing.IndexEntry]:
        """Return the entries of the index, with intent-to-add entries and the sides of conflicts.

        Raises:
            GitError: the index can't be read.
        """
        return list(parsing.parse_index(self.git("ls-files", "--stage", "-v", "-z")))

    def tree_entries(self, tree: str, path: str | None = None) -> list[Blob]:
        """Return the entries of a commit or tree id, or only the one at ``path``.

        Raises:
            GitError: an object is missing.
        """
        command = ["ls-tree", "-r", "-z", "--full-tree", tree]
        if path is not None:
            command += ["--", path]
        entries = parsing.parse_tree(self.git(*command))
        return [entry for entry in entries if path in (None, entry.path)]

    def diff_index(self, base: str, *, harder: bool = False) -> list[Change]:
        """Return the changes from a commit or tree id to the index, following renames and copies.

        The old side of a copy is its origin, which still exists. Intent-to-add entries are left
        out: they have no content yet, and a commit would not contain them.

        Args:
            base: The commit or tree.
            harder: Whether an unchanged file may be the origin of a copy. git does not search for
                these when it would have to compare more than a million pairs of files.

        Raises:
            GitError: an entry is unmerged, or an object is missing.
        """
        records = list(parsing.parse_raw(self.diff_index_raw(base, *_follow(harder=harder))))
        require_merged(record.path for record in records if record.letter == "U")
        return [record.change for record in records]

    def diff_index_raw(self, base: str, *options: str) -> bytes:
        """Return the raw diff of ``diff_index`` as git writes it, with more ``options``."""
        options = (*_RAW, *options, "--ita-invisible-in-index")
        return self.git("diff-index", "--cached", *options, base, "--")

    def diff_trees(self, old: str, new: str, *, harder: bool = False) -> list[Change]:
        """Return the changes from ``old`` to ``new``, two commit or tree ids; see ``diff_index``.

        Raises:
            GitError: an object is missing.
        """
        output = self.git("diff-tree", "-r", *_RAW, *_follow(harder=harder), old, new, "--")
        return [record.change for record in parsing.parse_raw(output)]

    def count_commits(self, tip: str, without: str | None = None) -> int:
        """Return the number of commits that ``log`` yields.

        Raises:
            GitError: a commit is missing.
        """
        return int(self.git("rev-list", "--count", *_range(tip, without)))

    def log(self, tip: str, without: str | None = None) -> Iterator[parsing.LoggedCommit]:
        """Yield the commits reachable from ``tip``, parents first, with their changes.

        Renames, and copies of changed files, are followed. A merge is compared with its first
        parent.

        Args:
            tip: The id of the last commit.
            without: The id of a commit; it and all commits reachable from it are left out.

        Raises:
            GitError: an object is missing, or git is older than 2.31.
        """
        options = ("--topo-order", "--reverse", "--diff-merges=first-parent", *_PLAIN_LOG)
        command = ("-c", "log.showRoot=true", "log", *options, *_RAW, *_FOLLOW)
        fields = stream((*command, *_range(tip, without), "--"), self.root, self.environment)
        return parsing.parse_log(fields)

    def copies_in(self, commits: Iterable[str]) -> Iterator[tuple[str, Change]]:
        """Yield each change of ``commits`` with its commit; any file may be the origin of a copy.

        Merges are skipped. See ``diff_index`` for the limit of the search.

        Raises:
            GitError: an object is missing.
        """
        stdin = "".join(f"{oid}\n" for oid in commits).encode("ascii")
        command = ("diff-tree", "--stdin", "-r", *_RAW, *_FOLLOW, _HARDER)
        return parsing.parse_commits(stream(command, self.root, self.environment, stdin))

    def shallow_commits(self) -> frozenset[str]:
        """Return the commits whose parents were not fetched (``git clone --depth``).

        Raises:
            GitError: the list can't be read.
        """
        path = self.git("rev-parse", "--git-path", "shallow").removesuffix(b"\n")
        try:
            return frozenset((self.root / os.fsdecode(path)).read_text("ascii").split())
        except FileNotFoundError:
            return frozenset()
        except (OSError, UnicodeDecodeError) as error:
            raise GitError(f"can't read the list of shallow commits: {error}") from error

    def diff_files(self) -> dict[str, BlobKind | None]:
        """Return the type of each entry of the work tree that differs from the index, by path.

        Differences in line ends and filters do not count. A deleted entry has None.

        Raises:
            GitError: the index can't be read.
        """
        # Not diff-files, which reports files with only a new mtime; not diff, which writes the
        # index despite GIT_OPTIONAL_LOCKS. "dirty" compares only the commit of a submodule and
        # does not run git in it.
        options = ("--untracked-files=no", "--no-renames", "--ignore-submodules=dirty")
        output = self.git("status", "--porcelain=v2", "-z", *options)
        return dict(parsing.parse_status(output))

    def objects(self) -> Objects:
        """Return a reader of contents for many requests."""
        return Objects(self.root, self.environment)

    def read_blobs(self, oids: Iterable[str]) -> Generator[bytes | None]:
        """Yield the content of each of ``oids`` in order; None where there is no such blob.

        Raises:
            GitError: git failed, as at a damaged object.
        """
        return self.readers.read(oids)

    def git(self, *arguments: str, accept: tuple[int, ...] = (0,)) -> bytes:
        """Return the output of a git command; see ``process.run``."""
        return run(arguments, self.root, self.environment, accept)


def _range(tip: str, without: str | None) -> tuple[str, ...]:
    return (tip, f"^{without}") if without else (tip,)


def require_merged(unmerged: Iterable[str]) -> None:
    """Raise GitError when there are unmerged paths."""
    if paths := sorted(set(unmerged)):
        raise GitError(
            f"unresolved merge conflicts in {printable(', '.join(paths))}",
            hint="Resolve them and `git add` the files.",
        )


def _follow(*, harder: bool) -> tuple[str, ...]:
    return (*_FOLLOW, _HARDER) if harder else _FOLLOW
