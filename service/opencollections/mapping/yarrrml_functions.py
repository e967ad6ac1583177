"""Functions of YARRRML, by keys or on one line, with functions as arguments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ..phrases import Phrase
from ..vocabulary import expand
from .filenames import check_arguments
from .findings import Findings, shown
from .model import Call, Expression, Location
from .prefixes import GREL, IDLAB
from .yaml_nodes import Entries, Items, Node, Text
from .yarrrml_inline import InlineFunction, InlineInvalid, inline_function, is_inline
from .yarrrml_keys import FUNCTION, PARAMETER, fields, listed, text_of
from .yarrrml_texts import Texts

_BARE_NAMES: Final = {"equal": f"{IDLAB}equal", "notEqual": f"{IDLAB}notEqual"}
_BARE_PARAMETERS: Final = {"str1": f"{GREL}valueParameter", "str2": f"{GREL}valueParameter2"}
_SIDES: Final = {"s": "s", "subject": "s", "o": "o", "object": "o"}


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument; ``side`` tells whether it is of the subject's or the object's record, where it is written."""

    parameter: str
    value: "Expression | Function"
    side: str | None = None

    @property
    def expression(self) -> Expression:
        return self.value.call if isinstance(self.value, Function) else self.value

    @property
    def sides(self) -> frozenset[str]:
        """The sides that are written here, or in the functions within."""
        inner = self.value.sides if isinstance(self.value, Function) else frozenset()
        return inner | ({self.side} if self.side else set())


@dataclass(frozen=True, slots=True)
class Function:
    """A function as YARRRML writes it: a call that knows which record each argument is of."""

    name: str
    arguments: tuple[Argument, ...]
    location: Location

    @property
    def call(self) -> Call:
        arguments = tuple((argument.parameter, argument.expression) for argument in self.arguments)
        return Call(self.name, arguments, self.location)

    @property
    def sides(self) -> frozenset[str]:
        return frozenset().union(*(argument.sides for argument in self.arguments))


@dataclass(frozen=True, slots=True)
class Functions:
    """The reader of functions of one document; what has a finding gives None."""

    findings: Findings
    texts: Texts

    def function(self, given: Mapping[str, Node], line: int) -> Function | None:
        """Read a function from entries that have the keys ``function`` and, if it has any, ``parameters``."""
        if "function" not in given:
            self.findings.error(
                "mapping-missing", "Entries name no function.", "Write it after function.", line=line
            )
        name = text_of(given.get("function"), "function", self.findings)
        if name is None or is_inline(name):
            return None if name is None else self._inline(name, line)
        iri = self._name(name, line)
        nodes = listed(given.get("parameters"))
        return self._made(iri, [each for node in nodes for each in self._parameter(iri, node)], line)

    def _made(self, iri: str, arguments: list[Argument], line: int) -> Function:
        made = Function(iri, tuple(_counted(arguments)), Location(self.findings.file, line))
        check_arguments(made.call, self.findings)
        return made

    def _inline(self, text: str, line: int) -> Function | None:
        try:
            return self._from_inline(inline_function(text), line)
        except InlineInvalid as error:
            self.findings.error(
                "mapping-function",
                "The function {text} cannot be read: {reason}.",
                'Write it as prefix:name(parameter=$(column), parameter="text").',
                line=line,
                text=shown(text),
                reason=error.why,
            )
            return None

    def _from_inline(self, inline: InlineFunction, line: int) -> Function:
        iri = self._name(inline.name, line)
        arguments = []
        for each in inline.arguments:
            value: Expression | Function
            if isinstance(each.value, InlineFunction):
                value = self._from_inline(each.value, line)
            elif each.is_quoted:
                value = self.texts.template(each.value, line)
            else:
                value = self.texts.argument(each.value, line)
            arguments.append(Argument(self._parameter_name(iri, each.parameter or "", line), value))
        return self._made(iri, arguments, line)

    def _parameter(self, function: str, node: Node) -> Iterator[Argument]:
        """Read a parameter, ``[name, value]``, ``[name, value, s or o]`` or by keys; a list gives one a value."""
        name_node, value_node, side_node = self._parts(node)
        name = text_of(name_node, "parameter", self.findings)
        if name is None or value_node is None:
            self.findings.error(
                "mapping-wrong-type",
                "A parameter is not written as a name with its value.",
                "Write [prefix:parameter, $(column)].",
                line=node.line,
            )
            return
        parameter, side = self._parameter_name(function, name, node.line), self._side(side_node)
        for value in listed(value_node) or (value_node,):
            read = self._value(value)
            if read is not None:
                yield Argument(parameter, read, side)

    def _parts(self, node: Node) -> tuple[Node | None, Node | None, Node | None]:
        """Give the name, the value and the side of a parameter, as far as they are there."""
        if isinstance(node, Entries):
            given = fields(node, PARAMETER, Phrase("A parameter"), self.findings)
            value, kind = given.get("value"), text_of(given.get("type"), "type", self.findings)
            if isinstance(value, Text) and kind == "iri":
                value = replace(value, text=f"{value.text}~iri")
            return given.get("parameter"), value, given.get("from")
        if isinstance(node, Items) and 2 <= len(node.items) <= 3:
            return node.items[0], node.items[1], node.items[2] if len(node.items) == 3 else None
        return None, None, None

    def _value(self, node: Node) -> "Expression | Function | None":
        if isinstance(node, Text):
            return self.texts.argument(node.text, node.line)
        if isinstance(node, Entries):
            return self.function(
                fields(node, FUNCTION, Phrase("A parameter's value"), self.findings), node.line
            )
        self.findings.error(
            "mapping-wrong-type",
            "The value of a parameter is neither a text nor a function.",
            "Write $(column), a text, or function: with its parameters.",
            line=node.line,
        )
        return None

    def _side(self, node: Node | None) -> str | None:
        side = text_of(node, "from", self.findings)
        if side is not None and side not in _SIDES:
            self.findings.error(
                "mapping-wrong-type",
                "A parameter is said to be from {side}.",
                "Write s for the subject's record, or o for the object's.",
                line=node.line if node else None,
                side=shown(side),
            )
        return _SIDES.get(side or "")

    def _name(self, name: str, line: int) -> str:
        """Give a function's IRI; of the names without a prefix only equal and notEqual are YARRRML's own."""
        if name in _BARE_NAMES:
            return _BARE_NAMES[name]
        if ":" not in name:
            self.findings.error(
                "mapping-function",
                "The function {name} has no prefix.",
                "Write it with one, such as grel:{bare} or idlab-fn:{bare}.",
                line=line,
                name=shown(name),
                bare=name[:40],
            )
        return self.texts.prefixes.expanded(name, line)

    def _parameter_name(self, function: str, name: str, line: int) -> str:
        """Give a parameter's IRI; one without a prefix is in the namespace of its function."""
        if name in _BARE_PARAMETERS and function in _BARE_NAMES.values():
            return _BARE_PARAMETERS[name]
        if not name or ":" in name:
            return self.texts.prefixes.expanded(name, line)
        end = max(function.rfind("#"), function.rfind("/"))
        return function[: end + 1] + name


def _counted(arguments: list[Argument]) -> Iterator[Argument]:
    """Give arguments without a name the parameters rdf:_1, rdf:_2 and so on, by their place."""
    for place, argument in enumerate(arguments, 1):
        yield (
            argument
            if argument.parameter
            else Argument(expand(f"rdf:_{place}"), argument.value, argument.side)
        )
