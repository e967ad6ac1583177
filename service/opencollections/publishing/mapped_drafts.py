"""Mapped drafts: what came of mapping a draft that is kept, in a folder of its own, to look at or to publish.

Sorted statements, origins and problems lie there. What of it is valid stands in the control database: whatever else is
found there was left by work that broke off, and is made anew or swept.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from ..errors import DraftEnded, DraftNotReady, UsageError
from ..iris import Identifiers
from ..problems import Finding, Problem, tally
from ..store import clock, drafts, registry
from ..store.disk import disk_watched
from ..store.drafts import ENDED, KeptDraft
from ..store.durable import flush_folder, linked, make_folder
from ..store.folders import DataFolder
from ..store.ledger import KeptFile
from ..store.statements import SortedStatements
from .differences import DraftDifference
from .origins import FILE as ORIGINS
from .origins import RECORDS
from .uploads import Draft, working_folder

PROBLEMS: Final = "problems.jsonl"
"""The problems of a draft in its folder, one a line (JSON)."""


def store(data: DataFolder, one: KeptDraft, made: Draft, found: DraftDifference) -> dict[str, Any]:
    """Keep what came of mapping a draft, flushed to disk, and give what the database is to know of it.

    ``found`` is what it would change. It is true only when that is entered; ``made`` may be closed then.
    """
    folder = data.drafts / one.id
    clear(data, one.id)
    with disk_watched(folder):
        make_folder(folder)
        compared = (*found.statements.added.pieces, *found.statements.removed.pieces)
        for path in {*made.statements.pieces, *compared, made.folder / ORIGINS, made.folder / RECORDS}:
            if path.is_file():
                linked(path, folder / path.name)
        write_problems(folder, made.problems)
        found.write(folder)
        for path in folder.iterdir():
            _flush(path)
        flush_folder(folder)
    return {
        "at": clock.now(),
        "files": [{"name": f.name, "sha256": f.sha256, "role": f.role} for f in made.files],
        "input_sha256": made.input_sha256,
        "records": made.records,
        "kept_out": made.kept_out,
        "kept_back": made.published - found.records,
        "statements": made.statements.count,
        "pieces": [piece.name for piece in made.statements.pieces],
        "problems": tally(list(made.problems)),
        "difference": found.as_json(),
    }


def store_problems(data: DataFolder, one: KeptDraft, found: Sequence[Problem]) -> None:
    """Keep what is wrong with the mapping of a draft, where nothing came of it."""
    clear(data, one.id)
    make_folder(data.drafts / one.id)
    write_problems(data.drafts / one.id, found)


def write_problems(folder: Path, problems: Sequence[Problem]) -> None:
    """Write problems into the folder of a draft, one a line."""
    with (folder / PROBLEMS).open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(problem.kept(), ensure_ascii=False) + "\n" for problem in problems)


def problems(data: DataFolder, draft: str) -> Iterator[Problem]:
    """Read the problems of a draft; nothing where it has not been mapped."""
    file = data.drafts / draft / PROBLEMS
    if file.is_file():
        with file.open(encoding="utf-8") as lines:
            for kept in map(json.loads, lines):
                yield (Finding if "document" in kept else Problem).from_json(kept)


@contextmanager
def opened(data: DataFolder, one: KeptDraft, identifiers: Identifiers) -> Iterator[Draft]:
    """Open what came of mapping a draft, to publish it or to look at it.

    Its files stay as they are: what is made of them lies in a folder that is removed at the end. Raises DraftNotReady,
    DraftEnded and UnknownCollection.
    """
    kept = data.drafts / one.id
    with data.control() as control:
        collection = registry.collection(control, one.collection)
    with looked_at(data, one) as made, working_folder(data) as folder:
        for name in (ORIGINS, RECORDS):
            if (kept / name).is_file():
                linked(kept / name, folder / name)
        yield Draft(
            collection=replace(collection, mapping=one.mapping),
            identifiers=identifiers,
            files=tuple(KeptFile(**file) for file in made["files"]),
            input_sha256=made["input_sha256"],
            records=made["records"],
            kept_out=made["kept_out"],
            statements=SortedStatements(tuple(kept / piece for piece in made["pieces"]), made["statements"]),
            problems=tuple(problems(data, one.id)),
            folder=folder,
        )


@contextmanager
def looked_at(data: DataFolder, one: KeptDraft) -> Iterator[Mapping[str, Any]]:
    """Give what the database knows of a draft that was mapped, while its files are read.

    Raises DraftNotReady and DraftEnded, also where its files go meanwhile, since it is mapped anew, is published or
    discarded.
    """
    if one.made is None or not _has_files(data, one):
        raise _not_looked_at(one)
    try:
        yield one.made
    except FileNotFoundError:
        with data.control() as control:
            now = drafts.draft(control, one.id)
        if now == one and _has_files(data, now):
            raise
        raise _not_looked_at(now) from None


def _not_looked_at(one: KeptDraft) -> UsageError:
    return DraftEnded(draft=one.id) if one.state in ENDED else DraftNotReady(draft=one.id)


def _has_files(data: DataFolder, one: KeptDraft) -> bool:
    pieces = one.made["pieces"] if one.made else ()
    return all((data.drafts / one.id / piece).is_file() for piece in pieces)


def clear(data: DataFolder, draft: str) -> None:
    """Remove what came of mapping a draft."""
    shutil.rmtree(data.drafts / draft, ignore_errors=True)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
