"""The report of a draft: what is wrong or doubtful, counted, grouped and row by row, and as files to take along."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Depends, HTTPException, Request, Response

from ....formats.interface import Interface
from ....formats.report.documents import WORKBOOK_TYPE, Report, csv_document, json_document
from ....formats.report.groups import Group, Wanted, groups, wanted
from ....formats.report.words import words
from ....formats.texts import Text
from ....problems import Severity
from ....publishing import mapped_drafts
from ....publishing.annotating import annotated_workbook
from ....store import jobs
from ....store.drafts import KeptDraft
from ....store.folders import DataFolder
from ....store.jobs import Job
from ...belonging import draft_now, own_draft
from ...identity import Curating
from ...sentences import failure
from ...site import site_of
from ...workroom import led_to, reader, room, step_page

router = room()

ON_A_PAGE: Final = 100
_DOCUMENTS: Final = {
    "csv": (csv_document, "text/csv; charset=utf-8"),
    "json": (json_document, "application/json"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which problems are asked for; what is empty may be anything."""

    severity: str = ""
    code: str = ""
    sheet: str = ""
    column: str = ""
    row: str = ""
    text: str = ""

    def given(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}

    def wanted(self) -> Wanted:
        given = self.given()
        severity = Severity(self.severity) if self.severity in set(Severity) else None
        return Wanted(severity, **{name: value for name, value in given.items() if name != "severity"})


@router.get("/drafts/{draft}/report")
def show(
    request: Request, who: Curating, draft: str, asked: Annotated[Asked, Depends()], start: int = 0
) -> Response:
    """Show what is wrong or doubtful in a draft that was checked."""
    data, language = site_of(request).reading.data, words(reader(request).interface.tag)
    with data.control() as control:
        one = own_draft(control, who, draft)
        at_work = jobs.open_jobs(control, draft)
        failed = jobs.failed(control, draft)
    if at_work:
        return led_to(request, f"/workspace/jobs/{at_work[0].id}")
    report = _report(data, one)
    chosen, begin = wanted(report.problems, asked.wanted(), language), max(0, start)
    return step_page(
        request,
        "workspace/report.html",
        who,
        one,
        made=one.made,
        detail=_detail(one, failed, reader(request).interface),
        groups=[(group, _address(group)) for group in groups(report.problems, language)],
        severities={severity.value: language.severity(severity) for severity in Severity},
        total=len(chosen),
        problems=chosen[begin : begin + ON_A_PAGE],
        asked=asked.given(),
        following=begin + ON_A_PAGE if len(chosen) > begin + ON_A_PAGE else None,
        workbooks=[file.name for file in one.files if file.name.lower().endswith(".xlsx")],
    )


@router.get("/drafts/{draft}/report.{ending}")
def download(request: Request, who: Curating, draft: str, ending: str, file: str = "") -> Response:
    """Give the report as CSV or JSON, or as the member's own workbook with comments in its cells."""
    data, tag = site_of(request).reading.data, reader(request).interface.tag
    one = draft_now(data, who, draft)
    body: str | bytes
    if ending == "xlsx":
        body, kind, name = annotated_workbook(data, one, tag, file), WORKBOOK_TYPE, file
    elif ending in _DOCUMENTS:
        write, kind = _DOCUMENTS[ending]
        body, name = write(_report(data, one), words(tag)), f"{one.collection.replace('/', '-')}.{ending}"
    else:
        raise HTTPException(404)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(body, headers=headers, media_type=kind)


def _report(data: DataFolder, one: KeptDraft) -> Report:
    made: Mapping[str, int] = one.made or {}
    return Report(
        made.get("records", 0), made.get("kept_out", 0), tuple(mapped_drafts.problems(data, one.id))
    )


def _detail(one: KeptDraft, failed: Job | None, language: Interface) -> Text:
    """Tell what a draft says of its failure, in the reader's language where its job knows it."""
    if failed is not None and failed.detail == one.detail:
        return failure(failed, language)
    return Text(one.detail or "", "en")


def _address(group: Group) -> dict[str, str]:
    """Give what the address of a report has that is narrowed to a group."""
    said = {
        "severity": group.severity.value,
        "code": group.code,
        "sheet": group.sheet,
        "column": group.column,
    }
    return {name: value for name, value in said.items() if value}
