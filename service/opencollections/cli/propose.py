"""``ocn propose``: what the columns of a file mean, and a mapping that says so."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Final

import typer

from ..errors import AlreadyThere, WrongOption
from ..mapping.assistant.kept import as_json as choices_as_json
from ..mapping.assistant.proposal import Defaults, Proposal, ProposedTable
from ..mapping.assistant.recognition import Recognised, recognised
from ..mapping.assistant.tables import propose as proposed
from ..mapping.assistant.words import LANGUAGES, words
from ..mapping.assistant.writing import written
from ..records.dialects import is_sign
from ..records.inspection import Correction, Inspection, inspect_sheets
from ..records.packing import unpacked
from ..records.tables import File
from . import display, options
from .whole_files import named

_NONE: Final = "–"
_SHOWN: Final = 36


Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="Files that belong together, such as a list and its pictures."),
]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="MAPPING.yarrrml", help="Write the mapping there."),
]
Language = Annotated[
    str, typer.Option("--language", help=f"Your language, and that of your texts: {', '.join(LANGUAGES)}.")
]
Institution = Annotated[str, typer.Option("--institution", help="Who keeps the objects.")]
Rights = Annotated[
    str,
    typer.Option("--rights", help="Rights of the pictures, where no column says them; a web address."),
]
Medium = Annotated[str, typer.Option("--medium", help="TEXT, IMAGE, SOUND, VIDEO or 3D.")]
Identifying = Annotated[
    list[str] | None,
    typer.Option("--identifier", metavar="COLUMN", help="Column that tells objects apart; several together."),
]
Said = Annotated[
    list[str] | None,
    typer.Option(
        "--column", metavar="COLUMN=WORD", help="Say yourself what a column means; =none leaves it out."
    ),
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Only this sheet of a workbook.")]
Encoding = Annotated[str | None, typer.Option("--encoding", help="Encoding, such as windows-1250.")]
Delimiter = Annotated[str | None, typer.Option("--delimiter", help="Sign between cells.")]
HeaderRow = Annotated[
    int | None, typer.Option("--header-row", help="Row of the headings; 0 if there are none.")
]
Force = Annotated[bool, typer.Option("--force", help="Write over a mapping that is there.")]


def run(
    files: Files,
    out: Out = None,
    language: Language = "",
    institution: Institution = "",
    rights: Rights = "",
    medium: Medium = "IMAGE",
    identifier: Identifying = None,
    column: Said = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    header_row: HeaderRow = None,
    force: Force = False,
    as_json: options.AsJSON = False,
) -> None:
    """Propose what the columns of files mean, and write a mapping that says so.

    The mapping is yours to change; beside it the choices are kept as MAPPING.json.

    Example: ocn propose inventory.xlsx --language hu --institution "Városi Múzeum" -o inventory.yarrrml
    """
    if delimiter is not None and not is_sign(delimiter):
        raise WrongOption(option="--delimiter", value=delimiter, wanted="one character, such as ;")
    correction = Correction(sheet=sheet, encoding=encoding, delimiter=delimiter, header_row=header_row)
    inspections = _inspected(files, correction)
    known = recognised(inspections)
    proposal = proposed(inspections, language or "en")
    for said in column or ():
        proposal = _corrected(proposal, said)
    if as_json:
        display.print_json(_facts(inspections, known, proposal))
    else:
        given = {"language": language, "institution": institution, "rights": rights, "identifier": identifier}
        left = [name for name in proposal.asked if not given.get(name)]
        _print(inspections, known, proposal, left, language or "en")
    if out is not None:
        own = language or proposal.language or "en"
        defaults = Defaults(own, institution, medium.upper(), rights, tuple(identifier or ()))
        _write(out, proposal, defaults, language or "en", force=force)
        typer.echo(f"Written to {out}. Try it: ocn map --mapping {out} --check", err=as_json)


def _inspected(files: Sequence[Path], correction: Correction) -> list[Inspection]:
    """Look through files, those in an archive too."""
    with TemporaryDirectory(prefix="ocn-propose-") as folder:
        return [
            one
            for file in files
            for one in inspect_sheets(unpacked(File(file.name, file), lambda: Path(folder)), correction)
        ]


def _corrected(proposal: Proposal, said: str) -> Proposal:
    """Take what the command line says of a column; raise WrongOption."""
    column, _, name = said.rpartition("=")
    wanted = None if name == "none" else name
    tables = [table for table in proposal.tables if any(one.column == column for one in table.choices)]
    if not tables or not (wanted is None or wanted in words()):
        known = ", ".join(words())
        raise WrongOption(
            option="--column", value=said, wanted=f"COLUMN=WORD with a column of the file and one of: {known}"
        )
    return proposal.corrected(tables[0].name, column, wanted)


def _write(out: Path, proposal: Proposal, defaults: Defaults, language: str, *, force: bool) -> None:
    """Write the mapping and the choices; raise AlreadyThere and WrongOption."""
    beside = named(out).with_suffix(".json")
    for path in (out, beside):
        if path.exists() and not force:
            raise AlreadyThere(what="The file", name=str(path))
    text = written(proposal, defaults, language)
    out.write_text(text, encoding="utf-8")
    beside.write_text(choices_as_json(proposal, defaults), encoding="utf-8")


def _print(
    inspections: Sequence[Inspection],
    known: Recognised | None,
    proposal: Proposal,
    left: Sequence[str],
    language: str,
) -> None:
    for one in inspections:
        typer.echo(_described(one))
    if known is not None:
        typer.echo(
            f"This is {known.title()}. {known.reason.sentence()} The ready mapping {known.mapping!r} reads it."
        )
    for table in proposal.tables:
        typer.echo("")
        typer.echo(f"{table.name} ({table.part.value})")
        for line in _rows(table, language):
            typer.echo(line)
    if left:
        typer.echo("")
        typer.echo(f"Say once for all records: {', '.join(f'--{name}' for name in left)}.")


def _described(one: Inspection) -> str:
    parts = [one.kind.upper(), one.sheet and f"sheet {one.sheet}"]
    if one.encoding is not None:
        parts.append(f"{one.encoding.title} ({one.encoding.told.value})")
    if one.style is not None:
        parts.append(f"delimiter {one.style.delimiter!r}")
    if one.header_row is not None:
        parts.append(f"headings in row {one.header_row}" if one.header_row else "no headings")
    parts.append(f"{one.records:,} records")
    return f"{one.file}: {', '.join(part for part in parts if part)}"


def _rows(table: ProposedTable, language: str) -> Iterator[str]:
    width = min(_SHOWN, max(len(one.column) for one in table.choices))
    for one in table.choices:
        label = words()[one.word].label(language) if one.word else _NONE
        certainty = one.certainty.value if one.word else ""
        apart = f" (apart at {one.separator!r})" if one.separator else ""
        yield f"  {one.column[:width]:{width}}  {label + apart:28}  {certainty:6}  {one.reason.sentence(language)}".rstrip()


def _facts(inspections: Sequence[Inspection], known: Recognised | None, proposal: Proposal) -> dict[str, Any]:
    return {
        "files": [
            {
                "file": one.file,
                "kind": one.kind.value,
                "sheet": one.sheet,
                "encoding": one.encoding and one.encoding.codec,
                "delimiter": one.style and one.style.delimiter,
                "header_row": one.header_row,
                "records": one.records,
            }
            for one in inspections
        ],
        "recognised": known and {"mapping": known.mapping, "reason": known.reason.sentence()},
        "language": proposal.language,
        "asked": list(proposal.asked),
        "tables": [
            {
                "table": table.name,
                "part": table.part.value,
                "key": table.key,
                "columns": [
                    {
                        "column": one.column,
                        "word": one.word,
                        "certainty": one.certainty.value if one.word else None,
                        "separator": one.separator,
                        "language": one.language,
                        "reason": one.reason.sentence(),
                    }
                    for one in table.choices
                ],
            }
            for table in proposal.tables
        ],
    }
