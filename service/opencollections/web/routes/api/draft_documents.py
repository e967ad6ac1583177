"""How a draft is told to programs: its files, how far it is, what is wrong with it, and what it would change."""

from typing import Any

from pydantic import BaseModel, Field

from ....store import drafts as kept
from ....store import jobs
from ....store.control import Control
from ....store.drafts import DraftState, KeptDraft
from .mappings import MappingNamed, mapping_named


class DraftFile(BaseModel):
    """A file that was handed in."""

    name: str = Field(examples=["inventory.xlsx"])
    sha256: str
    bytes: int = Field(examples=[48_213])
    received: str = Field(description="when, in UTC")
    actor: str = Field(description="who handed it in")


class Tally(BaseModel):
    """Problems by how much they matter."""

    error: int
    warning: int
    advice: int


class DifferenceCounts(BaseModel):
    """How many entities a draft would change, against a version (null: against nothing)."""

    version: int | None = Field(examples=[3])
    added: int
    changed: int
    withdrawn: int
    unchanged: int
    statements_added: int
    statements_removed: int


class ImprovementDocument(BaseModel):
    """Something to fill in, and what it would lift: coordinates for 212 places lift 480 objects from B to C."""

    what: str = Field(examples=["coordinates"])
    before: str = Field(description="metadata tier now", examples=["B"])
    after: str = Field(description="metadata tier then", examples=["C"])
    cells: int = Field(description="places to fill in", examples=[212])
    records: int = Field(description="objects that rise by it", examples=[480])


class CompletenessDocument(BaseModel):
    """How far the objects of a draft reach, judged as they are when they are published."""

    objects: int = Field(examples=[500])
    metadata_tier: str = Field(description="reached by half of the objects at least", examples=["B"])
    content_tier: str = Field(examples=["3"])
    metadata: dict[str, int] = Field(description="objects of each metadata tier")
    content: dict[str, int] = Field(description="objects of each content tier")
    ready: int = Field(description="objects that Europeana would take")
    core: dict[str, int] = Field(description="objects that have each property of the core")
    core_percent: int = Field(description="how much of the core is filled, rounded down", examples=[73])
    improvements: list[ImprovementDocument] = Field(
        description="the three cheapest, the best first", max_length=3
    )


class EventDocument(BaseModel):
    """What became of a draft, when and by whom."""

    state: DraftState
    at: str
    actor: str
    detail: str | None


class DraftDocument(BaseModel):
    """What was handed in for a collection, and what came of it; nothing of it is public yet."""

    id: str = Field(examples=["0123456789abcdef"])
    collection: str = Field(examples=["npg/portraits"])
    state: DraftState
    mapping: MappingNamed
    files: list[DraftFile]
    options: dict[str, Any] = Field(description="corrections of how files are read, by file name")
    created: str = Field(description="when, in UTC")
    changed: str
    actor: str = Field(description="who began it")
    records: int | None = Field(description="records in the files; null before it is mapped", examples=[500])
    kept_out: int | None = Field(
        description="records that are not published, each with its reason", examples=[3]
    )
    kept_back: int | None = Field(
        description="records whose things the collection has withdrawn, which are not published either",
        examples=[1],
    )
    statements: int | None = Field(examples=[7_214])
    problems: Tally | None
    difference: DifferenceCounts | None = Field(
        description="entities against the version that was public when it was mapped"
    )
    completeness: CompletenessDocument | None = Field(
        description="null before it is mapped, and where it has no objects"
    )
    detail: str | None = Field(description="why it failed, and what to do")
    version: int | None = Field(description="the version that it was published as")
    job: str | None = Field(description="the job that is at it, or waits for its turn")
    events: list[EventDocument]


def draft_document(control: Control, one: KeptDraft) -> DraftDocument:
    """Tell a draft."""
    made = one.made or {}
    at_work = jobs.open_jobs(control, one.id)
    same = ("id", "collection", "state", "options", "created", "changed", "actor", "detail", "version")
    return DraftDocument(
        **{name: getattr(one, name) for name in same},
        mapping=mapping_named(one.mapping),
        files=[DraftFile.model_validate(file, from_attributes=True) for file in one.files],
        records=made.get("records"),
        kept_out=made.get("kept_out"),
        kept_back=one.kept_back if made else None,
        statements=made.get("statements"),
        problems=made.get("problems"),
        difference=made.get("difference"),
        completeness=made.get("completeness"),
        job=at_work[0].id if at_work else None,
        events=[
            EventDocument.model_validate(event, from_attributes=True)
            for event in kept.events(control, one.id)
        ],
    )
