"""Expression maps of RML: constants, templates, references and functions, in the present and the old vocabulary."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from .conditions import conjunction
from .filenames import check_arguments
from .findings import Findings, shown, told
from .model import Call, Constant, Expression, Location, Reference
from .rml_graph import RMLGraph, Term, plain
from .templates import TemplateInvalid, rml_template

DEPTH_LIMIT: Final = 50
"""Functions within functions."""

EXPRESSION_LIMIT: Final = 50_000
"""Expressions and constants of one document, each counted as often as it is used."""

_KINDS: Final = ("constant", "template", "reference", "functionExecution", "functionValue")
_EXECUTES: Final = (
    "https://w3id.org/function/ontology#executes",
    "http://w3id.org/function/ontology#executes",
)


@dataclass(slots=True)
class Expressions:
    """The reader of expression maps of one document.

    A node that several others refer to is read anew for each, so both depth and number are bounded: a circle
    of functions, or a small document that unfolds into millions of them, ends with a finding.
    """

    graph: RMLGraph
    _count: int = field(default=0)

    @property
    def findings(self) -> Findings:
        return self.graph.findings

    def location(self, node: Term, *names: str) -> Location:
        return Location(self.findings.file, self.graph.line(node, *names))

    def expression(self, node: Term, depth: int = 0) -> Expression | None:
        """Read an expression map, or add a finding and give None."""
        self.count(node)
        if depth > DEPTH_LIMIT:
            self._too_deep(node)
        kinds = [kind for kind in _KINDS if self.graph.values(node, kind)]
        if len(kinds) != 1:
            self._not_one(node, kinds)
            return None
        value = self.graph.only(node, kinds[0])
        if value is None:
            return None
        match kinds[0]:
            case "constant":
                return Constant(plain(value))
            case "template":
                return self._template(node, value)
            case "reference":
                return self._reference(node, value)
            case "functionExecution":
                return self._execution(node, value, depth)
        return self._function_value(value, depth)

    def condition(self, node: Term) -> Expression | None:
        """Read the conditions of a term map as one expression, or None where it has none."""
        read = [self.expression(value) for value in self.graph.values(node, "condition")]
        return conjunction([condition for condition in read if condition is not None])

    def count(self, node: Term) -> None:
        """Count an expression or a constant; stop where there are more than any mapping has."""
        self._count += 1
        if self._count > EXPRESSION_LIMIT:
            self.findings.stop(
                "mapping-too-large",
                "The mapping unfolds into more than {limit} expressions.",
                "Share fewer nodes between its triples maps, term maps and functions.",
                line=self.graph.line(node),
                limit=f"{EXPRESSION_LIMIT:,}",
            )

    def _too_deep(self, node: Term) -> None:
        self.findings.stop(
            "mapping-too-deep",
            "Functions are nested more than {limit} deep, or call each other in a circle.",
            "Let no function have its own result as an input.",
            line=self.graph.line(node),
            limit=DEPTH_LIMIT,
        )

    def _not_one(self, node: Term, kinds: list[str]) -> None:
        message = (
            told("A term map has more than one of these: {given}.")
            if kinds
            else told("A term map says not what to take.")
        )
        self.graph.error(
            "mapping-twice" if kinds else "mapping-missing",
            message,
            "Give it one of: constant, template, reference, functionExecution.",
            node,
            given=", ".join(kinds),
        )

    def _template(self, node: Term, value: Term) -> Expression | None:
        if not isinstance(value, Literal):
            self._not_text(node, "template", value)
            return None
        try:
            return rml_template(value.value)
        except TemplateInvalid as error:
            self.findings.error(
                "mapping-template",
                "The template {template} cannot be read: {reason}.",
                "Correct it; a reference stands between {{ and }}.",
                line=self.graph.line(node, "template"),
                template=shown(value.value),
                reason=error.why,
            )
            return None

    def _reference(self, node: Term, value: Term) -> Expression | None:
        if not isinstance(value, Literal) or not value.value:
            self._not_text(node, "reference", value)
            return None
        return Reference(value.value)

    def _not_text(self, node: Term, name: str, value: Term) -> None:
        self.findings.error(
            "mapping-wrong-type",
            "{key} is given {value}, where a text in quotes is expected.",
            "Write the text in quotes.",
            line=self.graph.line(node, name),
            key=name,
            value=shown(plain(value)),
        )

    def _execution(self, node: Term, execution: Term, depth: int) -> Call | None:
        """Read a function execution (RML-FNML): its function, and an input for each value of a parameter."""
        function = self._named(execution, "function", "functionMap")
        inputs = [self._input(value, depth) for value in self.graph.values(execution, "input")]
        output = (
            self._named(node, "return", "returnMap")
            if self.graph.values(node, "return", "returnMap")
            else None
        )
        arguments = [argument for argument in inputs if argument is not None]
        if function is None or len(arguments) < len(inputs):
            return None
        return self._checked(Call(function, tuple(arguments), self.location(execution, "function"), output))

    def _input(self, node: Term, depth: int) -> tuple[str, Expression] | None:
        parameter = self._named(node, "parameter", "parameterMap")
        value: Expression | None
        fixed = self.graph.only(node, "inputValue", "inputValueMap")
        if fixed is None:
            self.graph.error(
                "mapping-missing", "An input has no value.", "Give it inputValue or inputValueMap.", node
            )
            return None
        if fixed in self.graph.values(node, "inputValue"):
            value = Constant(plain(fixed))
        else:
            value = self.expression(fixed, depth + 1)
        return (parameter, value) if parameter is not None and value is not None else None

    def _named(self, node: Term, shortcut: str, map_name: str) -> str | None:
        """Give the IRI that a property says itself, or by a map with a constant."""
        value = self.graph.only(node, shortcut, map_name)
        if value is not None and value in self.graph.values(node, map_name):
            value = self.graph.only(value, "constant")
        if isinstance(value, NamedNode | Literal) and value.value:
            return plain(value)
        self.graph.error(
            "mapping-missing",
            "A function is used without its {key}.",
            "Name it by its IRI: {key} <IRI>.",
            node,
            key=f"rml:{shortcut}",
        )
        return None

    def _function_value(self, node: Term, depth: int) -> Call | None:
        """Read a function of the old vocabulary: predicates are parameters, and fno:executes names the function."""
        function, complete = None, True
        arguments: list[tuple[str, Expression]] = []
        for parameter, value in self._old_arguments(node, depth):
            complete = complete and value is not None
            if parameter in _EXECUTES and isinstance(value, Constant):
                function = value.value
            elif value is not None:
                arguments.append((parameter, value))
        if function is None:
            self.graph.error(
                "mapping-missing",
                "A functionValue names no function.",
                "Give it fno:executes with the function's IRI.",
                node,
            )
        if function is None or not complete:
            return None
        return self._checked(Call(function, tuple(arguments), self.location(node)))

    def _old_arguments(self, node: Term, depth: int) -> Iterator[tuple[str, Expression | None]]:
        for value in self.graph.values(node, *_EXECUTES):
            yield _EXECUTES[0], Constant(plain(value))
        for pair in self.graph.values(node, "predicateObjectMap"):
            parameter = self._named(pair, "predicate", "predicateMap")
            if parameter is None:
                yield "", None
                continue
            for value in self.graph.values(pair, "object"):
                yield parameter, Constant(plain(value))
            for value in self.graph.values(pair, "objectMap"):
                yield parameter, self.expression(value, depth + 1)

    def _checked(self, call: Call) -> Call:
        check_arguments(call, self.findings)
        return call
