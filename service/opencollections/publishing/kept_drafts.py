"""Kept drafts: what a member hands in stays, mapped or not, until it is published or discarded.

What was handed in lies in the uploads, by its SHA-256. What is valid stands in the control database: whatever else is
found there was left by work that broke off, and is swept. What came of mapping a draft is kept by ``mapped_drafts``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from ..errors import DraftBusy, DraftEnded, TooManyFiles, UnknownDraftFile, UsageError
from ..store import clock, drafts, jobs, registry
from ..store.control import Control
from ..store.drafts import BUSY, ENDED, DraftState, HandedIn, KeptDraft
from ..store.folders import DataFolder
from ..store.holds import removed
from . import intake, mapped_drafts

FILES_LIMIT: Final = 50
"""Files that one draft may have."""


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
        mapped_drafts.clear(data, draft)
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
        mapped_drafts.clear(data, draft)
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


def clear(data: DataFolder, control: Control, one: KeptDraft) -> None:
    """Remove the files of a draft that has ended, those that nothing else is made of."""
    mapped_drafts.clear(data, one.id)
    _remove_unneeded(data, control, _hashes(one))


def _hashes(one: KeptDraft) -> list[str]:
    made = one.made or {"files": []}
    return [file.sha256 for file in one.files] + [file["sha256"] for file in made["files"]]


def _remove_unneeded(data: DataFolder, control: Control, hashes: Sequence[str]) -> None:
    """Remove uploads that nothing is made of any more, unless somebody is just mapping them."""
    for sha256 in set(hashes) - drafts.referred(control).keys():
        removed(data.upload(sha256))
