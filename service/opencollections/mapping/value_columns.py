"""Value columns: which values a mapping asks of a source, and what its expressions make of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

import polars as pl

from .function_calls import arguments, constants
from .functions import BUILT_IN, Functions
from .model import Call, Constant, Expression, Reference, Template
from .signatures import Arguments, Function, ValueTables


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that is made before the terms, since it has several values or looks at several.

    It sees each value of a list column by itself, but the columns ``whole`` as lists; one that ``gathers`` has
    the values of its record as a list, none where there is none.
    """

    name: str
    column: pl.Expr
    whole: frozenset[str] = frozenset()
    gathers: bool = False


@dataclass(slots=True)
class ValueColumns:
    """The values of expressions over one logical source; collects the references to read and the lists to prepare.

    ``functions`` are those that may be called; ``source`` tells the records of this source from all others. ``typed``
    names the columns whose values have a natural type beside them.
    """

    value_tables: ValueTables
    functions: Functions = BUILT_IN
    source: str = ""
    references: list[str] = field(default_factory=list)
    derived: list[Derived] = field(default_factory=list)
    typed: frozenset[str] = frozenset()
    _examined: set[Expression] = field(default_factory=set)
    _derived_names: dict[tuple[Expression, bool], str] = field(default_factory=dict)

    def of(self, expression: Expression) -> pl.Expr:
        """Give the column of an expression's plain values."""
        match expression:
            case Constant(value):
                return pl.lit(value, dtype=pl.String)
            case Reference(path):
                return pl.col(self._column(path))
            case Template(parts):
                return pl.concat_str([self._part(part) for part in parts])
            case Call():
                return self._call(expression)

    def _column(self, path: str) -> str:
        if path not in self.references:
            self.references.append(path)
        return f"v{self.references.index(path)}"

    def _part(self, part: str | Reference) -> pl.Expr:
        return pl.lit(part, dtype=pl.String) if isinstance(part, str) else self.of(part)

    def _call(self, call: Call) -> pl.Expr:
        function = self.function(call)
        given, whole = self._arguments(call, function)
        made = function.column(given)
        return pl.col(self._derive(call, made, whole=whole)) if function.is_derived else made

    def _arguments(self, call: Call, function: Function) -> tuple[Arguments, frozenset[str]]:
        """Give the arguments of a call as columns, and the names of those columns that are taken as lists."""
        given = arguments(call, function)
        self._examined.update(value for values in given.values() for value in values)
        lists = {name: self._gathered(values) for name, values in given.items() if name in function.lists}
        columns = {
            name: (pl.concat_list([pl.col(each) for each in lists[name]]),)
            if name in lists
            else tuple(self.of(value) for value in values)
            for name, values in given.items()
        }
        whole = frozenset(name for names in lists.values() for name in names)
        return Arguments(columns, constants(given), self._record(), self.value_tables), whole

    def function(self, call: Call) -> Function:
        """Give the function that is called."""
        function = self.functions.get(call.function)
        assert function is not None, "the plan has refused functions that are not there"
        return function

    def _gathered(self, values: Sequence[Expression]) -> list[str]:
        """Name the columns that have all values of each expression as a list."""
        return [self._derive(value, self.of(value), gathers=True) for value in values]

    def _derive(
        self,
        expression: Expression,
        column: pl.Expr,
        *,
        whole: frozenset[str] = frozenset(),
        gathers: bool = False,
    ) -> str:
        """Name the column of its own that an expression gets, which explodes like any other list."""
        key = (expression, gathers)
        if key not in self._derived_names:
            self._derived_names[key] = f"d{len(self.derived)}"
            self.derived.append(Derived(self._derived_names[key], column, whole, gathers))
        return self._derived_names[key]

    def _record(self) -> pl.Expr:
        """Give a text that only this record of this source has."""
        return pl.concat_str(pl.lit(f"{self.source}\n"), pl.col("row").cast(pl.String))

    def doubt(self, call: Call) -> tuple[pl.Expr, str] | None:
        """Give the values that a function can make nothing of, and what kind of problem they are, where it says so.

        Where another function is given the same call, the mapping has foreseen that it may give nothing, and does
        something about it.
        """
        function = self.function(call)
        if function.code is None or call in self._examined:
            return None
        given, _ = self._arguments(call, function)
        return function.doubtful(given), function.code

    def has_types(self, expression: Expression) -> TypeGuard[Reference]:
        """Tell whether an expression is a reference whose values have a natural type beside them."""
        return isinstance(expression, Reference) and self._column(expression.path) in self.typed

    def natural_types(self, reference: Reference) -> pl.Expr:
        """Give the column of the natural types of a reference's values, as codes."""
        return pl.col("t" + self._column(reference.path)[1:])
