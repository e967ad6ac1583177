"""Constants of templates: what is the same on every page is put in when a template is read, not page by page."""

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

Functions = Mapping[str, Callable[..., object]]
"""Functions by their names in templates (``_``, ``urls.to``), which give the same for the same arguments."""


class ConstantEnvironment(Environment):
    """An environment that knows ``values`` and ``functions`` of its templates beforehand.

    A call is put in where all its arguments are written in the template. Text around it and it become one piece,
    so that a page is put together of a third of the pieces.
    """

    def __init__(self, values: Mapping[str, object], functions: Functions, **options: Any) -> None:
        super().__init__(**options)
        self._constants = _Constants(self, values, functions)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give what every template knows as one dictionary: nothing is added later, and Jinja's chain is slow."""
        return {**self.globals, **(d or {})}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template: nodes.Template = self._constants.visit(super()._parse(source, name, filename))
        return template


class _Constants(NodeTransformer):
    def __init__(self, environment: Environment, values: Mapping[str, object], functions: Functions) -> None:
        self._environment = environment
        self._values = values
        self._functions = functions

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:  # noqa: N802 - Jinja calls it by the class of a node
        if node.ctx == "load" and node.name in self._values:
            return self._constant(self._values[node.name], node)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802
        function = self._functions.get(_name(node.node))
        self.generic_visit(node)
        arguments = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if (
            function is None
            or len(arguments) < len(node.args)
            or node.kwargs
            or node.dyn_args
            or node.dyn_kwargs
        ):
            return node
        return self._constant(function(*arguments), node)

    def _constant(self, value: object, instead_of: nodes.Node) -> nodes.Expr:
        return nodes.Const(value, lineno=instead_of.lineno, environment=self._environment)


def _name(called: nodes.Node) -> str:
    """Give the name of what is called; what has none has a name that is no function's."""
    if isinstance(called, nodes.Getattr):
        return f"{_name(called.node)}.{called.attr}"
    return called.name if isinstance(called, nodes.Name) else ""
