"""Calls of functions: which argument goes to which parameter, and what is wrong with a call before it runs."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ..phrases import Fact
from .findings import nearest_name, told
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


class Wrong(NamedTuple):
    """What is wrong with a call; ``facts`` stand in the places of the message, a part of a sentence, and the advice."""

    code: str
    message: str
    advice: str
    facts: Mapping[str, Fact]


_ON_OFFER: Final = told("The functions on offer are in docs/functions.md.")
_NEAR: Final = told("Did you mean {near!r}? The functions on offer are in docs/functions.md.")


def findings(call: Call, functions: Functions) -> Iterator[Wrong]:
    """Give everything that keeps a call from running."""
    function = functions.get(call.function)
    named = {"function": call.function}
    if function is None:
        near = nearest_name(call.function, functions)
        message, advice = told("there is no function {function}."), _NEAR if near else _ON_OFFER
        yield Wrong("mapping-unknown-function", message, advice, {**named, "near": near or ""})
        return
    given = arguments(call, function)
    wrong = [*_parameter_findings(call, function, given), *_output_findings(call, function)]
    if not wrong and function.refusal is not None and (why := function.refusal(constants(given))):
        message = told("the function {function} cannot run: {why}.")
        wrong.append(Wrong("mapping-argument", message, told("Correct it."), {**named, "why": why}))
    yield from wrong


def _parameter_findings(call: Call, function: Function, given: Given) -> Iterator[Wrong]:
    for parameter in function.parameters:
        values = given.get(parameter, ())
        facts = {"function": call.function, "parameter": parameter, "times": str(len(values))}
        if not values and parameter not in function.optional:
            message = told("the function {function} needs the parameter {parameter}.")
            yield Wrong("mapping-parameter-missing", message, told("Add it."), facts)
        if len(values) > 1 and parameter != function.many and parameter not in function.lists:
            message = told("the function {function} is given the parameter {parameter} {times} times.")
            yield Wrong("mapping-parameter-twice", message, told("Give it once."), facts)
        if parameter in function.fixed and not all(isinstance(value, Constant) for value in values):
            message = told("the parameter {parameter} must be a fixed text.")
            yield Wrong("mapping-parameter-not-fixed", message, told("Write it without $( )."), facts)
    known = ", ".join(function.parameters) or "–"  # noqa: RUF001 - a dash for nothing
    for parameter in given:
        if parameter not in function.parameters:
            message = told("the function {function} has no parameter {parameter}.")
            facts = {"function": call.function, "parameter": parameter, "known": known}
            yield Wrong("mapping-unknown-parameter", message, told("Its parameters are: {known}."), facts)


def _output_findings(call: Call, function: Function) -> Iterator[Wrong]:
    outputs = function.result.value
    if call.output is not None and parameter_name(call.output) not in outputs:
        message, advice = (
            told("the function {function} has no output {output}."),
            told("Its outputs are: {known}."),
        )
        facts = {"function": call.function, "output": call.output, "known": ", ".join(outputs)}
        yield Wrong("mapping-unknown-output", message, advice, facts)
