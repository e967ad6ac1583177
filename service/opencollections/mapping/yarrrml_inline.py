"""Functions on one line: ``grel:toUpperCase(valueParameter = $(name))``, with functions as values too."""

import re
from dataclasses import dataclass
from typing import Final

from ..phrases import Unreadable

DEPTH_LIMIT: Final = 50
"""Functions within functions on one line."""

_CALL: Final = re.compile(r"\s*(?P<name>[^\s()$\"'=,]+)\s*\(", re.DOTALL)
_PARAMETER: Final = re.compile(r"\s*(?P<name>[\w.:/#~-]+)\s*=\s*")
_QUOTED: Final = re.compile(
    r"\s*(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>(?:[^'\\]|\\.)*)')\s*(?=[,)])", re.DOTALL
)
_SPACE: Final = re.compile(r"\s*")
_CLOSING: Final = re.compile(r"\s*\)")
_BARE: Final = re.compile(r"\\.|[(),]", re.DOTALL)


class InlineInvalid(Unreadable):
    """A function on one line that cannot be read."""


@dataclass(frozen=True, slots=True)
class InlineArgument:
    """One argument: its parameter (None: by its place), and its text or the function it is the result of."""

    parameter: str | None
    value: "str | InlineFunction"
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class InlineFunction:
    """A function by the name it is written with, and its arguments."""

    name: str
    arguments: tuple[InlineArgument, ...]


def is_inline(text: str) -> bool:
    """Tell whether a function's name has its arguments beside it."""
    return _CALL.match(text) is not None and text.rstrip().endswith(")")


def inline_function(text: str) -> InlineFunction:
    """Read a function on one line; raise InlineInvalid."""
    function, end = _function(text, 0, 0)
    if text[end:].strip():
        raise InlineInvalid("after its last bracket comes {rest!r}", rest=text[end:].strip()[:20])
    return function


def _function(text: str, position: int, depth: int) -> tuple[InlineFunction, int]:
    """Read a function at a place, and give the place after its closing bracket."""
    if depth > DEPTH_LIMIT:
        raise InlineInvalid("functions are nested more than {limit} deep", limit=DEPTH_LIMIT)
    start = _CALL.match(text, position)
    assert start is not None
    position = start.end()
    arguments: list[InlineArgument] = []
    while not (closing := _CLOSING.match(text, position)):
        argument, position = _argument(text, position, depth)
        arguments.append(argument)
        if text[position : position + 1] == ",":
            position += 1
        elif text[position : position + 1] != ")":
            raise InlineInvalid("a bracket is not closed")
    return InlineFunction(start["name"], tuple(arguments)), closing.end()


def _argument(text: str, position: int, depth: int) -> tuple[InlineArgument, int]:
    parameter = _PARAMETER.match(text, position)
    name = parameter["name"] if parameter else None
    position = parameter.end() if parameter else position
    quoted = _QUOTED.match(text, position)
    if quoted:
        mark = '"' if quoted["double"] is not None else "'"
        inner = quoted["double"] if quoted["double"] is not None else quoted["single"]
        return InlineArgument(name, inner.replace(f"\\{mark}", mark), is_quoted=True), quoted.end()
    if _CALL.match(text, position):
        function, end = _function(text, position, depth + 1)
        following = _SPACE.match(text, end)
        return InlineArgument(name, function), following.end() if following else end
    end = _bare_end(text, position)
    value = text[position:end].strip()
    if not value and name is None:
        raise InlineInvalid("an argument is empty")
    return InlineArgument(name, value), end


def _bare_end(text: str, position: int) -> int:
    """Give the place of the comma or bracket that ends a value without quotes; those in brackets are part of it."""
    depth = 0
    for mark in _BARE.finditer(text, position):
        if mark[0] == "(":
            depth += 1
        elif mark[0] == ")" and depth:
            depth -= 1
        elif mark[0] in {")", ","} and not depth:
            return mark.start()
    raise InlineInvalid("a bracket is not closed")
