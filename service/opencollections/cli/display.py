"""What a verb shows while it works and when it is done: for people on a terminal, for scripts elsewhere."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import typer

from ..problems import Problem, Severity
from ..publishing.progress import Progress, sentence

if TYPE_CHECKING:  # ocn map needs no store, and what speaks to one takes long to load
    from ..store.folders import Turn
    from ..store.ledger import Version

PLAIN_EVERY_S: Final = 5.0
SHOWN: Final = 40
"""Problems printed one by one; the rest is counted."""


def print_json(value: Any) -> None:
    """Print one JSON document."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Show a running count on a terminal, and a plain line now and then elsewhere; always on standard error."""
    if not sys.stderr.isatty():
        yield _plain(title)
        return
    from .bars import bar  # noqa: PLC0415 - a script need not wait for what draws on terminals

    with bar(title) as told:
        yield told


def _plain(title: str) -> Progress:
    last = time.monotonic()

    def told(step: str, done: int) -> None:
        nonlocal last
        if time.monotonic() - last >= PLAIN_EVERY_S:
            last = time.monotonic()
            typer.echo(f"{title}: {sentence(step, done)}", err=True)

    return told


def waiting(turn: "Turn") -> None:
    """Say who goes first."""
    typer.echo(f"Waiting for process {turn.process}: {turn.doing}", err=True)


def print_problems(problems: Sequence[Problem]) -> None:
    """Print problems as sentences on standard error, errors first; where they are many, how many of each kind."""
    for problem in sorted(problems, key=lambda one: list(Severity).index(one.severity))[:SHOWN]:
        typer.echo(f"{problem.severity.value}: {problem.sentence()}", err=True)
    if len(problems) > SHOWN:
        typer.echo(f"… and {len(problems) - SHOWN} more. All together:", err=True)
        _print_kinds(problems)


def _print_kinds(problems: Sequence[Problem]) -> None:
    """Print how many problems there are of each kind, in which column, and what to do."""
    # Translations and shapes take long to load, and few reports are so long.
    from ..formats.report.groups import groups  # noqa: PLC0415
    from ..formats.report.words import words  # noqa: PLC0415

    for group in groups(problems, words("en")):
        column = f" In column {group.column!r}." if group.column else ""
        told = f"{group.message}{column} {group.advice}"
        typer.echo(f"{group.count:>9,}  {group.severity.value}: {told}", err=True)


def version_facts(version: "Version", *, changed: bool) -> dict[str, Any]:
    """Give what scripts read of a version; where nothing ``changed``, nothing was added or removed."""
    return {
        "collection": version.collection,
        "version": version.number,
        "records": version.records,
        "entities": version.entities,
        "quads": version.quads,
        "added": version.added if changed else 0,
        "removed": version.removed if changed else 0,
    }


def print_version(version: "Version", *, as_json: bool, changed: bool) -> None:
    """Tell which version was made: a sentence, or JSON for scripts."""
    if as_json:
        print_json(version_facts(version, changed=changed))
        return
    typer.echo(
        f"{version.collection}: published version {version.number}: {version.records:,} records, "
        f"{version.entities:,} entities, {version.quads:,} statements "
        f"(+{version.added:,} −{version.removed:,})."
    )


def flush() -> None:
    """Write out what was printed, so that a closed pipe shows here and not at the end of the process."""
    sys.stdout.flush()
