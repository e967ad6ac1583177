"""Reports: what is wrong or doubtful in a draft, and what it would change."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from ....problems import Problem, Severity
from ....publishing import differences, kept_drafts
from ....publishing.differences import Wanted
from ....publishing.earlier import reported
from ....store import ledger
from ...identity import Reading
from ...site import site_of
from .belonging import own_collection, own_draft
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

    def of(self, found: Iterable[Problem]) -> Iterator[Problem]:
        """Give those of some problems that are asked for."""
        wanted = self.model_dump(include=set(Asked.model_fields), exclude_none=True)
        return (
            problem
            for problem in found
            if all(str(getattr(problem, name)) == str(value) for name, value in wanted.items())
        )


class PageAsked(Asked):
    """Which problems are asked for, and how many from where on."""

    cursor: str = Field("", max_length=18, pattern=r"^\d*$", description="cursor of the page before")
    limit: int = Field(100, ge=1, le=1_000)

    def page(self, found: Iterable[Problem]) -> ProblemList:
        """Give a page of those of some problems that are asked for."""
        start = int(self.cursor or 0)
        some = list(islice(self.of(found), start, start + self.limit + 1))
        items = [ProblemDocument.model_validate(one.as_json()) for one in some[: self.limit]]
        return ProblemList(items=items, cursor=str(start + self.limit) if len(some) > self.limit else None)


@router.get("/drafts/{draft}/problems", responses=problems(404))
def list_problems(
    request: Request, who: Reading, draft: str, asked: Annotated[PageAsked, Query()]
) -> ProblemList:
    """List what is wrong or doubtful in a draft that was mapped."""
    data = site_of(request).reading.data
    with data.control() as control:
        own_draft(control, who, draft)
    return asked.page(kept_drafts.problems(data, draft))


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


@router.get("/collections/{member}/{name}/versions/{number}/problems", responses=problems(404))
def list_version_problems(
    request: Request, who: Reading, member: str, name: str, number: int, asked: Annotated[PageAsked, Query()]
) -> ProblemList:
    """List what was wrong or doubtful in a version when it was published, as far as it is kept one by one."""
    data = site_of(request).reading.data
    with data.control() as control:
        version = ledger.version(control, own_collection(control, who, member, name).name, number)
    return asked.page(reported(data, version))


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
