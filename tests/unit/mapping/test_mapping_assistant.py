"""The assistant's words, headings, corrections and memory."""

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opencollections.errors import IdentifierNeeded, NoTable
from opencollections.mapping import convert, read_mapping
from opencollections.mapping.assistant.headings import meanings, plain, taken_apart
from opencollections.mapping.assistant.kept import as_json, remembered
from opencollections.mapping.assistant.live_check import findings
from opencollections.mapping.assistant.proposal import Defaults, Proposal
from opencollections.mapping.assistant.recognition import SIGNS, recognised
from opencollections.mapping.assistant.tables import propose
from opencollections.mapping.assistant.words import LANGUAGES, NOTHING, headings, words
from opencollections.mapping.assistant.writing import written
from opencollections.publishing.documents import ready_mappings
from opencollections.records.inspection import Inspection, inspect, inspect_sheets
from opencollections.records.tables import File, Kind, Selection

MAPPINGS = Path(__file__).resolve().parents[3] / "mappings"
BASE = "http://example.org/id/m/"


def proposal_of(folder: Path, text: str, name: str = "list.csv") -> Proposal:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return propose([inspect(File(name, path))])


def found(folder: Path, proposal: Proposal, defaults: Defaults | None = None) -> tuple[set[str], list[str]]:
    """Run the mapping of a proposal: its statements, and what is wrong."""
    parsed = read_mapping(written(proposal, defaults or Defaults()), "mapping.yarrrml")
    conversion = convert(parsed, base=BASE, folder=folder)
    statements = {str(quad) for quad in conversion.quads()}
    return statements, [problem.sentence() for problem in (*parsed.warnings, *conversion.problems)]


def test_every_word_has_a_name_a_help_and_headings_in_every_language():
    for one in words().values():
        assert set(one.labels) == set(one.helps) == set(one.headings) == set(LANGUAGES), one.name
        assert all(one.headings.values()), one.name
    assert set(headings()[NOTHING]) == set(LANGUAGES)


def test_every_word_is_recognised_by_its_own_name():
    shared = {"technique", "maker-role", "date-from", "date-to"}
    for one in words().values():
        for language in LANGUAGES:
            meant = [meaning.word for meaning in meanings(one.label(language))]
            assert one.name in meant[:2] or one.name in shared, (one.name, language, meant)


@pytest.mark.parametrize(
    ("heading", "word"),
    [
        ("LELTÁRI SZÁM", "identifier"),
        ("leltari_szam", "identifier"),
        ("ObjectNumber", "identifier"),
        ("Inventory no. / Leltári szám", "identifier"),
        ("Titles", "title"),
        ("creation_date", "date"),
        ("creator[*].full_name", "maker"),
        ('$["artist-credit"][*].name', "maker"),
        ("worksInfo/work/workTitle", "title"),
        ("concertInfo/Date", "date"),
        ("subjects[*].label", "subject"),
        ("Title of the object", "title"),
        ("Titel (EN)", "title"),
        ("Schlagwörter", "subject"),
        ("Autorius", "maker"),
        ("Cat. nr.", "identifier"),
        ("Artiest", "maker"),
        ("Uitgebracht op", "date"),
        ("Jogállás", "media-rights"),
        ("Stopáž", "size"),
        ("Témák", "subject"),
        ("Autoriai", "maker"),
        ("Fotografie", "picture"),
        ("Bestanden", "picture"),
        ("Orte", "place"),
        ("Dates", "date"),
    ],
)
def test_headings_are_recognised_whatever_their_spelling(heading: str, word: str):
    assert meanings(heading)[0].word == word


@pytest.mark.parametrize(
    "heading", ["artistId", "birth_place", "Standplaats", "Versicherungswert", "Megjegyzés", "Poznámka"]
)
def test_what_is_known_to_be_no_word_stays_out(heading: str):
    assert meanings(heading)[0].word == NOTHING


@pytest.mark.parametrize(
    ("heading", "stem", "number", "language"),
    [
        ("Title@hu", "Title", None, "hu"),
        ("Title (EN)", "Title", None, "en"),
        ("Cím [angol]", "Cím", None, "en"),
        ("title_de", "title", None, "de"),
        ("Title in English / Angol cím", "Title / cím", None, "en"),
        ("Subject_12", "Subject", 12, None),
        ("Subject 3", "Subject", 3, None),
        ("Size (cm)", "Size (cm)", None, None),
        ("Shot in", "Shot in", None, None),
        ("made_of", "made_of", None, None),
    ],
)
def test_number_and_language_are_taken_off_a_heading(
    heading: str, stem: str, number: int | None, language: str | None
):
    parted = taken_apart(heading)
    assert (parted.stem, parted.number, parted.language) == (stem, number, language)


def test_a_heading_is_compared_without_capitals_accents_and_punctuation():
    assert plain("  Ľudová_Pieseň – ObjectID.") == ("ludova", "piesen", "object", "id")


def test_a_correction_takes_a_word_from_the_column_that_had_it(tmp_path: Path):
    proposal = proposal_of(tmp_path, "No.,Title,Name\n1,Bridge,Híd\n2,Square,Tér\n")
    corrected = proposal.corrected("list", "Name", "title")
    assert [choice.column for choice in corrected.objects.of("title")] == ["Name"]
    assert corrected.objects.choice("Title").reason.sentence() == "The column Name says it better."
    with pytest.raises(KeyError):
        proposal.corrected("list", "Name", "colour")
    with pytest.raises(KeyError):
        proposal.corrected("list", "Colour", "title")


def test_choices_are_remembered_for_the_next_upload(tmp_path: Path):
    first = proposal_of(tmp_path, "No.,Title,Name\n1,Bridge,Híd\n2,Square,Tér\n")
    chosen = first.corrected("list", "Name", "alternative", language="hu").corrected("list", "Title", None)
    kept = as_json(chosen, Defaults("en", "Museum", "TEXT", identifier=("No.",)))
    again = proposal_of(tmp_path, "No.,Title,Name,Year\n1,Bridge,Híd,1912\n2,Square,Tér,1920\n")
    proposal, defaults = remembered(again, kept)
    assert {choice.column: choice.word for choice in proposal.objects.choices} == {
        "No.": "identifier",
        "Title": None,
        "Name": "alternative",
        "Year": "date",
    }
    assert proposal.objects.choice("Name").language == "hu"
    assert defaults == Defaults("en", "Museum", "TEXT", identifier=("No.",))


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[",
        "[]",
        "{}",
        '{"format": 1}',
        '{"format": 1, "tables": 1, "defaults": []}',
        '{"format": 1, "tables": {"list": {"columns": {"No.": {"word": "gone"}, "Title": 3}}}}',
        "[" * 100_000,
    ],
)
def test_a_memory_that_is_none_changes_nothing(tmp_path: Path, kept: str):
    proposal = proposal_of(tmp_path, "No.,Title\n1,Bridge\n2,Square\n")
    assert remembered(proposal, kept) == (proposal, Defaults())


def test_without_a_column_that_tells_objects_apart_it_is_asked_for(tmp_path: Path):
    proposal = proposal_of(tmp_path, "Volume,Page,Title\n1,1,Bridge\n1,2,Bridge\n2,1,Square\n")
    assert proposal.asked[0] == "identifier"
    with pytest.raises(IdentifierNeeded, match="Volume, Page, Title"):
        written(proposal, Defaults())
    statements, problems = found(tmp_path, proposal, Defaults(identifier=("Volume", "Page")))
    assert not problems
    assert sum("ProvidedCHO" in line for line in statements) == 3
    assert any("object/1-2" in line for line in statements)


def test_nothing_with_columns_is_told():
    with pytest.raises(NoTable, match=r"a\.rdf"):
        propose([Inspection("a.rdf", Kind.RDF, Selection())])


def test_the_same_word_in_several_columns_is_taken_together(tmp_path: Path):
    columns = [f"Subject_{number}" for number in range(1, 43)]
    rows = [
        ",".join(["1", "Bridge", *(f"word {n}" for n in range(42))]),
        ",".join(["2", "Square", *[""] * 42]),
    ]
    proposal = proposal_of(tmp_path, "\n".join([",".join(["No.", "Title", *columns]), *rows]) + "\n")
    filled = {choice.column for choice in proposal.objects.of("subject")}
    assert filled == set(columns)
    statements, problems = found(tmp_path, proposal)
    assert not problems
    assert sum("/subject>" in line for line in statements) == 42


def test_sheets_and_files_that_know_each_other_are_put_together(tmp_path: Path):
    files = {
        "objects.csv": "ObjectID,ObjectNumber,Title,Dated\n1,A/1,Bridge,1912\n2,A/2,Square,1920\n",
        "images.csv": "ObjectID,Image URL\n1,https://a.example/1.jpg\n2,https://a.example/2.jpg\n",
        "people.csv": "PersonID,Display Name,BeginDate\n7,Anna Nagy,1881\n8,John Smith,1890\n",
        "links.csv": "ObjectID,PersonID,Role\n1,7,Photographer\n1,8,Sitter\n2,8,Photographer\n",
    }
    inspections = []
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        inspections.append(inspect(File(name, tmp_path / name)))
    proposal = propose(inspections)
    assert {table.name: table.part.value for table in proposal.tables} == {
        "objects": "objects",
        "images": "more",
        "people": "persons",
        "links": "links",
    }
    statements, problems = found(tmp_path, proposal)
    assert not problems
    creator = "<http://purl.org/dc/elements/1.1/creator>"
    assert {line for line in statements if creator in line} == {
        f"<{BASE}object/1> {creator} <{BASE}maker/7>",
        f"<{BASE}object/2> {creator} <{BASE}maker/8>",
    }
    assert any(f"<{BASE}object/1>" in line and "hasMet" in line and "maker/8" in line for line in statements)
    assert any(f"<{BASE}aggregation/2>" in line and "isShownBy" in line for line in statements)


HEADING = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@settings(max_examples=25)
@example("Title\n(hu)")
@example("a) (b")
@example("C:\\path, 'x' [1] {2} # 3")
@example("_language")
@example("$(Title)")
@given(HEADING.filter(lambda text: text.strip() == text and "\ufeff" not in text))
def test_a_mapping_is_written_for_any_heading(tmp_path_factory: pytest.TempPathFactory, heading: str):
    folder = tmp_path_factory.mktemp("any")
    quoted = heading.replace('"', '""')
    text = f'No.,Title,"{quoted}"\n1,Bridge,a\n2,Square,b\n'
    proposal = proposal_of(folder, text)
    column = proposal.objects.choices[-1].column
    corrected = proposal.corrected("list", column, "subject", separator=";").corrected(
        "list", "Title", "title"
    )
    _, problems = found(folder, corrected)
    assert [one for one in problems if "heading" not in one] == []


@pytest.mark.parametrize(
    ("mapping", "sample"),
    [
        ("lido", "lido.xml"),
        ("edm", "edm.xml"),
        ("marcxml", "records.xml"),
        ("oai-dc", "records.xml"),
        ("ead3", "findingaid.xml"),
        ("ead2002", "findingaid.xml"),
        ("mods", "records.xml"),
        ("omeka-s", "items.csv"),
        ("collectiveaccess", "objects.csv"),
        ("musicbrainz", "releases.json"),
        ("workbook", "collection.xlsx"),
        ("workbook", "template.xlsx"),
        ("record-label", "catalogue.csv"),
        ("film-sheet", "films.csv"),
        ("hungarian-ledger", "leltarkonyv.csv"),
    ],
)
def test_an_export_that_a_ready_mapping_reads_is_recognised(mapping: str, sample: str):
    path = MAPPINGS / mapping / sample
    known = recognised(inspect_sheets(File(path.name, path)))
    assert known is not None
    assert known.mapping == mapping
    assert mapping in ready_mappings()


def test_why_it_is_recognised_is_told_in_every_language():
    path = MAPPINGS / "film-sheet" / "films.csv"
    known = recognised([inspect(File(path.name, path))])
    assert known is not None
    assert known.reason.sentence() == "It has the columns Film no., Director, Gauge."
    assert len({known.reason.sentence(language) for language in LANGUAGES}) == len(LANGUAGES)
    assert len({known.title(language) for language in LANGUAGES}) == len(LANGUAGES)


def test_every_sentence_of_the_assistant_is_told_in_every_language():
    file = files("opencollections.mapping.assistant").joinpath("texts.yml")
    texts = yaml.safe_load(file.read_text(encoding="utf-8"))
    names = {("exports", one.mapping) for one in SIGNS if one.namespace}
    for kind in ("reasons", "comments", "exports"):
        for code, told in texts[kind].items():
            assert set(told) == ({"en"} if (kind, code) in names else set(LANGUAGES)), (kind, code)
            assert len({frozenset(re.findall(r"{\w+}", text)) for text in told.values()}) == 1, (kind, code)


def test_every_ready_mapping_is_recognised_by_some_file():
    assert {one.mapping for one in SIGNS} == {
        name for name in ready_mappings() if not name.startswith("demo/")
    }


def test_a_sheet_of_one_s_own_is_not_taken_for_an_export(tmp_path: Path):
    path = tmp_path / "list.csv"
    path.write_text("Leltári szám,Cím\n1,Híd\n", encoding="utf-8")
    assert recognised([inspect(File(path.name, path))]) is None


def test_the_memory_is_json_that_says_its_format(tmp_path: Path):
    proposal = proposal_of(tmp_path, "No.,Title\n1,Bridge\n2,Square\n")
    assert json.loads(as_json(proposal, Defaults()))["format"] == 1


def test_the_rights_of_all_stand_only_where_a_cell_says_nothing(tmp_path: Path):
    text = (
        "No.,Title,Rights\n1,Bridge,CC BY 4.0\n2,Square,\n3,House,ask Anna\n4,Mill,CC0\n5,Ferry,CC BY 4.0\n"
    )
    proposal = proposal_of(tmp_path, text)
    everybody = "http://rightsstatements.org/vocab/InC/1.0/"
    statements, problems = found(tmp_path, proposal, Defaults(rights=everybody))
    rights = {
        line.split("> ")[0].rpartition("/")[2]: line.split("<")[-1].rstrip(">")
        for line in statements
        if "edm/rights>" in line
    }
    assert rights == {
        "1": "http://creativecommons.org/licenses/by/4.0/",
        "2": everybody,
        "4": "http://creativecommons.org/publicdomain/zero/1.0/",
        "5": "http://creativecommons.org/licenses/by/4.0/",
    }
    assert any("'ask Anna'" in problem for problem in problems)


@pytest.mark.parametrize(
    ("written_as", "spoilt", "said"),
    [
        ("$(Title)", "$(Titel)", "has no such column"),
        ("dc:title", "dct:title", "The prefix 'dct' of 'dct:title' is not known"),
        ("    s: object", "    s object", "This is not YAML"),
        ("$(_language)~lang", "hungarian~lang", "is not a language tag"),
    ],
)
def test_the_live_check_tells_what_is_wrong_with_its_line(
    tmp_path: Path, written_as: str, spoilt: str, said: str
):
    proposal = proposal_of(tmp_path, "No.,Title\n1,Bridge\n2,Square\n")
    text = written(proposal, Defaults())
    inspections = [table.inspection for table in proposal.tables]
    assert findings(text, "mapping.yarrrml", inspections) == ()
    wrong = findings(text.replace(written_as, spoilt), "mapping.yarrrml", inspections)
    line = 1 + text[: text.index(written_as)].count("\n")
    assert any(
        said in one.message and abs((getattr(one, "line", None) or one.row) - line) <= 1 for one in wrong
    )


def test_the_live_check_passes_over_files_that_were_not_looked_through(tmp_path: Path):
    proposal = proposal_of(tmp_path, "No.,Title\n1,Bridge\n2,Square\n")
    text = written(proposal, Defaults()).replace("$(Title)", "$(Titel)")
    assert findings(text, "mapping.yarrrml") == ()


def test_any_name_of_a_file_and_a_sheet_can_be_written(tmp_path: Path):
    path = tmp_path / "Leltár (2024), “végleges”: #1.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Tárgyak; régi, 'új' #2")
        sheet.write_row(0, 0, ["No.", "Cím"])
        sheet.write_row(1, 0, ["1", "Híd"])
    proposal = propose(inspect_sheets(File(path.name, path)))
    statements, problems = found(tmp_path, proposal)
    assert not problems
    assert sum("ProvidedCHO" in line for line in statements) == 1


@pytest.mark.parametrize(
    ("numbers", "key"),
    [
        (["A1", "A2", "A3"], "No."),
        (["A1", "", "A3"], "No."),
        (["A1", "A1", "A3"], None),
    ],
)
def test_a_number_with_gaps_tells_objects_apart_and_one_that_stands_twice_does_not(
    tmp_path: Path, numbers: list[str], key: str | None
):
    rows = "".join(f"{number},Bridge {place}\n" for place, number in enumerate(numbers))
    proposal = proposal_of(tmp_path, f"No.,Title\n{rows}")
    assert proposal.objects.key == key
    assert ("identifier" in proposal.asked) == (key is None)
    assert proposal.objects.first("identifier").column == "No."


def test_a_number_that_every_record_has_stands_in_for_one_with_gaps(tmp_path: Path):
    proposal = proposal_of(tmp_path, "id,Inventory no.,Title\n1,A1,Bridge\n2,,Square\n")
    assert proposal.objects.key == "id"
    assert "Not every record has an inventory number" in written(proposal, Defaults())
    statements, problems = found(tmp_path, proposal)
    assert (len([line for line in statements if "ProvidedCHO" in line]), problems) == (2, [])


def test_somebody_who_is_not_known_makes_nothing(tmp_path: Path):
    proposal = proposal_of(
        tmp_path, "No.,Title,Artist\n1,Bridge,unbekannt\n2,Square,Unknown\n3,Mill,Ada Lyle\n"
    )
    statements, problems = found(tmp_path, proposal)
    assert not problems
    assert {line.rpartition("/")[2] for line in statements if "/creator>" in line} == {"Ada%20Lyle>"}


def test_texts_in_another_language_are_told_by_their_words(tmp_path: Path):
    hungarian = "A menyasszony és a vőlegény a kert előtt, az épület mellett áll."
    english = "The bride and the groom in the garden, at the side of the building with the tower."
    rows = "".join(f"{number},Kép {number},{hungarian!r},{english!r}\n" for number in range(6)).replace(
        "'", '"'
    )
    proposal = proposal_of(tmp_path, f"No.,Cím,Leírás,Summary\n{rows}")
    languages = {one.column: one.language or proposal.language for one in proposal.objects.of("description")}
    assert languages == {"Leírás": "hu", "Summary": "en"}


def test_sheets_of_the_same_headings_all_have_objects(tmp_path: Path):
    path = tmp_path / "years.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for year in (2023, 2024):
            sheet = book.add_worksheet(str(year))
            sheet.write_row(0, 0, ["No.", "Title", "Maker", "Remark"])
            sheet.write_row(1, 0, [f"{year}.1", "Bridge", "Ada Lyle", "x"])
    proposal = propose(inspect_sheets(File(path.name, path))).corrected("2023", "Remark", "note")
    assert [choice.word for table in proposal.tables for choice in table.choices] == 2 * [
        "identifier",
        "title",
        "maker",
        "note",
    ]
    statements, problems = found(tmp_path, proposal)
    assert not problems
    assert sum("ProvidedCHO" in line for line in statements) == 2
    assert sum("aggregatedCHO" in line for line in statements) == 2


@pytest.mark.parametrize(
    "separator",
    [
        ";",
        "; ",
        "|",
        " / ",
        "/",
        "//",
        "\n",
        "(",
        ")",
        "$",
        '"',
        "\\",
        "~iri",
        "$(No.)",
        "#",
        ": ",
        "\x1d",
        "\x0b",
    ],
)
def test_any_sign_can_be_the_separator_of_a_cell(tmp_path: Path, separator: str):
    cell = f"bridge{separator}river".replace('"', '""')
    proposal = proposal_of(tmp_path, f'No.,Title,Subject\n1,Bridge,"{cell}"\n')
    corrected = proposal.corrected("list", "Subject", "subject", separator=separator)
    statements, problems = found(tmp_path, corrected)
    assert not problems
    assert sum("elements/1.1/subject>" in line for line in statements) == 2


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["Kabos Gyula\x1dÁgay Irén", "Páger Antal"], "\x1d"),
        (["A. Actor\x0bB. Actor", "n/a"], "\x0b"),
        (["vásár, piac, tömeg", "halászat, folyó", "család"], ","),
        (["szüret, szőlő", "szőlő"], ","),
        (["kerámia, mázas", "üveg"], None),
        (["Smith, John", "Smith, Mary", "Smith"], None),
        (["Ó, Péter", "Ó, Pál"], None),
    ],
)
def test_the_sign_between_subjects_is_seen_where_it_is_no_part_of_them(
    tmp_path: Path, cells: list[str], separator: str | None
):
    rows = "".join(f'{number},Bridge,"{cell}"\n' for number, cell in enumerate(cells))
    proposal = proposal_of(tmp_path, f"No.,Title,Subject\n{rows}")
    assert proposal.objects.choice("Subject").separator == separator


@pytest.mark.parametrize(
    ("headings", "meant"),
    [
        ("Title,Title", ["title", "alternative"]),
        ("Title_hu,Title_en", ["title", "title"]),
        ("Title_2,Title_1,Title_3", ["title", "alternative", "alternative"]),
    ],
)
def test_an_object_has_one_title_in_a_language_and_other_titles(
    tmp_path: Path, headings: str, meant: list[str]
):
    names = [f"{word} of it" for word in ("first", "second", "third")[: len(meant)]]
    proposal = proposal_of(tmp_path, f"No.,{headings}\n1,{','.join(names)}\n2,{','.join(names)}\n")
    assert [choice.word for choice in proposal.objects.choices[1:]] == meant


def test_a_language_that_is_none_is_told_and_spoils_nothing_else(tmp_path: Path):
    proposal = proposal_of(tmp_path, "No.,Title,Subject\n1,Bridge,river\n")
    for separator in (None, ";"):
        text = written(
            proposal.corrected("list", "Subject", "subject", separator=separator, language="hu]\nx: [y"),
            Defaults(),
        )
        (wrong,) = findings(text, "mapping.yarrrml")
        assert "is not a language tag" in wrong.message


def test_what_stands_inside_of_something_is_not_taken_for_it():
    assert meanings("contributors[*].startLetter") == []
    assert meanings("artistId")[0].word == NOTHING


def test_numbers_and_single_letters_are_no_names(tmp_path: Path):
    proposal = proposal_of(tmp_path, "No.,Title,Subject,Maker\n1,Bridge,12,a\n2,Square,4,b\n")
    assert [choice.word for choice in proposal.objects.choices] == ["identifier", "title", None, None]


def test_a_period_may_have_a_column_for_each_side(tmp_path: Path):
    proposal = proposal_of(tmp_path, "No.,Title,Year from,Year to\n1,Bridge,1912,1915\n2,Square,1920,\n")
    statements, problems = found(tmp_path, proposal)
    assert not problems
    assert {line.rpartition("/")[2] for line in statements if "edm/begin>" in line} == {
        'begin> "1912"',
        'begin> "1920"',
    }
    assert {line.rpartition("created> ")[2] for line in statements if "terms/created>" in line} == {
        '"1912/1915"',
        '"1920"',
    }


@pytest.mark.parametrize(
    ("second", "subject"),
    [("47.5,19.0", "place/Budapest"), ("47.6,19.1", "position/2")],
)
def test_coordinates_are_those_of_the_place_unless_there_are_more_of_them(
    tmp_path: Path, second: str, subject: str
):
    text = f"No.,Title,Place,Latitude,Longitude\n1,Bridge,Budapest,47.5,19.0\n2,Square,Budapest,{second}\n"
    statements, problems = found(tmp_path, proposal_of(tmp_path, text))
    assert not problems
    assert any(
        line.startswith(f"<{BASE}{subject}> <http://www.w3.org/2003/01/geo/wgs84_pos#lat>")
        for line in statements
    )


def test_of_several_pictures_the_first_is_the_one_that_an_object_is_shown_by(tmp_path: Path):
    files = {
        "objects.csv": "No.,Title,Maker\n1,Bridge,Ada\n2,Square,Ada\n",
        "pictures (all).csv": "No.;Image URL\n1;https://a.example/1.jpg\n1;https://a.example/1b.jpg\n2;https://a.example/2.jpg\n",
    }
    inspections = []
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        inspections.append(inspect(File(name, tmp_path / name)))
    statements, problems = found(tmp_path, propose(inspections))
    assert not problems
    shown = {line.rpartition("/")[2] for line in statements if "isShownBy>" in line}
    assert (shown, [line.rpartition("/")[2] for line in statements if "hasView>" in line]) == (
        {"1.jpg>", "2.jpg>"},
        ["1b.jpg>"],
    )
