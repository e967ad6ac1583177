"""Records: one of a draft as it would be public, next to the row that it came from."""

from typing import Annotated

from fastapi import Query, Request
from pydantic import BaseModel, Field
from pyoxigraph import NamedNode, Quad

from ....errors import RecordNotNamed
from ....formats.negotiation import TURTLE
from ....mapping.trace import RowRead
from ....publishing import mapped_drafts, preview
from ....publishing.drafting import Drafting, row_of
from ....publishing.uploads import Draft
from ....query.entity import Entity
from ....query.inventory import Origin
from ....store.drafts import KeptDraft
from ...belonging import draft_now
from ...draft_pages import draft_entity, previewed
from ...identity import Reading
from ...site import Site, site_of
from .routing import member_router, problems
from .versions import StatementDocument

router = member_router("records")


class OriginDocument(BaseModel):
    """Where a thing came from."""

    file: str = Field(examples=["inventory.xlsx"])
    sheet: str | None = Field(examples=["Objects"])
    row: str = Field(description="as the member's own program counts, or the element's path", examples=["14"])


class CellDocument(BaseModel):
    """A cell of a row, and what it said."""

    column: str = Field(examples=["Title"])
    value: str | None = Field(
        description="several values of one cell stand apart by a bar", examples=["Portrait"]
    )
    properties: list[str] = Field(
        description="IRIs of the properties that it gave values to; none where the mapping does not read it"
    )


class RecordAsked(BaseModel):
    """Which record: by an IRI, or by the place of its row."""

    iri: str | None = Field(None, max_length=2_000)
    file: str | None = Field(None, max_length=300)
    sheet: str | None = Field(None, max_length=300)
    row: str | None = Field(None, max_length=1_000)

    def check(self) -> None:
        """Raise RecordNotNamed where neither an IRI nor a row is named."""
        missing = "iri" if not (self.file or self.row) else "row" if self.file else "file"
        if self.iri is None and not (self.file and self.row):
            raise RecordNotNamed(missing=missing)


class RecordDocument(BaseModel):
    """A record of a draft: what would be stated, and where it came from."""

    iri: str = Field(examples=["https://data.example.org/id/npg/object/NPG.77.190"])
    types: list[str] = Field(description="IRIs of its classes")
    things: list[str] = Field(description="IRIs of all things that came from the same row")
    origin: OriginDocument | None
    cells: list[CellDocument] = Field(
        description="of that row; in JSON and XML, those that the mapping reads"
    )
    statements: list[StatementDocument] = Field(description="about the thing itself")
    turtle: str = Field(description="all that would be stated of it, with what has no name of its own")


@router.get("/drafts/{draft}/record", responses=problems(404, 409))
def read_record(
    request: Request, who: Reading, draft: str, asked: Annotated[RecordAsked, Query()]
) -> RecordDocument:
    """Show one record of a draft as it would be public, next to its row."""
    site = site_of(request)
    one = draft_now(site.reading.data, who, draft)
    asked.check()
    return _shown(site, one, asked)


def _shown(site: Site, one: KeptDraft, asked: RecordAsked) -> RecordDocument:
    with mapped_drafts.opened(site.reading.data, one, site.ids) as made, site.reading.now() as state:
        iri = _wanted(made, asked)
        found = draft_entity(previewed(state, made), iri)
        origin = preview.origin_of(made, iri)
        things = preview.things_of(made, origin) if origin else [iri]
        turtle = site.written(found.quads, iri, TURTLE).decode()
    place = Drafting(site.reading.data, site.settings, site.ids, lambda *_: None)
    row = row_of(place, one, origin) if origin else RowRead()
    return RecordDocument(
        iri=iri,
        types=list(found.types),
        things=things,
        origin=OriginDocument.model_validate(origin, from_attributes=True) if origin else None,
        cells=[
            CellDocument(column=cell.column, value=cell.value, properties=row.properties(cell.column))
            for cell in row.cells
        ],
        statements=[_statement(quad) for quad in _own(found)],
        turtle=turtle,
    )


def _wanted(made: Draft, asked: RecordAsked) -> str:
    """Give the IRI that is asked for; raise NothingFromRow where nothing came of the row."""
    if asked.iri is not None:
        return asked.iri
    return preview.subject_of(made, Origin(str(asked.file), asked.sheet, str(asked.row)))


def _own(found: Entity) -> list[Quad]:
    return sorted((quad for quad in found.quads if quad.subject == NamedNode(found.iri)), key=str)


def _statement(quad: Quad) -> StatementDocument:
    return StatementDocument(property=quad.predicate.value, value=str(quad.object))
