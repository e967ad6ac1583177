"""What ``ocn map`` says of a run: numbers for each triples map, and what is wrong, for people and for scripts."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import typer

from ..mapping.engine import Mapped, Run
from ..problems import Problem, tally
from . import display


@dataclass(slots=True)
class Statistics:
    """The numbers of one run: how many statements each triples map made, and how long it took."""

    run: Run
    written: int | None = None
    made: Counter[str] = field(default_factory=Counter)
    _begun: float = field(default_factory=time.monotonic)

    def add(self, mapped: Mapped) -> int:
        """Count a batch, and give how many statements there are now."""
        self.made[mapped.rule] += mapped.count
        return self.made.total()

    def as_json(self) -> dict[str, Any]:
        """Give what a script reads; ``statements`` are those written, each once, or else those made."""
        seconds = time.monotonic() - self._begun
        statements = self.made.total() if self.written is None else self.written
        return {
            "records": self.run.principal_records,
            "kept_out": self.run.kept_out,
            "statements": statements,
            "seconds": round(seconds, 3),
            "statements_per_second": round(statements / max(seconds, 1e-9)),
            "triples_maps": [
                {
                    "name": one.name,
                    "records": self.run.records.get(one.name, 0),
                    "statements": self.made[one.name],
                }
                for one in self.run.mapping.triples_maps
            ],
        }

    def print(self) -> None:
        """Print the numbers as lines on standard error."""
        told = self.as_json()
        width = max((len(one["name"]) for one in told["triples_maps"]), default=0)
        for one in told["triples_maps"]:
            typer.echo(
                f"{one['name']:{width}}  {one['records']:>12,} records  {one['statements']:>12,} statements",
                err=True,
            )
        typer.echo(
            f"{told['statements']:,} statements in {told['seconds']:.2f} s "
            f"({told['statements_per_second']:,} a second).",
            err=True,
        )


def print_check(statistics: Statistics | None, problems: Sequence[Problem], *, as_json: bool) -> None:
    """Print what ``--check`` found; without statistics the mapping could not run at all."""
    told: dict[str, Any] = {"records": 0, "kept_out": 0, "statements": 0}
    told |= statistics.as_json() if statistics else {}
    if as_json:
        display.print_json({**told, "problems": [problem.as_json() for problem in problems]})
        return
    display.print_problems(problems)
    counts = tally(list(problems))
    typer.echo(
        f"{told['records']:,} records, {told['statements']:,} statements; {counts['error']} errors, "
        f"{counts['warning']} warnings, {counts['advice']} pieces of advice. Nothing was written."
    )
