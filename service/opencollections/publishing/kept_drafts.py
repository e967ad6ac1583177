"""Kept drafts: what a member hands in stays, mapped or not, until it is published or discarded.

What was handed in lies in the uploads, by its SHA-256; what mapping it gave (sorted statements, origins, problems) lies
in a folder of the draft's own. What of both is valid stands in the control database: whatever else is found there was
left by work that broke off, and is made anew or swept.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from ..errors import DraftBusy, DraftEnded, DraftNotReady, TooManyFiles, UnknownDraftFile, UsageError
from ..iris import Identifiers
from ..problems import Finding, Problem, tally
from ..store import clock, drafts, jobs, registry
from ..store.control import Control
from ..store.disk import disk_watched
from ..store.drafts import BUSY, ENDED, DraftState, HandedIn, KeptDraft
from ..store.durable import flush_folder, make_folder
from ..store.folders import DataFolder
from ..store.holds import removed
from ..store.ledger import KeptFile
from ..store.statements import SortedStatements
from . import intake
from .differences import DraftDifference
from .origins import FILE as ORIGINS
from .origins import RECORDS
from .uploads import Draft, working_folder

FILES_LIMIT: Final = 50
"""Files that one draft may have."""

PROBLEMS: Final = "problems.jsonl"
"""The problems of a draft in its folder, one a line (JSON)."""


def begin(data: DataFolder, collection: str, actor: str) -> KeptDraft:
    """Begin a draft of a collection, to be mapped as the collection is; raise UnknownCollection."""
    with data.control() as control, control.transaction():
        mapping = registry.collection(control, collection).mapping
        return drafts.enter_draft(control, collection, mapping, actor)


def hand_in(data: DataFolder, draft: str, name: str, path: Path, actor: str, limit_bytes: int) -> KeptDraft:
    """Keep a file for a draft, in the place of one of the same name.

    Raises UnknownDraft, DraftBusy, DraftEnded, FileNameInvalid, TooManyFiles, TooLarge and DiskFull.
    """
    plain = intake.plain_name(name)
    file, hold = intake.kept(data, plain, path, "source", limit_bytes)

    def enter(control: Control, one: KeptDraft) -> None:
        if len({*(other.name for other in one.files), plain}) > FILES_LIMIT:
            raise TooManyFiles(limit=FILES_LIMIT)
        size = data.upload(file.sha256).stat().st_size
        drafts.enter_file(control, one.id, HandedIn(plain, file.sha256, size, clock.now(), actor))

    try:
        with hold:
            return _changed(data, draft, actor, f"added {plain}", enter)
    except UsageError:
        with data.control() as control:
            _remove_unneeded(data, control, [file.sha256])
        raise


def take_back(data: DataFolder, draft: str, name: str, actor: str) -> KeptDraft:
    """Take a file out of a draft; raise UnknownDraft, UnknownDraftFile, DraftBusy and DraftEnded."""

    def enter(control: Control, one: KeptDraft) -> None:
        if not drafts.remove_file(control, one.id, name):
            known = ", ".join(file.name for file in one.files) or "none"
            raise UnknownDraftFile(draft=one.id, file=name, known=known)

    return _changed(data, draft, actor, f"removed {name}", enter)


def correct(data: DataFolder, draft: str, options: Mapping[str, Any], actor: str) -> KeptDraft:
    """Say how the files of a draft are read, by file name, in the place of what was said before.

    Raises UnknownDraft, UnknownDraftFile, DraftBusy and DraftEnded.
    """

    def enter(_: Control, one: KeptDraft) -> Mapping[str, Any]:
        names = {file.name for file in one.files}
        for unknown in options.keys() - names:
            raise UnknownDraftFile(draft=one.id, file=unknown, known=", ".join(sorted(names)) or "none")
        return {"options": options}

    return _changed(data, draft, actor, ", ".join(sorted(options)), enter)


def choose_mapping(data: DataFolder, draft: str, mapping: str, actor: str) -> KeptDraft:
    """Map a draft by another mapping from now on: a ready one's name, or the reference of one that is kept.

    Raises UnknownDraft, DraftBusy and DraftEnded.
    """
    return _changed(data, draft, actor, mapping, lambda *_: {"mapping": mapping})


def _changed(
    data: DataFolder,
    draft: str,
    actor: str,
    remark: str,
    enter: Callable[[Control, KeptDraft], Mapping[str, Any] | None],
) -> KeptDraft:
    """Change what a draft is made of: what came of mapping it before no longer counts."""
    with data.control() as control:
        with control.transaction():
            one = at_rest(control, draft)
            facts = enter(control, one) or {}
            drafts.change_draft(control, draft, DraftState.RECEIVED, actor, remark, **{"made": None, **facts})
        _clear(data, draft)
        _remove_unneeded(data, control, [file.sha256 for file in one.files])
        return drafts.draft(control, draft)


def at_rest(control: Control, draft: str) -> KeptDraft:
    """Give a draft that nobody works on and that has not ended; raise UnknownDraft, DraftBusy and DraftEnded."""
    one = drafts.draft(control, draft)
    if one.state in BUSY:
        raise DraftBusy(draft=draft)
    if one.state in ENDED:
        raise DraftEnded(draft=draft)
    return one


def discard(data: DataFolder, draft: str, actor: str) -> KeptDraft:
    """End a draft and remove files that nothing else is made of; raise UnknownDraft, DraftBusy and DraftEnded."""
    with data.control() as control:
        with control.transaction():
            one = at_rest(control, draft)
            drafts.change_draft(control, draft, DraftState.DISCARDED, actor, made=None)
        _clear(data, draft)
        _remove_unneeded(data, control, _hashes(one))
        return drafts.draft(control, draft)


def expire(data: DataFolder, days: int, actor: str) -> list[KeptDraft]:
    """Discard the drafts that nobody has touched for some days; give them."""
    before = clock.moment(-timedelta(days=days))
    with data.control() as control:
        old = [
            one for one in drafts.drafts(control) if one.state not in BUSY | ENDED and one.changed < before
        ]
    return [discard(data, one.id, actor) for one in old]


def release(data: DataFolder, actor: str) -> None:
    """Let drafts be worked on again that a command which broke off had begun to map or to publish."""
    with data.control() as control, control.transaction():
        at_work = {job.draft for job in jobs.open_jobs(control)}
        for one in drafts.drafts(control):
            if one.state in BUSY and one.id not in at_work:
                state = DraftState.CANCELLED if one.state is DraftState.MAPPING else DraftState.READY
                drafts.change_draft(control, one.id, state, actor)


def store(data: DataFolder, one: KeptDraft, made: Draft, found: DraftDifference) -> dict[str, Any]:
    """Keep what came of mapping a draft, flushed to disk, and give what the database is to know of it.

    ``found`` is what it would change. It is true only when that is entered; ``made`` may be closed then.
    """
    folder = data.drafts / one.id
    _clear(data, one.id)
    with disk_watched(folder):
        make_folder(folder)
        compared = (*found.statements.added.pieces, *found.statements.removed.pieces)
        for path in {*made.statements.pieces, *compared, made.folder / ORIGINS, made.folder / RECORDS}:
            if path.is_file():
                os.link(path, folder / path.name)
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
    _clear(data, one.id)
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
                os.link(kept / name, folder / name)
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


def clear(data: DataFolder, control: Control, one: KeptDraft) -> None:
    """Remove the files of a draft that has ended, those that nothing else is made of."""
    _clear(data, one.id)
    _remove_unneeded(data, control, _hashes(one))


def _clear(data: DataFolder, draft: str) -> None:
    shutil.rmtree(data.drafts / draft, ignore_errors=True)


def _hashes(one: KeptDraft) -> list[str]:
    made = one.made or {"files": []}
    return [file.sha256 for file in one.files] + [file["sha256"] for file in made["files"]]


def _remove_unneeded(data: DataFolder, control: Control, hashes: Sequence[str]) -> None:
    """Remove uploads that nothing is made of any more, unless somebody is just mapping them."""
    for sha256 in set(hashes) - drafts.referred(control).keys():
        removed(data.upload(sha256))


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
