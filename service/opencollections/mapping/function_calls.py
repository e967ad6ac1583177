"""Calls of functions: which argument goes to which parameter, and what is wrong with a call before it runs."""

from collections.abc import Iterator

from .findings import nearest
from .functions import Functions
from .model import Call, Constant, Expression
from .signatures import PLACE, Function, parameter_name

Given = dict[str, tuple[Expression, ...]]


def arguments(call: Call, function: Function) -> Given:
    """Give a call's arguments by the names of the parameters; those given by place get the name of their place."""
    given: dict[str, list[Expression]] = {}
    for parameter, value in call.arguments:
        given.setdefault(_parameter(parameter, function), []).append(value)
    return {parameter: tuple(values) for parameter, values in given.items()}


def _parameter(given: str, function: Function) -> str:
    if given in function.parameters:
        return given
    place = given.removeprefix(PLACE)
    if place != given and place.isdigit() and len(place) < 6:
        return function.parameter_at(int(place)) or given
    return parameter_name(given)


def constants(given: Given) -> dict[str, str]:
    """Give the texts of those arguments that are constants."""
    return {name: values[0].value for name, values in given.items() if isinstance(values[0], Constant)}


Finding = tuple[str, str, str]
"""What is wrong with a call: code, message, advice."""


def findings(call: Call, functions: Functions) -> Iterator[Finding]:
    """Give everything that keeps a call from running."""
    function = functions.get(call.function)
    if function is None:
        advice = (
            f"{nearest(call.function, functions)} The functions on offer are in docs/functions.md.".strip()
        )
        yield "mapping-unknown-function", f"there is no function {call.function}.", advice
        return
    given = arguments(call, function)
    wrong = [*_parameter_findings(call, function, given), *_output_findings(call, function)]
    if not wrong and function.refusal is not None and (reason := function.refusal(constants(given))):
        wrong.append(
            ("mapping-argument", f"the function {call.function} cannot run: {reason}.", "Correct it.")
        )
    yield from wrong


def _parameter_findings(call: Call, function: Function, given: Given) -> Iterator[Finding]:
    known = ", ".join(function.parameters) or "none"
    for parameter in function.parameters:
        values = given.get(parameter, ())
        if not values and parameter not in function.optional:
            message = f"the function {call.function} needs the parameter {parameter}."
            yield "mapping-parameter-missing", message, "Add it."
        if len(values) > 1 and parameter != function.many and parameter not in function.lists:
            message = f"the function {call.function} is given the parameter {parameter} {len(values)} times."
            yield "mapping-parameter-twice", message, "Give it once."
        if parameter in function.fixed and not all(isinstance(value, Constant) for value in values):
            message = f"the parameter {parameter} must be a fixed text."
            yield "mapping-parameter-not-fixed", message, "Write it without $( )."
    for parameter in given:
        if parameter not in function.parameters:
            message = f"the function {call.function} has no parameter {parameter}."
            yield "mapping-unknown-parameter", message, f"Its parameters are: {known}."


def _output_findings(call: Call, function: Function) -> Iterator[Finding]:
    outputs = function.result.value
    if call.output is not None and parameter_name(call.output) not in outputs:
        message = f"the function {call.function} has no output {call.output}."
        yield "mapping-unknown-output", message, f"Its outputs are: {', '.join(outputs)}."
