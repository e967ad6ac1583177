"""Proposals: how the files of a draft are read, what their columns may mean, and the mapping that is made of it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from ....errors import ColumnUnknown
from ....mapping.assistant.proposal import Proposal, ProposedTable
from ....mapping.assistant.recognition import recognised
from ....mapping.assistant.words import LANGUAGES
from ....members.audit import audited
from ....publishing.inspecting import Looked, inspections, looked_through
from ....records.inspection import Inspection
from ...belonging import draft_now
from ...identity import Drafting, Reading
from ...proposing import Meaning, keep, keep_text, proposed
from ...site import site_of
from .mappings import TAKEN, mapping_text
from .routing import member_router, problems

router = member_router("proposals")

Language = Annotated[str, Query(pattern=f"^({'|'.join(LANGUAGES)})$", description="of reasons and comments")]


class ColumnDocument(BaseModel):
    """What one column holds."""

    name: str = Field(examples=["Title"])
    filled: int = Field(description="records with a value")
    distinct: int = Field(description="different values")
    values: list[str] = Field(description="some of them")


class TableDocument(BaseModel):
    """A table of a file as it is read now; what is wrong of it can be corrected in the draft's options."""

    kind: str = Field(examples=["csv"])
    sheet: str | None = Field(examples=["Objects"])
    sheets: list[str] = Field(description="of a workbook, the hidden ones too")
    encoding: str | None = Field(examples=["cp1250"])
    delimiter: str | None = Field(examples=[";"])
    header_row: int | None = Field(description="row of the headings; 0 where there are none", examples=[1])
    records: int = Field(examples=[500])
    columns: list[ColumnDocument]
    first: list[list[str]] = Field(description="cells of the first records")


class FileDocument(BaseModel):
    """A file that was handed in, as it is read."""

    name: str = Field(examples=["inventory.xlsx"])
    tables: list[TableDocument]
    detail: str | None = Field(description="why it cannot be read, and what to do")


class InspectionDocument(BaseModel):
    """The files of a draft as they are read now."""

    files: list[FileDocument]


class ChoiceDocument(BaseModel):
    """What a column is said to mean."""

    column: str = Field(examples=["Cím"])
    word: str | None = Field(description="name of a word, none where it is left out", examples=["title"])
    separator: str | None = Field(None, description="between several values of a cell", examples=["; "])
    language: str | None = Field(None, description="of its texts, where it is not that of all others")


class ProposedChoice(ChoiceDocument):
    """What a column may mean, and why."""

    certainty: str | None = Field(description="sure, likely or guess", examples=["sure"])
    reason: str


class ProposedTableDocument(BaseModel):
    """A table, what its records are, and what its columns may mean."""

    table: str = Field(examples=["inventory"])
    part: str = Field(
        description="objects, more, persons, more-of-persons, links or unused", examples=["objects"]
    )
    key: str | None = Field(description="column by which its records belong to an object or a person")
    columns: list[ProposedChoice]


class DefaultsDocument(BaseModel):
    """What is said once for all records."""

    language: str = Field("en", max_length=35)
    institution: str = Field("", max_length=300)
    medium: str = Field("IMAGE", pattern="^(TEXT|IMAGE|SOUND|VIDEO|3D)$")
    rights: str = Field("", max_length=500, description="IRI of the rights in pictures and files")


class ProposalDocument(BaseModel):
    """What the files of a draft may mean; a ready mapping that reads them is named where one does."""

    ready_mapping: str | None = Field(examples=["lido"])
    ready_because: str | None
    from_before: bool = Field(description="whether it was chosen so for the last upload")
    asked: list[str] = Field(description="what is still to be said once", examples=[["rights"]])
    defaults: DefaultsDocument
    tables: list[ProposedTableDocument]


class TableChosen(BaseModel):
    """What columns of a table mean; those that are left out mean what is proposed."""

    table: str = Field(max_length=300, examples=["inventory"])
    columns: list[ChoiceDocument] = Field(max_length=2_000)


class ProposalTaken(BaseModel):
    """A proposal as it is taken, with corrections."""

    defaults: DefaultsDocument | None = None
    tables: list[TableChosen] = Field(default_factory=list, max_length=200)


@router.get("/drafts/{draft}/inspection", responses=problems(404))
def inspect_files(request: Request, who: Reading, draft: str) -> InspectionDocument:
    """Tell how the files of a draft are read: kind, sheets, encoding, separator, headings, first records."""
    site = site_of(request)
    return InspectionDocument(
        files=[
            _file(one) for one in looked_through(site.reading.data, draft_now(site.reading.data, who, draft))
        ]
    )


@router.get("/drafts/{draft}/proposal", responses=problems(404, 409, 422))
def propose_mapping(
    request: Request, who: Reading, draft: str, language: Language = "en"
) -> ProposalDocument:
    """Propose what the columns of a draft's files mean, and name a ready mapping that reads them."""
    site = site_of(request)
    one = draft_now(site.reading.data, who, draft)
    meaning = proposed(site.reading.data, one, language)
    return _proposal(meaning, inspections(site.reading.data, one), language)


@router.post("/drafts/{draft}/proposal", status_code=204, responses=problems(404))
def take_proposal(
    request: Request, who: Drafting, draft: str, taken: ProposalTaken, language: Language = "en"
) -> Response:
    """Make a mapping of the proposal, with corrections, for this draft and the uploads to come."""
    site = site_of(request)
    one = draft_now(site.reading.data, who, draft)
    meaning = _chosen(proposed(site.reading.data, one, language), taken)
    with (
        audited(site.reading.data, who, "change mapping", one.collection, one.member),
        site.reading.data.control() as control,
    ):
        keep(site.reading.data, control, one, meaning, who.name, language)
    return Response(status_code=204)


@router.put("/drafts/{draft}/mapping", status_code=204, responses=problems(404, 415), openapi_extra=TAKEN)
async def map_by(request: Request, who: Drafting, draft: str) -> Response:
    """Map a draft by the body, which becomes the mapping of its collection as well."""
    site = site_of(request)
    one = await run_in_threadpool(draft_now, site.reading.data, who, draft)
    text = await mapping_text(request)

    def kept() -> None:
        data = site.reading.data
        with audited(data, who, "change mapping", one.collection, one.member), data.control() as control:
            keep_text(data, control, one, text, who.name, None)

    await run_in_threadpool(kept)
    return Response(status_code=204)


def _file(one: Looked) -> FileDocument:
    tables = [_table(table) for table in one.tables]
    return FileDocument(name=one.file.name, tables=tables, detail=str(one.error) if one.error else None)


def _table(one: Inspection) -> TableDocument:
    return TableDocument(
        kind=one.kind.value,
        sheet=one.sheet,
        sheets=[sheet.name for sheet in one.sheets],
        encoding=one.encoding.codec if one.encoding else None,
        delimiter=one.style.delimiter if one.style else None,
        header_row=one.header_row,
        records=one.records,
        columns=[
            ColumnDocument(
                name=column.name, filled=column.filled, distinct=column.distinct, values=list(column.values)
            )
            for column in one.columns
        ],
        first=[list(shown.cells) for shown in one.first],
    )


def _proposal(meaning: Meaning, found: Iterable[Inspection], language: str) -> ProposalDocument:
    known = recognised(tuple(found))
    said = meaning.defaults
    return ProposalDocument(
        ready_mapping=known.mapping if known else None,
        ready_because=known.reason.sentence(language) if known else None,
        from_before=meaning.from_before,
        asked=list(meaning.proposal.asked),
        defaults=DefaultsDocument.model_construct(
            language=said.language, institution=said.institution, medium=said.medium, rights=said.rights
        ),
        tables=[_proposed_table(table, language) for table in meaning.proposal.tables],
    )


def _proposed_table(table: ProposedTable, language: str) -> ProposedTableDocument:
    columns = [
        ProposedChoice(
            column=one.column,
            word=one.word,
            separator=one.separator,
            language=one.language,
            certainty=one.certainty.value if one.word else None,
            reason=one.reason.sentence(language),
        )
        for one in table.choices
    ]
    return ProposedTableDocument(table=table.name, part=table.part.value, key=table.key, columns=columns)


def _chosen(meaning: Meaning, taken: ProposalTaken) -> Meaning:
    """Let a proposal say what was taken; raise ColumnUnknown."""
    proposal = meaning.proposal
    for table in taken.tables:
        for one in table.columns:
            proposal = _corrected(proposal, table.table, one)
    defaults = meaning.defaults
    if taken.defaults is not None:
        defaults = replace(defaults, **taken.defaults.model_dump())
    return replace(meaning, proposal=proposal, defaults=defaults)


def _corrected(proposal: Proposal, table: str, one: ChoiceDocument) -> Proposal:
    try:
        return proposal.corrected(table, one.column, one.word, separator=one.separator, language=one.language)
    except KeyError as error:
        raise ColumnUnknown(what=str(error.args[0])[:100], table=table[:100]) from None
