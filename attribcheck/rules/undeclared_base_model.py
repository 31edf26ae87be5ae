"""The rule ``undeclared-base-model``."""

from __future__ import annotations

from collections.abc import Iterator

from attribcheck.core.finding import Finding
from attribcheck.rules.base import Rule
from attribcheck.rules.context import Context


class UndeclaredBaseModel(Rule):
    """A file names or holds a model that this project builds on, and no component declares it.

    ## What it does
    Reads the files that name models: model cards (`base_model`), configurations (`_name_or_path`,
    `base_model_name_or_path`), the metadata of weights (safetensors, GGUF, ONNX, TensorFlow Lite,
    Core ML), recipes of merges and trainings, Modelfiles, calls such as
    `from_pretrained("foo-corp/Foo-7B")` and lines of scripts that fetch weights. Each model has to
    be in `models` of a component. Models of an organisation that is called as the project or one of
    its holders are its own, and names of folders in the repository are no models. A call in a file
    of a component is declared by that component.

    A file that looks as if it named models and can't be read is reported, too.

    Weights are compared with known models: with the fingerprints that components name in `weights`,
    and those that `attribcheck origins add --weights` stored. A file is reported when it has a
    tensor of a known model, or is not initialised independently of it (`p` below 1e-6, by the tests
    of `attribcheck weights compare`), and no component that covers the file is that model's or has
    it in `models`. A Git LFS pointer whose object is not here is reported when it names the bytes
    of a known file. Neither says which model was first.

    ## Why it matters
    The licence of a base model goes on applying to what is made from it: a notice line, a name that
    has to begin with "Llama", limits of use. A fine-tuned model whose card names no base model
    passes for a model of its own.

    ## Example
    `README.md` says `base_model: foo-corp/Foo-7B`, and no component has it among its `models`.

    ## How to fix
    Weights: add their paths to the component of the model, or declare one that covers them.

    Names: declare a component for it with its licence: `models = ["foo-corp/Foo-7B"]`, and the
    paths of the weights where they are in the repository. `attribcheck declare NAME --model
    foo-corp/Foo-7B` adds it to a component that is there; with `--license` it declares a new one.
    Add it only to a component of the same organisation and licence: code or weights of others that
    name the model don't make it theirs. `model-obligation` then tells what its licence requires.

    ## References
    - docs/lineage.md; docs/weights.md, "In a check"
    """

    name = "undeclared-base-model"

    def check(self, context: Context) -> Iterator[Finding]:
        """Yield a finding for each model that no component declares."""
        if context.known_weights:
            from attribcheck.rules.support import known_weights

            yield from known_weights.findings(self, context, context.known_weights)
        if not context.names_models:
            return
        from attribcheck.core.lineage import ClaimKind, Strength  # lazy: few repositories get here
        from attribcheck.rules.support import model_claims, suggestions

        verbs = {Strength.STATED: "states", Strength.CONFIGURED: "names"}
        for found in model_claims.base_models(context):
            claim = found.claim
            if claim.kind is ClaimKind.UNREADABLE:
                message = f"the models that this file names are unknown: {claim.name}"
                fix = suggestions.exception(self.name, found.file.path)
                yield model_claims.finding(self, context, found, message, fix)
                continue
            verb = verbs.get(claim.strength, "loads")
            what = "model" if verb == "loads" else claim.kind.value
            note = f" ({claim.note})" if claim.note else ""
            message = (
                f'"{claim.key}" {verb} the {what} {claim.name}{note}, which no component declares'
            )
            if claim.strength is Strength.IMPORTED:
                message += "; a call does not show that anything here descends from it"
            fix = model_claims.declaration(context, found)
            yield model_claims.finding(self, context, found, message, fix)
