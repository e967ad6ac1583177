"""Reports: what is wrong or doubtful in a draft, and what it would change."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from ....errors import CursorInvalid
from ....problems import Problem, Severity
from ....publishing import differences, kept_drafts
from ....publishing.differences import Wanted
from ...identity import Reading
from ...site import site_of
from .belonging import own_draft
from .routing import gives, member_router, problems
from .versions import CursorAsked, DifferenceDocument, KindAsked, LimitAsked, difference_document

router = member_router("reports")

NDJSON = "application/x-ndjson"


class ProblemDocument(BaseModel):
    """Something wrong or doubtful: where it is, what it is, and what to do."""

    code: str = Field(examples=["date-unread"])
    severity: Severity
    message: str
    advice: str
    file: str | None = Field(examples=["inventory.xlsx"])
    sheet: str | None = Field(examples=["Objects"])
    row: int | str | None = Field(
        description="as the member's own program counts, or the element's path", examples=[14]
    )
    column: str | None = Field(examples=["When"])
    value: str | None = Field(description="what stands there", examples=["12/03/56"])
    entity: str | None = Field(description="IRI of what it is about")


class ProblemList(BaseModel):
    """A page of problems, in the order of the files."""

    items: list[ProblemDocument]
    cursor: str | None = Field(description="what to ask with for the next page; null at the end")


class Asked(BaseModel):
    """Which problems are asked for; what is not named may be anything."""

    severity: Severity | None = None
    code: str | None = Field(None, max_length=100)
    file: str | None = Field(None, max_length=300)
    sheet: str | None = Field(None, max_length=300)
    column: str | None = Field(None, max_length=300)
    row: str | None = Field(None, max_length=300)

    def of(self, found: Iterator[Problem]) -> Iterator[Problem]:
        """Give those of some problems that are asked for."""
        wanted = self.model_dump(exclude_none=True)
        return (
            problem
            for problem in found
            if all(str(getattr(problem, name)) == str(value) for name, value in wanted.items())
        )


@router.get("/drafts/{draft}/problems", responses=problems(404))
def list_problems(
    request: Request,
    who: Reading,
    draft: str,
    asked: Annotated[Asked, Query()],
    cursor: Annotated[str, Query(max_length=18, description="cursor of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> ProblemList:
    """List what is wrong or doubtful in a draft that was mapped."""
    if cursor and not cursor.isdecimal():
        raise CursorInvalid(cursor=cursor)
    data = site_of(request).reading.data
    with data.control() as control:
        own_draft(control, who, draft)
    start = int(cursor or 0)
    page = list(islice(asked.of(kept_drafts.problems(data, draft)), start, start + limit + 1))
    items = [ProblemDocument.model_validate(one.as_json()) for one in page[:limit]]
    return ProblemList(items=items, cursor=str(start + limit) if len(page) > limit else None)


@router.get(
    "/drafts/{draft}/problems.ndjson",
    response_class=StreamingResponse,
    responses=problems(404) | gives("A problem a line.", NDJSON),
)
def all_problems(request: Request, who: Reading, draft: str, asked: Annotated[Asked, Query()]) -> Response:
    """Give all problems of a draft at once, one a line (JSON)."""
    data = site_of(request).reading.data
    with data.control() as control:
        own_draft(control, who, draft)
    found = asked.of(kept_drafts.problems(data, draft))
    lines = (json.dumps(one.as_json(), ensure_ascii=False) + "\n" for one in found)
    headers = {"Content-Disposition": f'attachment; filename="{draft}.ndjson"'}
    return StreamingResponse(lines, media_type=NDJSON, headers=headers)


@router.get("/drafts/{draft}/difference", responses=problems(404, 409))
def draft_difference(
    request: Request,
    who: Reading,
    draft: str,
    kind: KindAsked = None,
    cursor: CursorAsked = "",
    limit: LimitAsked = 20,
) -> DifferenceDocument:
    """Tell what publishing a draft would change, entity by entity."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_draft(control, who, draft)
        kept_drafts.check_made(data, one)
        return difference_document(differences.of_draft(data, control, one, Wanted(kind, cursor, limit)))
