"""Reports: what is wrong or doubtful in a draft, and what it would change."""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Annotated, Final, Literal

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from ....formats.interface import TAGS
from ....formats.report.documents import WORKBOOK_TYPE, Report, csv_document, json_document
from ....formats.report.groups import Wanted, groups, wanted
from ....formats.report.words import Words, words
from ....members.identities import Identity
from ....problems import Problem, Severity
from ....publishing import differences, mapped_drafts
from ....publishing.annotating import annotated_workbook
from ....publishing.earlier import reported
from ....store import ledger
from ....store.drafts import KeptDraft
from ...belonging import draft_now, own_collection, own_draft
from ...identity import Reading
from ...site import site_of
from .routing import gives, member_router, problems
from .versions import CursorAsked, DifferenceDocument, KindAsked, LimitAsked, difference_document

router = member_router("reports")


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


class GroupDocument(BaseModel):
    """Problems of one kind in one column."""

    code: str = Field(examples=["place-latitude-missing"])
    severity: Severity
    file: str | None
    sheet: str | None
    column: str | None
    message: str = Field(examples=["Missing: latitude (place)."])
    advice: str
    count: int = Field(examples=[212])


class GroupList(BaseModel):
    """Problems by their kind: errors first, then what there is most of."""

    items: list[GroupDocument]


class Asked(BaseModel):
    """Which problems are asked for, and in which language; what is not named may be anything."""

    severity: Severity | None = None
    code: str | None = Field(None, max_length=100)
    file: str | None = Field(None, max_length=300)
    sheet: str | None = Field(None, max_length=300)
    column: str | None = Field(None, max_length=300)
    row: str | None = Field(None, max_length=300)
    text: str | None = Field(None, max_length=300, description="in the value, the message or the IRI")
    language: str = Field("en", pattern=f"^({'|'.join(TAGS)})$", description="of the sentences")

    def of(self, found: Iterable[Problem]) -> tuple[Problem, ...]:
        """Give those of some problems that are asked for."""
        same = self.model_dump(include={*Asked.model_fields} - {"language"})
        return wanted(found, Wanted(**same), words(self.language))


class PageAsked(Asked):
    """Which problems are asked for, and how many from where on."""

    cursor: str = Field("", max_length=18, pattern=r"^\d*$", description="cursor of the page before")
    limit: int = Field(100, ge=1, le=1_000)

    def page(self, found: Iterable[Problem]) -> ProblemList:
        """Give a page of those of some problems that are asked for."""
        start = int(self.cursor or 0)
        some = self.of(found)[start : start + self.limit + 1]
        items = [ProblemDocument.model_validate(one.as_json()) for one in some[: self.limit]]
        return ProblemList(items=items, cursor=str(start + self.limit) if len(some) > self.limit else None)


Found = Callable[[Report, Words], bytes]


def _lines(report: Report, said: Words) -> bytes:
    """Write a problem a line (JSON)."""
    told = (said.problem(one).as_json() for one in report.problems)
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in told).encode()


_FORMS: Final[dict[str, tuple[str, Found]]] = {
    "json": ("application/json", json_document),
    "csv": ("text/csv", csv_document),
    "ndjson": ("application/x-ndjson", _lines),
}
"""What a whole report is given in, by its ending."""

_TYPES: Final = (WORKBOOK_TYPE, *(media_type for media_type, _ in _FORMS.values()))


@router.get("/drafts/{draft}/problems", responses=problems(404))
def list_problems(
    request: Request, who: Reading, draft: str, asked: Annotated[PageAsked, Query()]
) -> ProblemList:
    """List what is wrong or doubtful in a draft that was mapped."""
    return asked.page(_found(request, who, draft)[1])


@router.get("/drafts/{draft}/problem-groups", responses=problems(404))
def group_problems(request: Request, who: Reading, draft: str, asked: Annotated[Asked, Query()]) -> GroupList:
    """Count what is wrong or doubtful in a draft by its kind."""
    _, found = _found(request, who, draft)
    together = groups(asked.of(found), words(asked.language))
    return GroupList(items=[GroupDocument.model_validate(one, from_attributes=True) for one in together])


@router.get(
    "/drafts/{draft}/report.{ending}",
    response_class=Response,
    responses=problems(404) | gives("The whole report.", *_TYPES),
)
def read_report(
    request: Request,
    who: Reading,
    draft: str,
    ending: Literal["json", "csv", "ndjson", "xlsx"],
    asked: Annotated[Asked, Query()],
) -> Response:
    """Give the whole report of a draft: as ocn check --json has it, as a table, a problem a line, or in the workbook.

    The workbook is the member's own (the first, or that of ?file=), with all problems as comments in its cells.
    """
    one, found = _found(request, who, draft)
    headers = {"Content-Disposition": f'attachment; filename="{draft}.{ending}"'}
    if ending == "xlsx":
        data = site_of(request).reading.data
        book = annotated_workbook(data, one, asked.language, asked.file)
        return Response(book, headers=headers, media_type=WORKBOOK_TYPE)
    made = one.made or {"records": 0, "kept_out": 0}
    media_type, written = _FORMS[ending]
    report = Report(made["records"], made["kept_out"], asked.of(found))
    return Response(written(report, words(asked.language)), headers=headers, media_type=media_type)


def _found(request: Request, who: Identity, draft: str) -> tuple[KeptDraft, Iterator[Problem]]:
    """Give a draft that the caller may see, and what is wrong or doubtful in it."""
    data = site_of(request).reading.data
    one = draft_now(data, who, draft)
    return one, mapped_drafts.problems(data, draft)


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
        with mapped_drafts.looked_at(data, one):
            page = differences.of_draft(data, control, one, differences.Wanted(kind, cursor, limit))
    return difference_document(page)
