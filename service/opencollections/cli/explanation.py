"""What ``ocn map --explain`` prints: an entity's statements, each with the cells it was made of."""

from collections.abc import Iterable
from itertools import groupby

import typer

from ..errors import NotMapped
from ..mapping.trace import Trace
from ..vocabulary import compact
from . import display


def print_explanation(iri: str, found: Iterable[Trace], *, as_json: bool = False) -> None:
    """Print traces row by row; raise NotMapped where there are none."""
    traces = list(found)
    if not traces:
        raise NotMapped(iri=iri)
    if as_json:
        display.print_json([trace.as_json() for trace in traces])
        return
    for (rule, place), together in groupby(traces, key=lambda trace: (trace.rule, trace.place)):
        typer.echo(f"{place} (mapping {rule})")
        for trace in together:
            cells = ", ".join(f"{cell.column} = {cell.value!r}" for cell in trace.cells)
            typer.echo(f"  {compact(trace.predicate) if trace.predicate else 'identifier'}: {cells}")
