"""The report of a draft: what is wrong or doubtful, counted, grouped and row by row."""

from collections import Counter
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Annotated

from fastapi import Depends, Request, Response

from ....problems import Problem, Severity
from ....publishing import kept_drafts
from ....store import jobs
from ...identity import Curating
from ...site import site_of
from ...workroom import led_to, room, room_page
from ..api.belonging import own_draft

router = room()

ON_A_PAGE = 100
ORDER = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind in one column, with the first of them."""

    first: Problem
    count: int

    @property
    def query(self) -> dict[str, str]:
        """What the address of a report narrowed to them has."""
        said = {"code": self.first.code, "sheet": self.first.sheet, "column": self.first.column}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which problems are asked for; what is empty may be anything."""

    severity: str = ""
    code: str = ""
    sheet: str = ""
    column: str = ""

    @property
    def wanted(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self).items() if value}


@router.get("/drafts/{draft}/report")
def show(
    request: Request, who: Curating, draft: str, asked: Annotated[Asked, Depends()], start: int = 0
) -> Response:
    """Show what is wrong or doubtful in a draft that was checked."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_draft(control, who, draft)
        at_work = jobs.open_jobs(control, draft)
    if at_work:
        return led_to(request, f"/workspace/jobs/{at_work[0].id}")
    wanted = asked.wanted
    found = list(kept_drafts.problems(data, draft))
    chosen = [one for one in found if all(str(getattr(one, name)) == value for name, value in wanted.items())]
    begin = max(0, start)
    return room_page(
        request,
        "workspace/report.html",
        who,
        draft=one,
        made=one.made,
        groups=groups(found),
        total=len(chosen),
        problems=list(islice(chosen, begin, begin + ON_A_PAGE)),
        wanted=wanted,
        start=begin,
        following=begin + ON_A_PAGE if len(chosen) > begin + ON_A_PAGE else None,
    )


def groups(problems: list[Problem]) -> list[Group]:
    """Put problems of one kind in one column together: what matters most first, then what is most frequent."""
    firsts: dict[tuple[object, ...], Problem] = {}
    counts: Counter[tuple[object, ...]] = Counter()
    for one in problems:
        key = (one.severity, one.code, one.sheet, one.column)
        firsts.setdefault(key, one)
        counts[key] += 1
    found = [Group(first, counts[key]) for key, first in firsts.items()]
    return sorted(found, key=lambda group: (ORDER.index(group.first.severity), -group.count))
