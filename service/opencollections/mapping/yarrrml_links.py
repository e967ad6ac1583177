"""Links of YARRRML: objects that are the subject of another mapping, and the values at which the two meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..phrases import Phrase
from .conditions import conjunction
from .findings import Findings
from .model import Expression, Join, Location
from .prefixes import GREL, IDLAB
from .yaml_nodes import Entries, Node
from .yarrrml_functions import Argument, Function, Functions
from .yarrrml_keys import FUNCTION, fields, listed, text_of

_EQUAL: Final = frozenset({f"{IDLAB}equal", f"{GREL}equal", "http://example.com/idlab/function/equal"})


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to another mapping by its name; ``condition`` is on the record that it stands in."""

    mapping: str
    joins: tuple[Join, ...]
    condition: Expression | None
    location: Location


@dataclass(frozen=True, slots=True)
class Links:
    """The reader of links of one document."""

    findings: Findings
    functions: Functions

    def links(self, given: Mapping[str, Node], line: int) -> tuple[Link, ...]:
        """Read the links that an object with the key ``mapping`` makes: one for each mapping it names."""
        joins: list[Join] = []
        conditions: list[Expression] = []
        for node in listed(given.get("conditions")):
            function = self._condition(node)
            if function is None:
                continue
            arguments = _in_order(function)
            if function.name in _EQUAL and len(arguments) == 2 and not _is_of_one_record(*arguments):
                joins.append(_join(*arguments))
            elif "o" in function.sides:
                self._not_equal(node.line)
            else:
                conditions.append(function.call)
        names = [text_of(node, "mapping", self.findings) for node in listed(given.get("mapping"))]
        location = Location(self.findings.file, line)
        return tuple(Link(name, tuple(joins), conjunction(conditions), location) for name in names if name)

    def _condition(self, node: Node) -> Function | None:
        if isinstance(node, Entries):
            return self.functions.function(
                fields(node, FUNCTION, Phrase("A condition"), self.findings), node.line
            )
        self.findings.error(
            "mapping-wrong-type",
            "A condition is not a function.",
            "Write function: equal with the parameters [str1, $(here)] and [str2, $(there)].",
            line=node.line,
        )
        return None

    def _not_equal(self, line: int) -> None:
        self.findings.error(
            "mapping-not-offered",
            "A condition between two mappings is another function than equal, or takes both sides in one argument.",
            "Mappings meet where values are equal: [str1, $(here), s] and [str2, $(there), o].",
            line=line,
        )


def _in_order(function: Function) -> list[Argument]:
    """Give the arguments with that of the second parameter last, in whichever order they are written."""
    return sorted(function.arguments, key=lambda argument: argument.parameter.endswith("2"))


def _is_of_one_record(first: Argument, second: Argument) -> bool:
    """Tell whether both sides are said to be of the same record, or one side to be of both."""
    return bool(first.sides & second.sides) or len(first.sides) > 1 or len(second.sides) > 1


def _join(first: Argument, second: Argument) -> Join:
    """Give the join: without s and o, the first is of the record here and the second of the one there."""
    if "o" in first.sides or "s" in second.sides:
        first, second = second, first
    return Join(first.expression, second.expression)
