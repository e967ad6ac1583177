"""Updates: a difference between two versions as SPARQL updates of bounded size.

What changes of one subject goes into one update, first what is removed and then what is added, so that an engine
which makes each update true at once never shows a half-changed entity. Each update may be said again: it names its
triples, and to remove what is gone or add what is there changes nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from .profiles import Profile


class _Change(NamedTuple):
    """A quad that is removed or added, as the engine is told of it."""

    added: bool
    graph: str
    triple: str


def updates(removed: Iterable[Quad], added: Iterable[Quad], profile: Profile) -> Iterator[str]:
    """Give the updates for quads in the order of their versions; what the engine cannot hold is left out."""
    batch: list[_Change] = []
    size = 0
    for group in _by_subject(removed, added, profile):
        group_size = sum(len(change.triple.encode()) for change in group)
        if batch and (
            len(batch) + len(group) > profile.batch_quads or size + group_size > profile.batch_bytes
        ):
            yield _update(batch)
            batch, size = [], 0
        batch += group
        size += group_size
    if batch:
        yield _update(batch)


def _by_subject(
    removed: Iterable[Quad], added: Iterable[Quad], profile: Profile
) -> Iterator[Sequence[_Change]]:
    """Give the changes of one subject after the other; those of a very large one in pieces that fit."""
    keyed = merge(
        ((_key(quad), False, quad) for quad in removed if profile.takes(quad)),
        ((_key(quad), True, quad) for quad in added if profile.takes(quad)),
        key=lambda one: one[:2],
    )
    for _, group in groupby(keyed, key=lambda one: one[0]):
        piece: list[_Change] = []
        size = 0
        for _, is_added, quad in group:
            change = _Change(is_added, graph_text(quad), triple_text(quad, profile))
            change_size = len(change.triple.encode())
            if piece and (len(piece) == profile.batch_quads or size + change_size > profile.batch_bytes):
                yield piece
                piece, size = [], 0
            piece.append(change)
            size += change_size
        if piece:
            yield piece


def _key(quad: Quad) -> bytes:
    """Give what a version is sorted by as far as the subject goes."""
    return f"{quad.subject} ".encode()


def graph_text(quad: Quad) -> str:
    """Give the name of a quad's graph; whatever is published has one."""
    assert isinstance(quad.graph_name, NamedNode)
    return str(quad.graph_name)


def triple_text(quad: Quad, profile: Profile) -> str:
    """Give a quad's triple as the engine is told of it: a line of N-Triples and of an update alike."""
    return f"{quad.subject} {quad.predicate} {profile.written(quad.object)} .\n"


def _update(batch: Sequence[_Change]) -> str:
    return ";\n".join(
        f"{verb} DATA {{\n{_graphs([change for change in batch if change.added is is_added])}}}"
        for verb, is_added in (("DELETE", False), ("INSERT", True))
        if any(change.added is is_added for change in batch)
    )


def _graphs(changes: Sequence[_Change]) -> str:
    return "".join(
        f"GRAPH {graph} {{\n{''.join(change.triple for change in group)}}}\n"
        for graph, group in groupby(
            sorted(changes, key=lambda change: change.graph), key=lambda change: change.graph
        )
    )
