"""Proposing: what the columns of a draft are said to mean, by the assistant, by what was chosen last, and by a form."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..mapping.assistant.kept import as_json, remembered
from ..mapping.assistant.proposal import Choice, Defaults, Proposal, ProposedTable
from ..mapping.assistant.tables import propose
from ..mapping.assistant.words import words
from ..mapping.assistant.writing import written
from ..publishing import kept_drafts, kept_mappings
from ..publishing.inspecting import inspections
from ..publishing.kept_mappings import MappingText
from ..store import registry
from ..store.control import Control
from ..store.drafts import KeptDraft
from ..store.folders import DataFolder
from ..store.mappings import kept_mappings as kept_of

NAME = "mapping.yml"

SEPARATORS = ("; ", ";", " | ", "|", " / ", "/", ", ", ",", "\n")
"""What may stand between several values of a cell, as far as a form offers it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A proposal with what is said once for all records; ``from_before`` tells that the last upload chose it."""

    proposal: Proposal
    defaults: Defaults
    from_before: bool = False


def proposed(data: DataFolder, draft: KeptDraft, language: str) -> Meaning:
    """Propose what the files of a draft mean, as it was chosen last where it was; raise DataError and NoTable."""
    proposal = propose(inspections(data, draft), language)
    with data.control() as control:
        collection = registry.collection(control, draft.collection)
        institution = registry.member(control, collection.member).name
        last = next((one.words for one in kept_of(control, collection.name) if one.words), None)
    if last is not None:
        return Meaning(*remembered(proposal, json.dumps(last)), from_before=True)
    defaults = Defaults(collection.language, institution, rights=collection.rights or "")
    return Meaning(proposal, defaults)


def field(kind: str, table: int, column: int) -> str:
    """Give the name of a field of the form: ``word-0-3`` is the word of the fourth column of the first table."""
    return f"{kind}-{table}-{column}"


def said(meaning: Meaning, form: Mapping[str, str]) -> Meaning:
    """Let a form say what columns mean; a field that it lacks leaves things as they are."""
    tables = tuple(_said_of(table, number, form) for number, table in enumerate(meaning.proposal.tables))
    proposal = replace(meaning.proposal, tables=tables)
    before = meaning.defaults
    number = proposal.objects.first("identifier")
    key = form.get("identifier", proposal.objects.key) or (number and number.column)
    known = {choice.column for choice in proposal.objects.choices}
    proposal = proposal.keyed(key if key in known else None)
    return Meaning(
        proposal,
        replace(
            before,
            language=form.get("language", before.language)[:35] or before.language,
            institution=form.get("institution", before.institution)[:300],
            medium=form.get("medium", before.medium),
            rights=form.get("rights", before.rights),
        ),
    )


def keep(
    data: DataFolder, control: Control, draft: KeptDraft, meaning: Meaning, actor: str, language: str
) -> None:
    """Write a meaning as the mapping of the collection and of the draft; raise IdentifierNeeded and MappingInvalid."""
    text = MappingText(NAME, written(meaning.proposal, meaning.defaults, language))
    words_kept = json.loads(as_json(meaning.proposal, meaning.defaults))
    keep_text(data, control, draft, text, actor, words_kept)


def keep_text(
    data: DataFolder,
    control: Control,
    draft: KeptDraft,
    text: MappingText,
    actor: str,
    words_kept: Mapping[str, object] | None,
) -> None:
    """Keep a text as the mapping of the collection, and map the draft by it; raise MappingInvalid."""
    with control.transaction():
        kept = kept_mappings.keep(data, control, draft.collection, text, actor, words_kept)
    kept_drafts.choose_mapping(data, draft.id, kept.reference, actor)


def _said_of(table: ProposedTable, number: int, form: Mapping[str, str]) -> ProposedTable:
    choices = tuple(_chosen(choice, number, place, form) for place, choice in enumerate(table.choices))
    return replace(table, choices=choices)


def _chosen(choice: Choice, table: int, place: int, form: Mapping[str, str]) -> Choice:
    name = form.get(field("word", table, place))
    if name is None or not (name == "" or name in words()):
        return choice
    separator = form.get(field("separator", table, place), choice.separator or "") or None
    language = form.get(field("language", table, place), choice.language or "")[:35] or None
    if (name or None, separator, language) == (choice.word, choice.separator, choice.language):
        return choice
    return replace(choice, word=name or None, score=1.0, separator=separator, language=language)
