"""Functions of the operator's own: a Python file that the configuration names, and never a member's upload.

Such a file marks what mappings may call::

    from opencollections.mapping.operator_functions import function

    @function("https://data.example.org/functions#initials", ["https://data.example.org/functions#name"])
    def initials(name: str) -> str | None:
        return "".join(word[0] for word in name.split()) or None
"""

import runpy
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import polars as pl

from ..errors import FunctionFailed, FunctionsInvalid
from .functions import BUILT_IN, Functions
from .signatures import Arguments, Function, per_value

_MARK: Final = "__mapping_function__"
_CONTEXT: Final = "\n\nThis error occurred in the following expression"
_SHOWN: Final = 60

TextFunction = TypeVar("TextFunction", bound=Callable[..., str | None])


class _Broken(Exception):
    """An exception in a function of the operator, on its way out of a column."""


def function(iri: str, parameters: Sequence[str]) -> Callable[[TextFunction], TextFunction]:
    """Mark a Python function as one that mappings may call by its IRI.

    It gets the texts of its parameters in their order, by whose IRIs a mapping gives them, and gives a text, or
    None for no value. It is not called where one of them is missing.
    """

    def marked(made: TextFunction) -> TextFunction:
        setattr(made, _MARK, (iri, tuple(parameters)))
        return made

    return marked


def read_functions(path: Path) -> dict[str, Function]:
    """Run a file of the operator and give the functions it marks, by IRI; raise FunctionsInvalid."""
    try:
        names = runpy.run_path(str(path), run_name="ocn_functions")
    except Exception as error:  # noqa: BLE001 - whatever the file does wrong, the operator is told so
        raise FunctionsInvalid(file=path, detail=f"{type(error).__name__}: {error}") from None
    marked = [made for made in names.values() if callable(made) and hasattr(made, _MARK)]
    return {
        iri: _function(iri, parameters, made) for made in marked for iri, parameters in [getattr(made, _MARK)]
    }


def functions_of(path: Path | None) -> Functions:
    """Give the functions of a service whose operator has, or has not, a file of own ones; raise FunctionsInvalid."""
    return BUILT_IN if path is None else Functions(read_functions(path))


def _function(iri: str, parameters: tuple[str, ...], made: Callable[..., str | None]) -> Function:
    def called(*texts: str) -> str | None:
        try:
            given = made(*texts)
        except Exception as error:  # noqa: BLE001 - whatever it raises, the run ends with one sentence
            shown = ", ".join(repr(text[:_SHOWN]) for text in texts)
            raise _Broken(f"{iri} failed at {shown} with {type(error).__name__}: {error}") from None
        return None if given is None else str(given)

    def column(a: Arguments) -> pl.Expr:
        return per_value(called, *(a[parameter] for parameter in parameters))

    return Function(parameters, column)


@contextmanager
def failures_told() -> Iterator[None]:
    """Turn an exception in a function of the operator into FunctionFailed."""
    try:
        yield
    except _Broken as broken:
        raise FunctionFailed(detail=str(broken).partition(_CONTEXT)[0]) from None
