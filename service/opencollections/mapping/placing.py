"""Term maps in their place: what they are told of the rule they stand in, and where to find them all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .model import Gather, ObjectMap, ReferencingObjectMap, Template, TermMap, TriplesMap

_FRESH = Template(())


def placed(triples_map: TriplesMap, *, own_base: bool) -> TriplesMap:
    """Give every term map of a rule its base, and a scope where it makes a new node for each record.

    The scope is made of the names of rule and position, never of an object's address or a count over the run:
    nodes must be the same when the same file is mapped again.
    """
    base = triples_map.base if own_base else None
    name = triples_map.name
    pairs = [
        replace(
            pair,
            predicates=_all(pair.predicates, base, f"{name} {number} predicate"),
            objects=tuple(
                _placed(value, base, f"{name} {number} {place}") for place, value in enumerate(pair.objects)
            ),
            graphs=_all(pair.graphs, base, f"{name} {number} graph"),
        )
        for number, pair in enumerate(triples_map.predicate_objects)
    ]
    return replace(
        triples_map,
        subject=_term(triples_map.subject, base, name),
        classes=_all(triples_map.classes, base, f"{name} class"),
        graphs=_all(triples_map.graphs, base, f"{name} graph"),
        predicate_objects=tuple(pairs),
    )


def _all(term_maps: Iterable[TermMap], base: str | None, scope: str) -> tuple[TermMap, ...]:
    return tuple(_term(term_map, base, f"{scope} {place}") for place, term_map in enumerate(term_maps))


def _placed(value: ObjectMap, base: str | None, scope: str) -> ObjectMap:
    return value if isinstance(value, ReferencingObjectMap) else _term(value, base, scope)


def _term(term_map: TermMap, base: str | None, scope: str) -> TermMap:
    is_fresh = term_map.expression == _FRESH
    if base is None and not is_fresh and term_map.gather is None:
        return term_map
    gather = None if term_map.gather is None else _gather(term_map.gather, base, scope)
    return replace(term_map, base=base, scope=scope if is_fresh else None, gather=gather)


def _gather(gather: Gather, base: str | None, scope: str) -> Gather:
    members = (_placed(member, base, f"{scope} {place}") for place, member in enumerate(gather.members))
    return replace(gather, members=tuple(members))


def object_maps(triples_map: TriplesMap) -> Iterator[ObjectMap]:
    """Give the subject of a rule, its objects, and the members of what they gather."""
    waiting: list[ObjectMap] = [triples_map.subject]
    waiting += [value for pair in triples_map.predicate_objects for value in pair.objects]
    while waiting:
        value = waiting.pop(0)
        yield value
        if isinstance(value, TermMap) and value.gather is not None:
            waiting += value.gather.members
