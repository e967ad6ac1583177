"""The query of many patterns: how one SELECT asks for everything that a reader wants to know at once.

Patterns that fix nothing but a subject, or a subject and a predicate, share one VALUES; each other one is a
sub-select with a limit of its own. The variables are ``n`` (the place of a pattern, or which VALUES), ``s``, ``p``,
``o`` and ``g``; what a sub-select fixes is not said again.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import BlankNode, NamedNode, Quad, QuerySolution, Triple

from .engine import Pattern, Term
from .profiles import Profile

Placed = tuple[int, Pattern]
"""A pattern with its place among those that were asked for."""

VALUES_AT_ONCE: Final = 500
_SUBJECT: Final = -1
_PREDICATE: Final = -2
"""The numbers of the two VALUES: of patterns that fix a subject, and of those that fix a predicate too."""


def pattern_queries(patterns: Sequence[Pattern], profile: Profile) -> Iterator[tuple[str, list[Placed]]]:
    """Give the queries for patterns, each with those that it asks for; few patterns are one query."""
    placed = [(place, pattern) for place, pattern in enumerate(patterns) if _askable(pattern)]
    shared = [one for one in placed if _shares(one[1])]
    single = [one for one in placed if not _shares(one[1])]
    while shared or single:
        some, shared = shared[:VALUES_AT_ONCE], shared[VALUES_AT_ONCE:]
        others, single = single[: profile.patterns_at_once], single[profile.patterns_at_once :]
        groups = [
            *_groups(some, profile),
            *(_limited(place, pattern, profile) for place, pattern in others),
        ]
        yield f"SELECT ?n ?s ?p ?o ?g WHERE {{ {' UNION '.join(groups)} }}", [*some, *others]


def _askable(pattern: Pattern) -> bool:
    """Tell whether a query can name what a pattern fixes: the blank nodes of an engine have no names outside."""
    return not any(isinstance(term, BlankNode | Triple) for term in pattern[1:])


def _shares(pattern: Pattern) -> bool:
    return pattern.subject is not None and pattern.object is None and pattern.graph is None


def _number(pattern: Pattern) -> int:
    return _SUBJECT if pattern.predicate is None else _PREDICATE


def _groups(placed: Sequence[Placed], profile: Profile) -> Iterator[str]:
    """Give a sub-select for the patterns that fix a subject, and one for those that fix a predicate too."""
    for number, variables in ((_SUBJECT, "?s"), (_PREDICATE, "?s ?p")):
        group = [pattern for _, pattern in placed if _number(pattern) == number]
        if group:
            rows = dict.fromkeys(" ".join(_fixed(pattern, profile).values()) for pattern in group)
            values = " ".join(f"({row})" for row in rows)
            limit = sum(pattern.limit for pattern in group)
            yield (
                f"{{ SELECT ({number} AS ?n) ?s ?p ?o ?g WHERE {{ VALUES ({variables}) {{ {values} }} "
                f"GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {limit} }}"
            )


def _limited(place: int, pattern: Pattern, profile: Profile) -> str:
    fixed = _fixed(pattern, profile)
    free = " ".join(f"?{name}" for name in "spog" if name not in fixed)
    s, p, o, g = (fixed.get(name, f"?{name}") for name in "spog")
    return (
        f"{{ SELECT ({place} AS ?n) {free} WHERE {{ GRAPH {g} {{ {s} {p} {o} }} }} LIMIT {pattern.limit} }}"
    )


def _fixed(pattern: Pattern, profile: Profile) -> dict[str, str]:
    """Give the terms that a pattern fixes, as the engine is told of them, by their variables."""
    return {
        name: profile.written(term)
        for name, term in zip("spog", pattern[1:], strict=True)
        if term is not None
    }


def sorted_out(
    placed: Sequence[Placed], rows: Iterable[QuerySolution], profile: Profile
) -> dict[int, list[Quad]]:
    """Give the quads of each pattern by its place, from the rows that its query found."""
    by_place = dict(placed)
    sharing: dict[tuple[int, Term | None, Term | None], list[int]] = {}
    for place, pattern in placed:
        if _shares(pattern):
            sharing.setdefault((_number(pattern), pattern.subject, pattern.predicate), []).append(place)
    found: dict[int, list[Quad]] = {place: [] for place in by_place}
    for row in rows:
        number = int(row["n"].value)
        predicate = row["p"] if number == _PREDICATE else None
        for place in [number] if number >= 0 else sharing.get((number, row["s"], predicate), ()):
            if len(found[place]) < by_place[place].limit:
                found[place].append(_quad(by_place[place], row, profile))
    return found


def _quad(pattern: Pattern, row: QuerySolution, profile: Profile) -> Quad:
    terms = [
        fixed if fixed is not None else row[name] for name, fixed in zip("spog", pattern[1:], strict=True)
    ]
    return Quad(terms[0], terms[1], profile.read(terms[2]), terms[3])  # type: ignore[arg-type]


def names_query(subjects: Iterable[NamedNode], properties: Iterable[NamedNode]) -> str:
    """Give the query for the values that some properties have for many subjects: ``s``, ``p``, ``o``."""
    return (
        f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?s {{ {' '.join(map(str, subjects))} }} "
        f"GRAPH ?g {{ ?s ?p ?o }} FILTER(?p IN ({', '.join(map(str, properties))})) }}"
    )
