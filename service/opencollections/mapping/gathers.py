"""Collections and containers of RML-CC: members of records become lists, bags, sequences and alternatives.

A collection is a frame of its members, one row each: ``graph`` (N-Quads text, or null), ``node`` (its head),
``stem`` (the node whose label the further cells of a list lengthen) and ``member``, null where it has none.
Labels are made of rule, row and place only, so that the same file gives the same nodes again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Final

import polars as pl

from ..vocabulary import expand
from . import nquads
from .batches import INDEX
from .model import GatherKind, LogicalSource, Target, Template, TermMap, TermType
from .plan import Collection, Rule

COPY: Final = "copy"
"""Which collection of its record a member belongs to; a record has several only where a product is made."""

NIL: Final = f"<{expand('rdf:nil')}>"

_FIRST: Final = f"<{expand('rdf:first')}>"
_REST: Final = f"<{expand('rdf:rest')}>"
_TYPE: Final = f"<{expand('rdf:type')}>"
_MEMBER: Final = expand("rdf:_")


def is_fresh(collection: Collection) -> bool:
    """Tell whether the node is a new one for each record, not named by an expression."""
    return collection.node.expression == Template(())


def belongs_to_graph(term: TermMap) -> bool:
    """Tell whether a term is the named blank node of a collection, of which every graph has its own."""
    return (
        term.gather is not None and term.term_type is TermType.BLANK_NODE and term.expression != Template(())
    )


def gathered(collection: Collection, parts: Sequence[pl.DataFrame], nodes: pl.DataFrame) -> pl.DataFrame:
    """Gather members: INDEX, COPY, ``node`` and ``member``, a row each.

    ``parts`` have INDEX and ``member``, ``nodes`` INDEX and ``node``; a record without a node gets none.
    """
    gather = collection.gather
    members = _multiplied(parts) if gather.is_product else _appended(parts)
    if gather.allows_empty:
        members = _with_empty(members, nodes)
    return _with_nodes(members, nodes, gather.kind, is_fresh=is_fresh(collection))


def terms(members: pl.DataFrame, name: str) -> pl.DataFrame:
    """Give INDEX and, by this name, the nodes of each record: what stands for the collections in statements."""
    return members.select(INDEX, pl.col("node").alias(name)).unique(maintain_order=True)


def placed(
    members: pl.DataFrame,
    collection: Collection,
    skolem: str | None,
    *,
    of_graph: bool,
) -> pl.DataFrame:
    """Give members with their ``graph`` the nodes that they have there, and the stems of further nodes."""
    node, graph = pl.col("node"), pl.col("graph")
    if collection.node.term_type is TermType.BLANK_NODE:
        here = in_graph(node, graph) if of_graph and collection.graph is not None else node
        members = members.with_columns(here.alias("node"), here.alias("stem"))
    else:
        stem = nquads.blank_node(nquads.blank_label(node), skolem)
        here = stem if collection.graph is None else in_graph(stem, graph)
        members = members.with_columns(here.alias("stem"))
    return members.select("graph", "node", "stem", "member")


def _appended(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Give INDEX, COPY and ``member``: in each record the values of the first part, then those of the next."""
    numbered = [
        part.with_columns(pl.lit(0, dtype=pl.UInt32).alias(COPY), pl.lit(number).alias("part"))
        for number, part in enumerate(parts)
    ]
    together = pl.concat(numbered).sort(INDEX, "part", maintain_order=True)
    return together.select(INDEX, COPY, "member")


def _multiplied(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Give INDEX, COPY and ``member``: in each record a collection for each combination of the parts' values."""
    named = [part.rename({"member": f"m{number}"}) for number, part in enumerate(parts)]
    product = reduce(lambda a, b: a.join(b, on=INDEX, how="inner", maintain_order="left_right"), named)
    members = pl.concat_list([f"m{number}" for number in range(len(parts))]).alias("member")
    counted = product.select(INDEX, pl.int_range(pl.len(), dtype=pl.UInt32).over(INDEX).alias(COPY), members)
    return counted.explode("member")


def _with_empty(members: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """Add a row without a member for each record that has none."""
    none = records.select(INDEX).join(members, on=INDEX, how="anti")
    added = none.with_columns(
        pl.lit(0, dtype=pl.UInt32).alias(COPY), pl.lit(None, dtype=pl.String).alias("member")
    )
    return pl.concat([members, added]).sort(INDEX, COPY, maintain_order=True)


def _with_nodes(
    members: pl.DataFrame, nodes: pl.DataFrame, kind: GatherKind, *, is_fresh: bool
) -> pl.DataFrame:
    """Add to members the ``node`` of their collection; an empty list is rdf:nil.

    ``nodes`` has INDEX and ``node``. A fresh node is a new one for each copy; a named one is the same for all.
    """
    found = nodes.join(members, on=INDEX, how="inner", maintain_order="left_right")
    node = pl.col("node")
    if is_fresh:
        copied = nquads.labelled(node, pl.concat_str(pl.lit("__"), pl.col(COPY).cast(pl.String)))
        node = pl.when(pl.col(COPY) == 0).then(node).otherwise(copied)
    if kind is GatherKind.LIST:
        node = pl.when(pl.col("member").is_null()).then(pl.lit(NIL)).otherwise(node)
    return found.with_columns(node.alias("node"))


def in_graph(node: pl.Expr, graph: pl.Expr) -> pl.Expr:
    """Give the named blank nodes of a graph: a collection of the same name in another graph is another one."""
    ending = pl.concat_str(pl.lit("__g"), nquads.blank_label(graph))
    return pl.when(node == NIL).then(node).otherwise(nquads.labelled(node, ending))


def lines(collections: pl.DataFrame, kind: GatherKind) -> pl.Series:
    """Write the statements of collections; the members of one are the rows with its graph and node."""
    full = collections.filter(pl.col("member").is_not_null()).with_columns(
        pl.int_range(pl.len()).over("graph", "node").alias("place"),
        pl.len().over("graph", "node").alias("size"),
    )
    if kind is GatherKind.LIST:
        place = pl.col("place")
        rest = pl.when(place + 1 == pl.col("size")).then(pl.lit(NIL)).otherwise(_cell(place + 1))
        statements = [
            full.select(_line(_cell(place), pl.lit(_FIRST), pl.col("member"))),
            full.select(_line(_cell(place), pl.lit(_REST), rest)),
        ]
    else:
        number = pl.concat_str(pl.lit(f"<{_MEMBER}"), pl.col("place") + 1, pl.lit(">"))
        type_ = pl.lit(f"<{expand(f'rdf:{kind.value}')}>")
        each = collections.select("graph", "node").unique(maintain_order=True)
        statements = [
            each.select(_line(pl.col("node"), pl.lit(_TYPE), type_)),
            full.select(_line(pl.col("node"), number, pl.col("member"))),
        ]
    return pl.concat(statements)["line"]


def _cell(place: pl.Expr) -> pl.Expr:
    further = nquads.labelled(pl.col("stem"), pl.concat_str(pl.lit("__c"), place.cast(pl.String)))
    return pl.when(place == 0).then(pl.col("node")).otherwise(further)


def _line(subject: pl.Expr, predicate: pl.Expr, value: pl.Expr) -> pl.Expr:
    graph = pl.concat_str(pl.lit(" "), pl.col("graph")).fill_null("")
    gap = pl.lit(" ")
    return pl.concat_str(subject, gap, predicate, gap, value, graph, pl.lit(" .\n")).alias("line")


@dataclass(slots=True)
class Named:
    """Collections with a name of their own, kept until the run ends.

    What other records, rules and sources add to a collection of the same name is appended to it (RML-CC,
    well-formed named collections), so its statements can only be written when all have been read.
    """

    _frames: dict[tuple[GatherKind, tuple[Target, ...]], list[pl.DataFrame]] = field(default_factory=dict)
    _firsts: dict[tuple[GatherKind, tuple[Target, ...]], tuple[Rule, LogicalSource]] = field(
        default_factory=dict
    )

    def add(self, rule: Rule, source: LogicalSource, kind: GatherKind, members: pl.DataFrame) -> None:
        """Keep members that a rule made of a source."""
        self._frames.setdefault((kind, rule.targets), []).append(members)
        self._firsts.setdefault((kind, rule.targets), (rule, source))

    def lines(self) -> Iterator[tuple[Rule, LogicalSource, pl.Series]]:
        """Write the statements of each kind, with the rule and the source that made the first of it."""
        for key, frames in self._frames.items():
            yield *self._firsts[key], lines(pl.concat(frames), key[0])
