"""Collections of a member: added, described, with their drafts and versions."""

from dataclasses import asdict, dataclass
from typing import Annotated, Final

from fastapi import Depends, Request, Response

from ....errors import OpenCollectionsError, UsageError
from ....formats.interface import TAGS
from ....members.audit import audited
from ....members.identities import Identity
from ....publishing import differences, kept_drafts
from ....publishing.collections import TITLE_LIMIT, NewCollection, add_collection, change_collection
from ....publishing.differences import Wanted
from ....publishing.documents import AS_IT_IS
from ....store import drafts, jobs, ledger, registry
from ....store.control import Control
from ....store.decisions import withdrawals
from ....store.registry import Collection
from ...belonging import own_collection
from ...draft_pages import words_of
from ...identity import Curating
from ...site import site_of
from ...workroom import Text, led_to, reader, room, room_page
from .words import RIGHTS

router = room()

LICENCES: Final = RIGHTS[1:4]
"""For records, the freest first: the mark of the public domain is for works that are old enough."""

DRAFTS_SHOWN: Final = 10
WITHDRAWN_SHOWN: Final = 100
JOBS_LOOKED_AT: Final = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says of a collection."""

    title: Text = ""
    language: Text = ""
    licence: Text = ""
    rights: Text = ""

    @property
    def heading(self) -> str:
        """The title in one line, cut to what one may have."""
        return " ".join(self.title.split())[:TITLE_LIMIT]

    def change(self) -> dict[str, str | None]:
        """Give what is to be said of a collection from now on; what was left empty stays, but for the rights."""
        said = {"title": self.heading, "licence": self.licence, "language": self.language}
        return {**{name: value for name, value in said.items() if value}, "rights": self.rights or None}


@router.get("/collections/new")
def new(request: Request, who: Curating) -> Response:
    return _new_page(request, who, {"language": reader(request).interface.tag, "member": who.member})


@router.post("/collections/new")
def add(
    request: Request, who: Curating, said: Annotated[Said, Depends()], name: Text = "", member: Text = ""
) -> Response:
    """Add a collection, to which files are handed in next."""
    data = site_of(request).reading.data
    slug = member or who.member
    who.check_member(slug)
    try:
        title = said.heading or name
        full = f"{slug}/{name.strip()}"
        wanted = NewCollection(full, title, said.licence, said.language or None, said.rights or None)
        with audited(data, who, "add collection", wanted.name, slug), data.control() as control:
            made = add_collection(control, wanted)
    except UsageError as error:
        return _new_page(request, who, {**asdict(said), "name": name, "member": slug}, error)
    return led_to(request, f"/workspace/collections/{made.name}")


@router.get("/collections/{member}/{name}")
def show(request: Request, who: Curating, member: str, name: str) -> Response:
    """Show a collection as its member works on it: where to hand files in, its drafts, and its versions."""
    with site_of(request).reading.data.control() as control:
        return collection_page(request, control, who, own_collection(control, who, member, name))


@router.post("/collections/{member}/{name}")
def describe(
    request: Request, who: Curating, member: str, name: str, said: Annotated[Said, Depends()]
) -> Response:
    """Change what is said of a collection."""
    data = site_of(request).reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
        try:
            with audited(data, who, "change collection", one.name, member):
                change_collection(control, one.name, said.change())
        except UsageError as error:
            return collection_page(request, control, who, one, error)
    return led_to(request, f"/workspace/collections/{one.name}")


@router.get("/collections/{member}/{name}/versions/{number}")
def compare(
    request: Request,
    who: Curating,
    member: str,
    name: str,
    number: int,
    to: int | None = None,
    after: str = "",
) -> Response:
    """Show what a version changed against the one before, or against another."""
    site = site_of(request)
    data = site.reading.data
    with data.control() as control:
        one = own_collection(control, who, member, name)
        version = ledger.version(control, one.name, number)
        other = max(1, number - 1) if to is None else to
        before = ledger.version(control, one.name, other)
        page = differences.of_versions(data, control, before, version, Wanted(None, after[:2_000]))
        versions = ledger.versions(control, one.name)
        whom = _publishers(control, one)
    return room_page(
        request,
        "workspace/version.html",
        who,
        collection=one,
        version=version,
        before=before,
        versions=versions,
        whom=whom,
        page=page,
        words=words_of(site, page, reader(request).interface.tag),
    )


def collection_page(
    request: Request,
    control: Control,
    who: Identity,
    one: Collection,
    error: OpenCollectionsError | None = None,
) -> Response:
    """Show a collection as its member works on it, with what was wrong with a form that was sent."""
    site = site_of(request)
    return room_page(
        request,
        "workspace/collection.html",
        who,
        error=error,
        collection=one,
        drafts=drafts.drafts(control, [one.name], limit=DRAFTS_SHOWN),
        versions=ledger.versions(control, one.name),
        whom=_publishers(control, one),
        withdrawn=sorted(withdrawals(control, one.name).values(), key=lambda gone: -gone.since)[
            :WITHDRAWN_SHOWN
        ],
        is_rdf=one.mapping == AS_IT_IS,
        limit_bytes=site.settings.upload_limit_bytes,
        files_limit=kept_drafts.FILES_LIMIT,
        licences=list(dict.fromkeys([*LICENCES, one.licence])),
        rights=list(dict.fromkeys([*RIGHTS, *filter(None, [one.rights])])),
        languages=TAGS,
    )


def _new_page(
    request: Request, who: Identity, given: dict[str, str], error: OpenCollectionsError | None = None
) -> Response:
    with site_of(request).reading.data.control() as control:
        members = [(one.slug, one.name) for one in registry.members(control)] if who.operator else []
    return room_page(
        request,
        "workspace/new_collection.html",
        who,
        error=error,
        given=given,
        members=members,
        licences=LICENCES,
        rights=RIGHTS,
    )


def _publishers(control: Control, one: Collection) -> dict[int, str]:
    """Give who ordered each version, as far as the jobs know; what is public names the member alone."""
    found = {}
    for job in jobs.jobs(control, one.member, limit=JOBS_LOOKED_AT):
        for version in (job.outcome or {}).get("versions", ()):
            if version["collection"] == one.name:
                found[version["version"]] = job.actor
    return found
