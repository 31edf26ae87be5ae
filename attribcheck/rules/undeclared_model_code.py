"""The rule ``undeclared-model-code``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class UndeclaredModelCode(Rule):
    """Code or an architecture of another family of models is used, and no component declares it.

    ## What it does
    Finds the family of models whose code a project uses without a copied line: a configuration that
    names it (`vision_config.model_type`, `architectures`, `auto_map` with another repository) and
    imports of its classes (`from transformers.models.foo import FooVisionTransformer`). A component
    declares a family when one of its `models` has the family's name in its own
    (`qwen2_5_vl`: `Qwen/Qwen2.5-VL-7B-Instruct`) or is that name. In a file of a component, the
    code came with it.

    A configuration of an unknown type whose keys and values are near the defaults of a known
    family is reported as a note: how many are equal, and which family is next. So are weights whose
    tensors are called as those of one family, or of at most three. Neither a note nor an import
    alone shows where weights come from, and the message says so.

    ## Why it matters
    An encoder of another lab can be imported in one line and named in one key. No notice moves with
    it, so nothing in the repository says whose it is.

    ## Example
    `config.json` of a model of our own has `"vision_config": {"model_type": "foo_vision"}`.

    ## How to fix
    Declare a component for the code or the model: its licence and `models = ["foo-corp/Foo-VL"]`,
    with the paths of code or weights that are in the repository.

    ## References
    - docs/lineage.md
    """

    name = "undeclared-model-code"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each family of models that no component declares."""
        if not context.names_models:
            return
        from attribcheck.core.lineage import (
            TENSOR_NAMES,
            Strength,
        )  # lazy: few repositories get here
        from attribcheck.rules.support import model_claims

        for found in model_claims.model_code(context):
            claim = found.claim
            if claim.strength is Strength.STRUCTURAL:
                what = "the configuration is near the defaults"
                if claim.key == TENSOR_NAMES:
                    what = "the names of the tensors are near those"
                message = (
                    f"{what} of the model family {claim.name}: {claim.note}; this alone does not"
                    " show that the weights come from it"
                )
            elif claim.strength is Strength.IMPORTED:
                message = (
                    f"code of the model family {claim.name} is imported, and no component declares"
                    " it; an import alone does not show where weights come from"
                )
            else:
                named = f'"{claim.key}" names the model family {claim.name}'
                message = f"{named}, which no component declares"
            fix = model_claims.declaration(context, found)
            yield model_claims.finding(self, context, found, message, fix)
