"""One check: the files to check, the pipeline, its result. Callable: ``attribcheck.check()``.

A package's attribute is its folder of that name as soon as that is imported, so that no function
can be called so; the folder itself can.
"""

import sys
from types import ModuleType


class _Check(ModuleType):
    def __call__(self, *arguments: object, **options: object) -> object:
        import importlib

        return importlib.import_module("attribcheck.api").check(*arguments, **options)


sys.modules[__name__].__class__ = _Check
