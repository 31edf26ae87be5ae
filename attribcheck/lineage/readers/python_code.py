"""Reads Python code: imports of other models' code, and names of models in calls and settings.

The code is parsed, never run. What can't be parsed (another version of Python, more than 2 MiB) is
read line by line for its imports alone.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator

from attribcheck.core.errors import AttribcheckError
from attribcheck.core.lineage import ClaimKind, LineageClaim, Strength
from attribcheck.lineage import families
from attribcheck.lineage.readers.base import Places, model_name

_MAX_PARSED = 2 * 2**20
_MAX_BYTES = 16 * 2**20
# Packages whose modules are named after the families that they implement.
_ZOO = re.compile(
    r"(?:transformers\.models|vllm\.model_executor\.models|sglang\.srt\.models|mlx_lm\.models"
    r"|mlx_vlm\.models|diffusers\.models|xtuner\.model)\.(?P<module>\w+)"
)
_IMPORT = re.compile(
    r"^[ \t]*(?:from|import)[ \t]+(?P<module>\.*[\w.]+)(?:[ \t]+import[ \t]+(?P<names>[\w, (]+))?",
    re.MULTILINE,
)
# The argument that names a model: its keyword, and whether it may be the first one.
_CALLS = {
    "from_pretrained": ("pretrained_model_name_or_path", True),
    "snapshot_download": ("repo_id", True),
    "hf_hub_download": ("repo_id", True),
    "SentenceTransformer": ("model_name_or_path", True),
    "CrossEncoder": ("model_name", True),
    "LLM": ("model", True),
    "pipeline": ("model", False),
    "load_model": ("repo_id", False),
    "HuggingFaceEmbeddings": ("model_name", False),
}
_HUB_FILE = re.compile(r"https?://(?:huggingface\.co|hf\.co)/[\w.-]+/[\w.-]+/(?:resolve|blob)/")
# A variable or an argument of such a name holds the name of a model.
_VARIABLE = re.compile(
    r"(?:.*[_.])?(?:repo_id|model_id|model_name|base_model|(?:model|pretrained_model)_name_or_path"
    r"|hf_repo|hf_model)\Z",
    re.IGNORECASE,
)
_TYPE = "model_type"
_ROLE = re.compile(r"\A(?:modeling|modular|configuration|processing)_")


class PythonCode:
    """See ``base.Reader``."""

    def reads(self, name: str, content: bytes) -> bool:
        """See ``base.Reader``."""
        return name.endswith(".py")

    def read(self, name: str, content: bytes) -> Iterator[LineageClaim]:
        """See ``base.Reader``."""
        places = Places(content, _MAX_BYTES)
        own = families.normal_form(_ROLE.sub("", name.removesuffix(".py")))
        try:
            tree = _parsed(content)
        except AttribcheckError:
            found = _lines(places)
        else:
            found = _Code(tree, places).claims()
        seen = set()
        for claim in found:
            mark = (claim.kind, claim.name, claim.strength)
            is_own = claim.kind is ClaimKind.MODEL_CODE and _is_of(own, claim.name)
            if mark not in seen and not is_own:
                seen.add(mark)
                yield claim


def _is_of(file: str, family: str) -> bool:
    """Whether a file is named after a family: ``qwen2_5_vl.py`` imports from itself."""
    return file == families.normal_form(family)


def _parsed(content: bytes) -> ast.Module:
    if len(content) > _MAX_PARSED:
        raise AttribcheckError("it is too large to parse")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the code that is read
            return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise AttribcheckError("it can't be parsed") from error


def _lines(places: Places) -> Iterator[LineageClaim]:
    for match in _IMPORT.finditer(places.text):
        dots = len(match["module"]) - len(match["module"].lstrip("."))
        names = re.findall(r"\w+", match["names"] or "")
        for family in _imported(match["module"].lstrip("."), dots, names):
            line, excerpt = places.of(match.start())
            yield LineageClaim(
                ClaimKind.MODEL_CODE, family, Strength.IMPORTED, line, "import", excerpt
            )


def _imported(module: str, level: int, names: Iterable[str]) -> Iterator[str]:
    """Yield the families whose code an import brings in.

    Args:
        module: The module, without leading dots.
        level: The number of leading dots.
        names: The imported names.
    """
    if level == 0:
        parts = (module, *(f"{module}.{name}" for name in names))
        modules = dict.fromkeys(match["module"] for match in map(_ZOO.match, parts) if match)
        found = [family for one in modules if (family := families.of_module(one))]
        if found:
            yield from (family for family in found if family != "auto")
        elif module.partition(".")[0] == "transformers":
            yield from filter(None, map(families.of_class, names))
        return
    # A relative import: its module is named after a family, and so are the classes taken from it.
    for part in dict.fromkeys(filter(None, map(families.of_module, module.split(".")))):
        if any(families.may_be_class_of(name, part) for name in names):
            yield part


class _Code:
    """The claims of one parsed file."""

    def __init__(self, tree: ast.Module, places: Places) -> None:
        self._nodes = _nodes(tree)
        self._places = places
        self._constants = _constants(tree)
        self._own_types = set(_own_types(self._nodes))

    def claims(self) -> Iterator[LineageClaim]:
        """Yield the claims in the order of the tree."""
        for node in self._nodes:
            if isinstance(node, ast.ImportFrom | ast.Import):
                yield from self._import(node)
            elif isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.arguments):
                yield from self._variables(node)
            elif isinstance(node, ast.Dict):
                yield from self._types(zip(node.keys, node.values, strict=True))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_file = _HUB_FILE.match(node.value)
                if is_file and (name := model_name(node.value)):
                    yield self._claim(ClaimKind.LOADED_MODEL, name, node, "URL")

    def _import(self, node: ast.ImportFrom | ast.Import) -> Iterator[LineageClaim]:
        names = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found = list(_imported(node.module or "", node.level, names))
        else:
            found = [family for name in names for family in _imported(name, 0, ())]
        for family in found:
            yield self._claim(ClaimKind.MODEL_CODE, family, node, "import")

    def _call(self, call: ast.Call) -> Iterator[LineageClaim]:
        function = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        function = function or (call.func.id if isinstance(call.func, ast.Name) else "")
        keywords = {one.arg: one.value for one in call.keywords if one.arg}
        if function in _CALLS:
            keyword, first = _CALLS[function]
            argument = keywords.get(keyword) or (call.args[0] if first and call.args else None)
            if name := model_name(self._text(argument)):
                yield self._claim(ClaimKind.LOADED_MODEL, name, call, function)
        elif function == "load" and ast.unparse(call.func).endswith("hub.load") and call.args:
            if name := model_name(self._text(call.args[0]), bare=False):
                yield self._claim(ClaimKind.LOADED_MODEL, name, call, "torch.hub.load")
        elif function == "get" and len(call.args) == 2:
            key, default = call.args
            if self._text(key) == _TYPE:
                yield from self._type(default)
        if _TYPE in keywords:
            yield from self._type(keywords[_TYPE])
        yield from self._named(keywords.items())

    def _variables(
        self, node: ast.Assign | ast.AnnAssign | ast.arguments
    ) -> Iterator[LineageClaim]:
        pairs: list[tuple[str, ast.expr | None]] = []
        if isinstance(node, ast.arguments):
            given = [*node.posonlyargs, *node.args]
            defaults = [None] * (len(given) - len(node.defaults)) + [*node.defaults]
            named = zip([*given, *node.kwonlyargs], [*defaults, *node.kw_defaults], strict=True)
            pairs = [(argument.arg, default) for argument, default in named]
        else:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            pairs = [(ast.unparse(one), node.value) for one in targets if _is_name(one)]
        yield from self._named(pairs)

    def _named(self, pairs: Iterable[tuple[str, ast.expr | None]]) -> Iterator[LineageClaim]:
        for name, value in pairs:
            is_name = isinstance(value, ast.Constant) and _VARIABLE.match(name)
            if is_name and value and (found := model_name(self._text(value), bare=False)):
                yield self._claim(ClaimKind.LOADED_MODEL, found, value, name)

    def _types(self, items: Iterable[tuple[ast.expr | None, ast.expr]]) -> Iterator[LineageClaim]:
        for key, value in items:
            if self._text(key) == _TYPE:
                yield from self._type(value)

    def _type(self, value: ast.expr) -> Iterator[LineageClaim]:
        text = self._text(value)
        if text and text not in self._own_types and (family := families.of_type(text)):
            yield self._claim(ClaimKind.MODEL_CODE, family, value, _TYPE, Strength.CONFIGURED)

    def _text(self, node: ast.expr | None) -> str | None:
        """Return the text of a constant, or of a name that has one value in the whole file."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(node, ast.Name):
            return self._constants.get(node.id)
        return None

    def _claim(
        self,
        kind: ClaimKind,
        name: str,
        node: ast.stmt | ast.expr,
        key: str,
        strength: Strength = Strength.IMPORTED,
    ) -> LineageClaim:
        line, excerpt = self._places.at_line(node.lineno)
        return LineageClaim(kind, name, strength, line, key, excerpt)


_STATING = frozenset(
    (
        ast.Import,
        ast.ImportFrom,
        ast.Call,
        ast.Assign,
        ast.AnnAssign,
        ast.arguments,
        ast.Dict,
        ast.ClassDef,
    )
)
_CHILDLESS = frozenset((ast.Name, ast.Load, ast.Store, ast.Del, ast.Pass, ast.alias))


def _nodes(tree: ast.Module) -> list[ast.AST]:
    """Return the nodes that may state something, and the texts, in the order of ``ast.walk``.

    A large file has 50,000 nodes, a tenth of them these; ``ast.walk`` takes three times as long.
    """
    found: list[ast.AST] = []
    waiting: list[ast.AST] = [tree]
    for node in waiting:
        kind = type(node)
        if kind in _STATING:
            found.append(node)
        elif kind is ast.Constant:
            if type(node.value) is str:  # type: ignore[attr-defined] # of a Constant
                found.append(node)
            continue
        for name in kind._fields:
            value = getattr(node, name, None)
            if type(value) is list:
                waiting += [
                    one for one in value if isinstance(one, ast.AST) and type(one) not in _CHILDLESS
                ]
            elif isinstance(value, ast.AST) and type(value) not in _CHILDLESS:
                waiting.append(value)
    return found


def _own_types(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the model types that classes of the file define as their own."""
    for node in nodes:
        for part in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(part, ast.Assign | ast.AnnAssign):
                targets = part.targets if isinstance(part, ast.Assign) else [part.target]
                value = part.value.value if isinstance(part.value, ast.Constant) else None
                if isinstance(value, str) and _TYPE in map(ast.unparse, targets):
                    yield value


def _is_name(target: ast.expr) -> bool:
    return isinstance(target, ast.Name | ast.Attribute)


def _constants(tree: ast.Module) -> dict[str, str]:
    """Return the strings that names of the module have, if they have one value only."""
    found: dict[str, str | None] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    value = node.value.value if isinstance(node.value, ast.Constant) else None
                    known = target.id not in found and isinstance(value, str)
                    found[target.id] = value if known else None  # type: ignore[assignment]
    return {name: value for name, value in found.items() if value is not None}
