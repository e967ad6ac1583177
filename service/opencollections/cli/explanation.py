"""What ``ocn map --explain`` prints: an entity's statements, each with the cells it was made of."""

from collections.abc import Iterable
from itertools import groupby

import typer

from ..errors import UnknownEntity
from ..mapping.trace import Trace
from ..vocabulary import compact


def print_explanation(iri: str, found: Iterable[Trace]) -> None:
    """Print traces row by row; raise UnknownEntity where there are none."""
    known = False
    for (rule, place), traces in groupby(found, key=lambda trace: (trace.rule, trace.place)):
        known = True
        typer.echo(f"{place} (mapping {rule})")
        for trace in traces:
            cells = ", ".join(f"{cell.column} = {cell.value!r}" for cell in trace.cells)
            typer.echo(f"  {compact(trace.predicate) if trace.predicate else 'identifier'}: {cells}")
    if not known:
        raise UnknownEntity(iri=iri)
