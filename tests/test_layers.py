"""Every import points down: the plan of the house, read from the code itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import attribcheck

PACKAGE = Path(attribcheck.__file__).parent

# The folders of the package are its layers, lowest first. What stands in one line is of one layer,
# and its members do not import each other.
LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(names.split())
    for names in (
        "__init__",
        "core",  # values, errors, text: the standard library alone
        "system git spdx notices formats",  # the system; git; licences; notices; files of models
        "containers lineage",  # files that hold other files; the models that files name
        "sources policy scan copies weights",  # where content comes from; what is declared or found
        "classify origins manifests",
        "packages",  # the packages of the policy, as their lists name them
        "removals documents",
        "rules",
        "check",
        "history init provenance reports",
        "export",  # what the readers of init read
        "cli",
        "resident",  # a process that runs the command line for others
        "__main__ api",
    )
)

WEIGHTS_WITH_NUMBERS = {
    f"weights.{name}"
    for name in (
        "fingerprint fingerprint_file layer_tests matrices packed projections sketch statistics"
        " tensors".split()
    )
}

# Who alone may import what.
ONLY_IN = {
    "subprocess": {"git.process", "system.programs"},
    "scancode": {"scan.scancode.adapter"},
    "licensedcode": {
        "scan.scancode.adapter",
        "scan.fast.generate",
        "scan.fast.selftest",
        *(f"scan.fast.index.{name}" for name in "alignments build index licensing records".split()),
        *(f"scan.fast.patches.{name}" for name in "matching spans".split()),
    },
    "cluecode": {
        "scan.scancode.adapter",
        "scan.fast.patches.copyright_parsing",
        "scan.fast.patches.text_reading",
    },
    "binaryornot": {"scan.fast.patches.text_reading"},
    "pygmars": {"scan.fast.patches.grammar"},
    "commoncode": {"scan.scancode.adapter"},
    "typecode": {
        "scan.scancode.adapter",
        "scan.scancode.reading",
        "scan.fast.patches.file_types",
        "scan.fast.patches.magic_database",
        "scan.fast.patches.text_types",
        "scan.fast.patches.text_reading",
    },
    "textcode": {
        "scan.scancode.adapter",
        "scan.fast.patches.copyright_parsing",
        "scan.fast.patches.text_reading",
    },
    "license_expression": {"spdx.catalog", "spdx.expressions", "scan.fast.index.licensing"},
    "jinja2": {"system.templating"},
    "multiprocessing": {"system.child", "system.processes"},
    "spdx_tools": {"documents.spdx"},
    "cyclonedx": {"documents.cyclonedx", "documents.cyclonedx_1_6"},
    "packageurl": {
        "copies.acquire.purls",
        "documents.installed.base",
        "documents.model_claims",
        "documents.sbom",
    },
    "packaging": {"documents.installed.python"},
    "pathspec": {"policy.path_patterns"},
    "sqlite3": {"scan.cache"},
    "tqdm": {"cli.progress"},
    "yaml": {"documents.model_card", "lineage.yaml_values"},
    "filelock": {"scan.fast.store"},
    "PIL": {"containers.images"},
    "brotli": {"containers.fonts"},
    "fontTools": {"containers.fonts"},
    "text_unidecode": {"scan.fast.statement_signs", "scan.written.letters"},
    "charset_normalizer": {"scan.encodings"},
    "click": {"cli.review_screen"},
    "shtab": {"cli.completion"},
    "numpy": WEIGHTS_WITH_NUMBERS,
    "scipy": {"weights.comparison", "weights.statistics"},
    "safetensors": {"weights.fingerprint_file"},
    "gguf": {"weights.gguf_files"},
}

NOT_AT_START = (
    "scancode licensedcode cluecode commoncode jinja2 tqdm rich click pathspec license_expression"
    " sqlite3 subprocess multiprocessing yaml spdx_tools cyclonedx packageurl packaging"
    " numpy scipy safetensors gguf text_unidecode charset_normalizer PIL brotli fontTools"
    " zipfile tarfile"
).split()


def modules() -> dict[str, Path]:
    """Every module of the package by its name below ``attribcheck``."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts)
        found[name] = path
    return found


def imports(path: Path, package: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the full name of every import, also of those inside of functions."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                around = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*around, *filter(None, [base])])
            for alias in node.names:
                yield node.lineno, f"{base}.{alias.name}"


def own_part(name: str) -> str | None:
    """Return the module or package of ours that an import names, or None for anybody else's."""
    top, _, rest = name.partition(".")
    if top != "attribcheck":
        return None
    first = rest.partition(".")[0]
    is_ours = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
    return first if is_ours else "__init__"


def layer(part: str) -> int:
    return next(index for index, parts in enumerate(LAYERS) if part in parts)


def test_every_module_has_its_layer_and_every_layer_its_modules():
    there = {name.split(".")[0] for name in modules()}
    placed = [part for parts in LAYERS for part in parts]
    assert sorted(placed) == sorted(there)


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_from_below_or_from_its_own_package(name):
    part = name.split(".")[0]
    path = modules()[name]
    package = f"attribcheck.{name}"
    if path.name != "__init__.py":
        package = package.rpartition(".")[0]
    wrong = [
        f"{path.name}:{line}: {imported}"
        for line, imported in imports(path, package)
        if (other := own_part(imported)) is not None
        and other not in (part, "templates")
        and (part, other) != ("__init__", "api")  # for type checkers alone
        and layer(other) >= layer(part)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_imports_no_library_that_is_anothers_to_import(name):
    path = modules()[name]
    wrong = [
        f"{path.name}:{line}: {imported}"
        for line, imported in imports(path, "attribcheck")
        if name not in ONLY_IN.get(imported.split(".")[0], {name})
    ]
    assert wrong == []


def test_what_is_imported_by_a_computed_name_is_of_the_same_package():
    """The command that is run, the format that is asked for: this test can't read their names."""
    found = {
        (name.split(".")[0], ast.unparse(node.args[0]).partition("{")[0])
        for name, path in modules().items()
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("__import__", "import_module", "importlib.import_module")
    }
    assert found == {
        ("containers", "f'attribcheck.containers."),
        ("copies", "f'attribcheck.copies.lexers."),
        ("documents", "f'attribcheck.documents."),
        ("cli", "f'attribcheck.cli."),
        ("export", "f'attribcheck.export."),
        ("reports", "f'attribcheck.reports."),
        ("__init__", "'attribcheck.check'"),
        ("check", "'attribcheck.api'"),  # `attribcheck.check()`, which the folder stands for
        ("scan", "name"),  # scan/scancode/lazy_imports.py: what scancode imports, for it
        ("resident", "name"),  # resident/server.py: what a command had to import
    }


def test_the_readers_of_imports_see_those_inside_of_functions(tmp_path):
    source = (
        "def f():\n    import a.b\n    from c import d\n    from . import e\n    from .g import h\n"
    )
    (tmp_path / "x.py").write_text(source)
    found = sorted(imports(tmp_path / "x.py", "attribcheck.scan"))
    assert found == [
        (2, "a.b"),
        (3, "c.d"),
        (4, "attribcheck.scan.e"),
        (5, "attribcheck.scan.g.h"),
    ]


@pytest.mark.parametrize("command", ["hook", "check", "notice"])
def test_a_command_starts_without_what_only_a_scan_needs(command):
    program = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from attribcheck.cli.main import build_parser\n"
        f"build_parser({command!r}).parse_args([{command!r}])\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout.split()
    assert "attribcheck" in loaded
    assert [name for name in NOT_AT_START if name in loaded] == []


def test_every_folder_of_the_package_is_shipped():
    # A list, since setuptools finds no package for the templates at the top of the repository.
    text = (PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.findall(r'^    "(attribcheck[\w.]*)",$', text, re.MULTILINE)
    folders = {path.parent.relative_to(PACKAGE.parent) for path in PACKAGE.rglob("*.py")}
    there = {".".join(folder.parts) for folder in folders} | {"attribcheck.templates"}
    assert sorted(listed) == sorted(there)
