"""Belonging: what a request may touch, by whose it is."""

from ..members.identities import Identity
from ..publishing.kept_drafts import at_rest
from ..store import drafts, jobs, registry
from ..store.control import Control
from ..store.drafts import KeptDraft
from ..store.folders import DataFolder
from ..store.jobs import Job
from ..store.registry import Collection


def own_collection(control: Control, who: Identity, member: str, name: str) -> Collection:
    """Give a collection that the caller may touch; raise NotYours and UnknownCollection."""
    who.check_member(member)
    return registry.collection(control, f"{member}/{name}")


def own_draft(control: Control, who: Identity, wanted: str) -> KeptDraft:
    """Give a draft that the caller may touch; raise UnknownDraft and NotYours."""
    one = drafts.draft(control, wanted)
    who.check_member(one.member)
    return one


def draft_now(data: DataFolder, who: Identity, wanted: str) -> KeptDraft:
    """Give a draft that the caller may touch, as it is now; raise UnknownDraft and NotYours."""
    with data.control() as control:
        return own_draft(control, who, wanted)


def changeable_draft(data: DataFolder, who: Identity, wanted: str) -> KeptDraft:
    """Give a draft that the caller may touch and nobody works on.

    Raises UnknownDraft, NotYours, DraftBusy and DraftEnded.
    """
    with data.control() as control:
        own_draft(control, who, wanted)
        return at_rest(control, wanted)


def job_now(data: DataFolder, who: Identity, wanted: str) -> Job:
    """Give a job that the caller may see, as it is now; raise UnknownJob and NotYours."""
    with data.control() as control:
        job = jobs.job(control, wanted)
    who.check_member(job.member)
    return job
