"""The preview of a draft: what publishing it would change, and each thing as readers would see it, next to its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from ....errors import RecordNotNamed
from ....formats.negotiation import TURTLE
from ....mapping.trace import RowRead
from ....publishing import differences, mapped_drafts, preview
from ....publishing.differences import Kind, Wanted
from ....publishing.drafting import Drafting, row_of
from ....publishing.inspecting import looked_through
from ....publishing.origins import sources_told_of
from ....publishing.uploads import Draft
from ....query.inventory import Origin
from ....vocabulary import expand
from ...belonging import draft_now, own_draft
from ...draft_pages import draft_entity, draft_page, previewed, words_of
from ...identity import Curating
from ...site import Site, site_of
from ...workroom import led_to, reader, room, step_page

router = room()


@router.get("/drafts/{draft}/preview")
def show(request: Request, who: Curating, draft: str, kind: str = "", after: str = "") -> Response:
    """Show what would be added, changed and withdrawn, with the statements that come and go."""
    site = site_of(request)
    data = site.reading.data
    asked = Kind(kind) if kind in set(Kind) else None
    with data.control() as control:
        one = own_draft(control, who, draft)
        if one.version is not None:
            return led_to(request, f"/workspace/drafts/{draft}/published")
        with mapped_drafts.looked_at(data, one) as made:
            page = differences.of_draft(data, control, one, Wanted(asked, after[:2_000]))
            told_of = sources_told_of(data.drafts / one.id)
    complete = made.get("completeness")
    return step_page(
        request,
        "workspace/preview.html",
        who,
        one,
        made=made,
        page=page,
        words=words_of(site, page, reader(request).interface.tag),
        quality=complete,
        lacking=_lacking(site, complete, reader(request).interface.tag) if complete else [],
        kind=asked,
        after=after,
        tables=[
            table
            for file in looked_through(data, one)
            for table in file.tables
            if table.first and told_of & {(table.file, table.sheet), (table.file, None)}
        ],
    )


def _lacking(site: Site, complete: Mapping[str, Any], language: str) -> list[tuple[str, int]]:
    """Give the properties of the core that not every object has, in words, and how many have them; the rarest first."""
    counts = sorted(complete["core"].items(), key=lambda one: one[1])
    return [
        (site.wording.heading(expand(name), language), count)
        for name, count in counts
        if count < complete["objects"]
    ]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which thing is asked for: by its IRI, or by the row that it came from."""

    iri: str = ""
    file: str = ""
    sheet: str = ""
    row: str = ""

    def of(self, made: Draft) -> str:
        """Give its IRI; raise RecordNotNamed, and NothingFromRow where nothing came from that row."""
        if self.iri:
            return self.iri
        if not (self.file and self.row):
            raise RecordNotNamed(missing="iri")
        return preview.subject_of(made, Origin(self.file, self.sheet or None, self.row.strip()))


@router.get("/drafts/{draft}/record")
def record(request: Request, who: Curating, draft: str, asked: Annotated[Asked, Depends()]) -> Response:
    """Show a thing of a draft: the row that it came from, its page, and its statements."""
    site = site_of(request)
    data = site.reading.data
    one = draft_now(data, who, draft)
    with mapped_drafts.opened(data, one, site.ids) as made, site.reading.now() as state:
        iri = asked.of(made)
        page = draft_page(site, state, made, iri, reader(request))
        found = draft_entity(previewed(state, made), iri)
        origin = preview.origin_of(made, iri)
        others = preview.things_of(made, origin) if origin else [iri]
    place = Drafting(data, site.settings, site.ids, lambda *_: None)
    row, language = row_of(place, one, origin) if origin else RowRead(), reader(request).interface.tag
    return step_page(
        request,
        "workspace/record.html",
        who,
        one,
        page=page,
        origin=origin,
        row=row,
        words={cell.column: _words(site, row, cell.column, language) for cell in row.cells},
        others=[other for other in others if other != iri],
        turtle=site.written(found.quads, iri, TURTLE).decode(),
    )


def _words(site: Site, row: RowRead, column: str, language: str) -> list[str]:
    """Give what a cell became, in the words of the profile; what only machines need has none."""
    known = [iri for iri in row.properties(column) if site.wording.knows(iri)]
    return list(dict.fromkeys(site.wording.heading(iri, language) for iri in known))
