"""Choices, kept: what a member chose, as a small JSON beside the mapping, so that the next upload proposes the same."""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from .proposal import Choice, Defaults, Proposal, ProposedTable
from .wording import Reason
from .words import words

_FORMAT: Final = 1


def as_json(proposal: Proposal, defaults: Defaults) -> str:
    """Write the choices and the defaults."""
    kept = {
        "format": _FORMAT,
        "defaults": asdict(defaults),
        "tables": {table.name: _table(table) for table in proposal.tables},
    }
    return json.dumps(kept, ensure_ascii=False, indent=2) + "\n"


def _table(table: ProposedTable) -> dict[str, Any]:
    columns = {
        choice.column: {"word": choice.word, "separator": choice.separator, "language": choice.language}
        for choice in table.choices
    }
    return {"key": table.key, "columns": columns}


def remembered(proposal: Proposal, kept: str) -> tuple[Proposal, Defaults]:
    """Let a new proposal say what was chosen before; columns that are new stay as they are proposed.

    What is not ours, or has a word that is no longer there, is passed over.
    """
    document = _read(kept)
    tables = tuple(_remembered(table, document["tables"].get(table.name)) for table in proposal.tables)
    said = document["defaults"]
    fields = {
        name: said[name]
        for name in ("language", "institution", "medium", "rights")
        if isinstance(said.get(name), str)
    }
    columns = said.get("identifier")
    known = {choice.column for choice in proposal.objects.choices}
    if isinstance(columns, list) and known.issuperset(map(str, columns)):
        fields["identifier"] = tuple(map(str, columns))
    return replace(proposal, tables=tables), Defaults(**fields)


def _read(kept: str) -> dict[str, dict[str, Any]]:
    try:
        document = json.loads(kept)
    except (ValueError, RecursionError):
        document = None
    found = document if isinstance(document, dict) and document.get("format") == _FORMAT else {}
    return {name: found[name] if isinstance(found.get(name), dict) else {} for name in ("tables", "defaults")}


def _remembered(table: ProposedTable, kept: Any) -> ProposedTable:
    if not isinstance(kept, dict) or not isinstance(kept.get("columns"), dict):
        return table
    columns = {choice.column for choice in table.choices}
    choices = tuple(_chosen(choice, kept["columns"].get(choice.column)) for choice in table.choices)
    key = kept.get("key")
    return replace(table, choices=choices, key=key if key in columns else table.key)


def _chosen(choice: Choice, kept: Any) -> Choice:
    if not isinstance(kept, Mapping) or kept.get("word") not in {None, *words()}:
        return choice
    said = {
        name: value if isinstance(value := kept.get(name), str) else None
        for name in ("separator", "language")
    }
    if (choice.word, choice.separator, choice.language) == (
        kept.get("word"),
        said["separator"],
        said["language"],
    ):
        return choice
    return Choice(choice.column, kept.get("word"), Reason("chosen"), 1.0, said["separator"], said["language"])
