"""Judging: how far the records of a version reach, one record judged for all of its composition."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

import polars as pl
from pyoxigraph import Literal, NamedNode, Quad

from ...formats.edm import EdmRecord, edm_record, reasons
from ...formats.edm.content_tier import content_tier, media_facts
from ...formats.edm.core import filled
from ...formats.edm.improvements import LANGUAGES, Lift, lifts
from ...formats.edm.metadata_tier import metadata_tier, missing_parts
from ...formats.edm.records import Statement, Statements, alone
from ...iris import Identifiers
from ...store import ledger
from ...store.control import Control
from ...store.folders import DataFolder
from ...store.ledger import Version
from ...store.quality import FOUND, GAPS, Judgement, Quality, enter_quality, judged_versions
from ...store.statements import SortedStatements, quads_of, statements_about
from ...store.versions import unpacked_version
from ..elsewhere import Elsewhere
from .compositions import Compositions, compositions

RULES: Final = 1
"""The number of the rules; whoever changes what is judged raises it, and the next start judges everything anew."""

_TEXT_BYTES: Final = 1 << 22
"""What is read at once: more costs memory while the store is being loaded, and gains nothing."""

_STEPS: Final = 3
"""From an object to the role that somebody has, to who has it."""

Stated = Mapping[str, Sequence[Statement]]
"""IRIs to what is stated of them."""


def quality(
    statements: SortedStatements, folder: Path, elsewhere: Elsewhere, only: Collection[str] | None = None
) -> Quality:
    """Judge the objects of some statements (those in ``only``, when given); ``folder`` takes files.

    Raises EngineFailed where nobody can tell what others state.
    """
    found = compositions(chain(statements.texts(_TEXT_BYTES), elsewhere.lines_found_out()), elsewhere.lines)
    if only is not None:
        wanted = pl.Series(sorted(only), dtype=pl.String).implode()
        found = Compositions(
            found.records.filter(pl.col("iri").is_in(wanted)), found.links.filter(pl.col("iri").is_in(wanted))
        )
    few = found.records.unique("composition", keep="first", maintain_order=True)
    things = found.links.unique("kind", keep="first", maintain_order=True)
    shown = few["aggregation"].drop_nulls().to_list()
    stated = _stated(statements, [*few["iri"], *shown, *things["thing"]], folder, elsewhere)
    said: Statements = lambda iri: stated.get(iri, ())  # noqa: E731 - what records are made from
    judgements = [judged(edm_record(iri, by, said), said) for iri, _, by in few.iter_rows()]
    numbers = few.select("composition", judgement=pl.int_range(pl.len(), dtype=pl.UInt32))
    records = found.records.join(numbers, on="composition").select(*FOUND)
    lifting = [(number, what) for number, one in enumerate(judgements) for what, _, _ in one.lifts]
    return Quality(tuple(judgements), records, _gaps(found.links, things, said, records, lifting))


def judged(record: EdmRecord, stated: Statements) -> Judgement:
    """Judge one record; ``stated`` gives what is said of its files."""
    content = content_tier(record, {one.iri: media_facts(stated(one.iri)) for one in record.web_resources})
    tier = metadata_tier(record)
    return Judgement(
        metadata=tier.tier,
        content=content.tier,
        measured=content.measured,
        reasons=tuple(reason.value for reason in reasons(record)),
        lifts=tuple((one.what, one.after, _elements(one)) for one in lifts(record, tier)),
        filled=filled(record),
    )


def _elements(lift: Lift) -> tuple[str, ...]:
    """Give the elements that a lift is about; what a record is connected with differs from record to record."""
    return lift.places if lift.what == LANGUAGES else ()


def _gaps(
    links: pl.DataFrame,
    things: pl.DataFrame,
    stated: Statements,
    records: pl.DataFrame,
    lifting: list[tuple[int, str]],
) -> pl.DataFrame:
    """Give what the things lack that a record is connected with, where that would lift the record."""
    lacking = [
        (kind, part)
        for _, thing, kind in things.iter_rows()
        for one in alone(thing, stated)
        for part in missing_parts(one.object)
    ]
    parts = pl.DataFrame(lacking, schema={"kind": pl.UInt64, "what": pl.String}, orient="row")
    lifted = pl.DataFrame(lifting, schema={"judgement": pl.UInt32, "what": pl.String}, orient="row")
    lacked = links.join(parts, on="kind").join(records, on="iri")
    return lacked.join(lifted, on=["judgement", "what"], how="semi").select(*GAPS).unique()


def _stated(
    statements: SortedStatements, subjects: Sequence[str], folder: Path, elsewhere: Elsewhere
) -> dict[str, list[Statement]]:
    """Give what is stated of some subjects, of all that they link to, and of who holds a role among those."""
    stated: dict[str, list[Statement]] = {}
    asked = list(dict.fromkeys(subjects))
    for step in range(_STEPS):
        for quad in quads_of(statements_about(statements, asked, folder, f"judged-{step}")):
            _add(stated, quad)
        for quad in elsewhere.quads([iri for iri in asked if iri not in stated]):
            _add(stated, quad)
        asked = sorted(_linked(stated) - stated.keys() - set(asked))
    for quad in elsewhere.found_out():
        _add(stated, quad)
    return stated


def _add(stated: dict[str, list[Statement]], quad: Quad) -> None:
    if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
        stated.setdefault(quad.subject.value, []).append((quad.predicate.value, quad.object))


def _linked(stated: Stated) -> set[str]:
    return {value.value for said in stated.values() for _, value in said if isinstance(value, NamedNode)}


def judge_missing(data: DataFolder, control: Control, identifiers: Identifiers) -> None:
    """Judge what was published before there were judgements, or by other rules."""
    there = judged_versions(control, RULES)
    for version in ledger.current(control):
        if there.get(version.collection) != version.number:
            judge(data, control, identifiers, version)


def judge(data: DataFolder, control: Control, identifiers: Identifiers, version: Version) -> None:
    """Judge all objects of a version that is public, and keep it."""
    with data.working() as folder:
        statements = unpacked_version(data.version_file(version.collection, version.number), folder)
        found = quality(statements, folder, Elsewhere.of(data, control, identifiers, version.collection))
    with control.transaction():
        enter_quality(control, version.collection, version.number, RULES, found)
