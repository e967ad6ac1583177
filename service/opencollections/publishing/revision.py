"""Revision: a draft as what was decided about its entities leaves it.

Of an entity that is withdrawn the collection states nothing, nor of the aggregation that offers it, nor of nameless
nodes that nothing else has. What is stated of a merged identifier is stated of its survivor, and what points to it
points to the survivor; a statement that would then say that a thing is itself goes.

Which thing is a record's own is not among the statements of a mapped draft. So a revised draft tells what is withheld,
and ``public_records`` counts what is left; without a mapping, each thing that is described is a record.
"""

from collections.abc import Collection as Several
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from ..store.decisions import Decisions
from ..store.statements import SortedStatements, StatementSorter, joined, piece_lines
from ..vocabulary import expand
from .as_it_is import recounted
from .uploads import Draft

_NONE: Final = pl.Series("line", [], dtype=pl.String)
_AGGREGATED: Final = f"<{expand('edm:aggregatedCHO')}>"


def revised(draft: Draft, held: Decisions) -> Draft:
    """Give a draft without what is withdrawn and with survivors for what was merged; itself where neither is in it."""
    left, gone = _left(draft, held.withdrawals, held.survivors, "revised")
    if left is draft:
        return draft
    return replace(left, withheld=gone) if draft.is_mapped else recounted(left)


def without(draft: Draft, iris: Several[str]) -> Draft:
    """Give a draft that states nothing of some things, nor of aggregations and nameless nodes that only they have."""
    left, _ = _left(draft, iris, {}, "without")
    return left


def _left(
    draft: Draft, iris: Several[str], merged: Mapping[str, str], name: str
) -> tuple[Draft, frozenset[str]]:
    """Give what is left of a draft, its statements in files of a name, and the things of which nothing is."""
    withdrawn = {f"<{iri}>" for iri in iris}
    survivors = {f"<{old}>": f"<{new}>" for old, new in merged.items()}
    wanted = [*withdrawn, *survivors]
    graph = draft.identifiers.graph(draft.collection.name)
    if not wanted:
        return draft, frozenset()
    touched = _terms(
        pl.concat([_mentioning(piece_lines(piece), wanted) for piece in draft.statements.pieces] or [_NONE]),
        graph,
    )
    if touched.is_empty():
        return draft, frozenset()
    meant = touched.with_columns(pl.col("o").replace(survivors))
    dropped = _dropped(draft.statements, meant, withdrawn, graph, draft.identifiers.skolem(""))
    moved = _moved(touched, survivors, dropped, graph)
    kept = _kept(draft.statements, dropped, set(touched["line"]) if survivors else set())
    gone = frozenset(one[1:-1] for one in set(touched["s"]) if survivors.get(one, one) in dropped)
    if not moved.is_empty():
        sorter = StatementSorter(draft.folder)
        for lines in (*kept, moved):
            sorter.add(lines)
        return replace(draft, statements=sorter.sorted(name)), gone
    return replace(draft, statements=joined(kept, draft.folder, name)), gone


def _mentioning(lines: pl.Series, terms: list[str]) -> pl.Series:
    return lines.filter(lines.str.contains_any(terms))


def _subject(lines: pl.Series) -> pl.Series:
    return lines.str.splitn(" ", 2).struct[0]


def _terms(lines: pl.Series, graph: str) -> pl.DataFrame:
    """Give lines with their subject, predicate and object (N-Quads text)."""
    parts = lines.str.splitn(" ", 3).struct.rename_fields(["s", "p", "o"]).struct.unnest()
    return parts.with_columns(lines.alias("line"), pl.col("o").str.strip_suffix(f" <{graph}> ."))


def _dropped(
    statements: SortedStatements, touched: pl.DataFrame, withdrawn: Several[str], graph: str, skolem: str
) -> set[str]:
    """Give the subjects of which nothing may be stated: those withdrawn, and what was there only for them.

    ``touched`` has survivors as objects: what offers an object offers the one that it was merged into.
    """
    offers = (pl.col("p") == _AGGREGATED) & pl.col("o").is_in(list(withdrawn))
    dropped = {*withdrawn, *touched.filter(offers)["s"]}
    new = set(dropped) if withdrawn else set()
    while new:
        nodes = _nameless(statements, new, graph, skolem) - dropped
        new = nodes - _pointed_to(statements, nodes, dropped | nodes, graph)
        dropped |= new
    return dropped


def _nameless(statements: SortedStatements, subjects: set[str], graph: str, skolem: str) -> set[str]:
    """Give the nameless nodes that some subjects point to."""
    found: set[str] = set()
    for lines in map(piece_lines, statements.pieces):
        about = _terms(lines.filter(_subject(lines).is_in(list(subjects))), graph)
        found |= set(about.filter(pl.col("o").str.starts_with(f"<{skolem}"))["o"])
    return found


def _pointed_to(statements: SortedStatements, nodes: set[str], without: set[str], graph: str) -> set[str]:
    """Give those of some nodes that a subject other than ``without`` points to."""
    found: set[str] = set()
    for lines in map(piece_lines, statements.pieces if nodes else ()):
        pointing = _terms(_mentioning(lines, list(nodes)), graph)
        pointing = pointing.filter(pl.col("o").is_in(list(nodes)) & ~pl.col("s").is_in(list(without)))
        found |= set(pointing["o"])
    return found


def _moved(
    touched: pl.DataFrame, survivors: Mapping[str, str], dropped: Several[str], graph: str
) -> pl.Series:
    """Write the statements with merged identifiers anew, each with its line end."""
    if not survivors:
        return touched["line"].clear()
    written = touched.filter(~pl.col("s").is_in(list(dropped))).with_columns(
        pl.col("s", "o").replace(survivors).name.suffix("_new")
    )
    becomes_itself = (pl.col("s_new") == pl.col("o_new")) & (pl.col("s") != pl.col("o"))
    gone = pl.col("s_new").is_in(list(dropped))
    line = pl.concat_str("s_new", "p", "o_new", pl.lit(f"<{graph}> .\n"), separator=" ")
    return written.filter(~becomes_itself & ~gone).select(line.alias("line")).to_series()


def _kept(statements: SortedStatements, dropped: Several[str], moved: Several[str]) -> Iterator[pl.Series]:
    """Give the lines that stay as they are, with their line ends."""
    for lines in map(piece_lines, statements.pieces):
        stays = ~_subject(lines).is_in(list(dropped)) & ~lines.is_in(list(moved))
        yield lines.filter(stays) + "\n"
