"""Mapping: RML and YARRRML, executed by columns, with the way back from a statement to its cells.

For programs that use the engine without the rest::

    from opencollections.mapping import MappingInvalid, convert, read_mapping

    parsed = read_mapping(text, "portraits.yml")
    conversion = convert(parsed, base="https://example.org/id/npg/", folder=folder)
    for quad in conversion.quads(): ...

The page ``docs/python.md`` shows the whole of it. The names are loaded when they are first used, since a room that
needs one module of this package should not wait for the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..errors import MappingInvalid
    from .conversion import Conversion, convert
    from .documents import read_mapping

__all__ = ["Conversion", "MappingInvalid", "convert", "read_mapping"]

_MODULES: Final = {
    "Conversion": ".conversion",
    "MappingInvalid": "..errors",
    "convert": ".conversion",
    "read_mapping": ".documents",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_MODULES[name], __name__), name)
