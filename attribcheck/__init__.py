"""attribcheck: whose code is this, is it declared, is it attributed?"""

TYPE_CHECKING = False  # without `typing`; see `resident`
if TYPE_CHECKING:
    from attribcheck.api import check as check  # when it runs: the folder check/, which is callable

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Import ``check`` at its first use."""
    if name == "check":
        import importlib

        return importlib.import_module("attribcheck.check")
    raise AttributeError(f"module 'attribcheck' has no attribute {name!r}")
