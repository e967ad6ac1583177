"""Options: how a run of a mapping differs from the plain one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a run beside its mapping and its files; relative IRIs resolve against ``base``.

    ``graph`` puts every statement into one named graph, whatever the mapping says; ``skolem`` is the beginning
    of IRIs that replace blank nodes; ``keep_empty`` takes an empty cell for an empty text, as RML-IO is written.
    ``own_bases`` lets a triples map resolve relative IRIs against the base it names itself. ``strict`` ends the
    run with ValueUnfit at the first value that makes no term, and writes an rml:UnsafeIRI as it comes; both is
    the letter of RML-Core, and what comes of it may be no valid N-Quads. ``to_targets`` parts the statements
    that go to logical targets from the others; without it they are all together. ``sorts`` puts the lines that a
    record gives one subject in byte order and each once, as a sorter wants them; without it they may stand in the
    order of the mapping.
    """

    base: str
    graph: str | None = None
    skolem: str | None = None
    keep_empty: bool = False
    own_bases: bool = False
    strict: bool = False
    to_targets: bool = False
    sorts: bool = True
