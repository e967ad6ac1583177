"""The command line as its users meet it: verbs, JSON for scripts, and one sentence for whatever is wrong."""

import json
import re
import socket
import subprocess
import zipfile
from pathlib import Path

import click
import pytest
import typer.main
import xlsxwriter
from verbs import CC0, MAPPING, OCN, ocn, published

from opencollections.cli.main import application


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published collection ``m/list`` in ``data`` and the files it was made of."""
    return published(tmp_path_factory.mktemp("place"))


def test_a_member_gets_its_token_once(place: Path):
    done = ocn("member", "add", "second", "--name", "Second", "--json", "--data", "data", cwd=place)
    told = json.loads(done.stdout)
    assert told["token"].startswith("ocn_")
    assert re.fullmatch(r"http://localhost:8000/invitations/[\w-]{32}", told["invitation"])


def test_people_are_invited_listed_and_taken_back(place: Path):
    invited = ocn("member", "invite", "m", "--email", "anna@m.example", "--json", "--data", "data", cwd=place)
    assert "/invitations/" in json.loads(invited.stdout)["invitation"]
    listed = ocn("member", "people", "m", "--data", "data", cwd=place).stdout
    assert re.search(r"^m  anna@m.example  invited until 20", listed, re.MULTILINE)
    revoke = ["member", "revoke", "m", "--email", "anna@m.example", "--data", "data"]
    assert ocn(*revoke, cwd=place).returncode == 0
    again = ocn(*revoke, cwd=place)
    assert again.returncode == 2
    assert "Nobody with the address anna@m.example works for m" in again.stderr


def test_an_invitation_that_names_no_address_is_ended(place: Path):
    link = json.loads(ocn("member", "add", "x", "--name", "X", "--json", "--data", "data", cwd=place).stdout)
    assert "/invitations/" in link["invitation"]
    revoke = ["member", "revoke", "x", "--data", "data"]
    assert ocn(*revoke, cwd=place).stdout.endswith("are ended: 1.\n")
    assert ocn(*revoke, cwd=place).stdout.endswith("are ended: 0.\n")
    assert "invited" not in ocn("member", "people", "x", "--data", "data", cwd=place).stdout


def test_a_base_that_nobody_asks_for_is_the_one_that_the_data_remembers(place: Path):
    base = "https://data.example.org"
    given = ["--data", "other"]
    ocn("member", "add", "m", "--name", "M", *given, cwd=place)
    new = ["m/list", "--title", "x", "--licence", CC0, "--mapping", "mapping.yml"]
    ocn("collection", "add", *new, *given, cwd=place)
    published = ocn("ingest", "m/list", "list.csv", "--base-url", base, *given, cwd=place)
    assert published.returncode == 0, published.stderr
    link = ocn("member", "invite", "m", "--email", "anna@m.example", "--json", *given, cwd=place).stdout
    assert json.loads(link)["invitation"].startswith(f"{base}/invitations/")
    assert ocn("query", "ASK { <id/m/object/1> ?p ?o }", *given, cwd=place).stdout.strip() == "true"


def test_ingest_prints_what_the_contract_names(place: Path):
    done = ocn("ingest", "m/list", "list.csv", "--json", "--data", "data", cwd=place)
    outcome = json.loads(done.stdout)
    assert outcome.pop("seconds") > 0
    assert outcome == {
        "collection": "m/list",
        "version": 1,
        "records": 2,
        "entities": 2,
        "quads": 4,
        "added": 0,
        "removed": 0,
        "kept_out": 0,
        "problems": {"error": 0, "warning": 6, "advice": 0},
    }


def test_check_and_draft_publish_nothing(place: Path):
    (place / "more.csv").write_text("No,Title\n1,Híd\n2,Ház\n3,Kút\n", encoding="utf-8")
    report = json.loads(ocn("check", "m/list", "more.csv", "--json", "--data", "data", cwd=place).stdout)
    assert (report["records"], report["kept_out"]) == (3, 0)
    assert {(one["code"], one["row"]) for one in report["problems"]} == {
        (code, row)
        for code in ("object-number-missing", "object-type", "object-media-type-missing")
        for row in (2, 3, 4)
    }
    assert ocn("ingest", "m/list", "more.csv", "--draft", "--data", "data", cwd=place).returncode == 0
    versions = json.loads(ocn("versions", "m/list", "--json", "--data", "data", cwd=place).stdout)
    assert [version["version"] for version in versions] == [1]


def test_many_problems_are_counted_by_kind(place: Path):
    rows = "".join(f"{number},Kép\n" for number in range(50))
    (place / "many.csv").write_text(f"No,Title\n{rows}", encoding="utf-8")
    told = ocn("check", "m/list", "many.csv", "--data", "data", cwd=place).stderr
    assert "… and 110 more. All together:" in told
    assert re.search(r"^ +50  warning: Missing: media type \(object\)\. Say whether", told, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["--format", "json"], '{\n  "records": 3'),
        (["--format", "csv", "--language", "hu"], "\ufeffSúlyosság,Fájl,Munkalap,Sor,Oszlop"),
    ],
)
def test_check_writes_its_report_in_a_format_and_a_language(place: Path, arguments: list[str], begins: str):
    (place / "more.csv").write_text("No,Title\n1,Híd\n2,Ház\n3,Kút\n", encoding="utf-8")
    done = ocn("check", "m/list", "more.csv", *arguments, "-o", "report", "--data", "data", cwd=place)
    assert (done.returncode, done.stdout) == (0, "")
    assert (place / "report").read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--format", "pdf"], "pdf"),
        (["--language", "xx"], "en, hu, sk"),
        (["--format", "xlsx"], "no workbook"),
    ],
)
def test_check_refuses_a_report_that_it_cannot_write(place: Path, arguments: list[str], told: str):
    done = ocn("check", "m/list", "list.csv", *arguments, "--data", "data", cwd=place)
    assert done.returncode == 2
    assert told in re.sub(r"\s+", " ", done.stderr)


def test_map_writes_the_same_statements_to_a_file_and_to_standard_output(place: Path):
    base = "https://example.org/id/m/"
    shown = ocn("map", "--mapping", "mapping.yml", "--base", base, "--sort", cwd=place)
    ocn("map", "--mapping", "mapping.yml", "--base", base, "--sort", "-o", "out.nq", cwd=place)
    assert shown.stdout == (place / "out.nq").read_text(encoding="utf-8")
    lines = shown.stdout.splitlines()
    assert lines == sorted(lines)
    assert '<https://example.org/id/m/object/2> <http://purl.org/dc/elements/1.1/title> "Ház"@hu .' in lines


def test_map_takes_a_file_for_a_name_and_keeps_empty_cells_when_asked(place: Path):
    (place / "gaps.csv").write_text("No,Title\n1,\n", encoding="utf-8")
    absent = ocn("map", "--mapping", "mapping.yml", "--source", "list.csv=gaps.csv", cwd=place)
    kept = ocn("map", "--mapping", "mapping.yml", "--source", "list.csv=gaps.csv", "--keep-empty", cwd=place)
    assert "title" not in absent.stdout
    assert 'title> ""@hu .' in kept.stdout


@pytest.mark.parametrize(
    ("format_", "beginning"),
    [("nq", "<http"), ("ttl", "@prefix"), ("edm", "<?xml"), ("csv", "\ufeffidentifier,")],
)
def test_export_writes_the_published_version(place: Path, format_: str, beginning: str):
    done = ocn("export", "m/list", "--format", format_, "-o", f"out.{format_}", "--data", "data", cwd=place)
    assert done.returncode == 0, done.stderr
    text = (place / f"out.{format_}").read_text(encoding="utf-8")
    assert text.startswith(beginning)
    assert "Híd" in text


def test_an_archive_for_europeana_has_what_is_ready_and_says_why_the_rest_is_not(place: Path):
    done = ocn("export", "m/list", "--format", "edm", "-o", "out.zip", "--data", "data", cwd=place)
    assert "0 records are ready for Europeana." in done.stderr
    with zipfile.ZipFile(place / "out.zip") as archive:
        assert archive.namelist() == ["held-back.csv"]
        table = archive.read("held-back.csv").decode()
    assert "edm-without-aggregation" in table
    assert "/id/m/object/1" in table


def test_an_exported_cell_is_never_a_formula(place: Path):
    (place / "evil.csv").write_text('No,Title\n1,"=cmd|calc"\n', encoding="utf-8")
    ocn(
        "collection",
        "add",
        "m/evil",
        "--title",
        "x",
        "--licence",
        CC0,
        "--mapping",
        "mapping.yml",
        "--data",
        "data",
        cwd=place,
    )
    ocn("ingest", "m/evil", "evil.csv", "--data", "data", cwd=place)
    text = ocn("export", "m/evil", "--format", "csv", "--data", "data", cwd=place).stdout
    assert "'=cmd|calc" in text
    assert ",=cmd" not in text


def test_query_answers_from_what_is_published(place: Path):
    query = "SELECT ?t WHERE { GRAPH <http://localhost:8000/graph/m/list> { ?s <http://purl.org/dc/elements/1.1/title> ?t } } ORDER BY ?t"
    assert ocn("query", query, "--data", "data", cwd=place).stdout.split() == ["t", "Ház", "Híd"]
    assert ocn("query", "-", "--data", "data", cwd=place, stdin="ASK {}").stdout.strip() == "true"


def verbs() -> dict[str, click.Command]:
    """Give every verb by what is typed for it; a group is one where it does something alone."""
    found = {}
    for name, command in typer.main.get_command(application()).commands.items():
        below = getattr(command, "commands", {})
        found.update({f"{name} {under}": one for under, one in below.items()})
        if not command.no_args_is_help or not below:
            found[name] = command
    return found


VERBS = verbs()
PURE = {"propose"}
"""Verbs that look at files alone, and have no data and no identifiers."""


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example_in_its_help(verb: str):
    paragraphs = (VERBS[verb].help or "").split("\n\n")
    assert [one for one in paragraphs if re.match(rf"Example: (OCN_\w+=\S+ )?ocn {verb}\b", one)], paragraphs


@pytest.mark.parametrize("verb", sorted(VERBS.keys() - PURE))
def test_every_verb_takes_the_data_folder_and_the_base(verb: str):
    options = {option for one in VERBS[verb].params for option in one.opts}
    assert {"--data", "--base-url"} <= options


def test_help_is_printed():
    done = ocn("check", "--help")
    assert (done.returncode, "Example: ocn check npg/portraits npg.xlsx --json" in done.stdout) == (0, True)


def broken_workbook(folder: Path) -> Path:
    path = folder / "broken.xlsx"
    path.write_bytes(b"PK\x03\x04 this was a workbook once xl/workbook.xml")
    return path


def workbook(folder: Path) -> Path:
    path = folder / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Objects")
        sheet.write_row(0, 0, ["No", "Titel"])
        sheet.write_row(1, 0, [1, "A"])
    return path


def mapping(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


EVIL = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
ELSEWHERE = ("--base-url", "https://elsewhere.example.org")
KEPT = r"published under http://localhost:8000, and identifiers never change"

BAD = {
    "a missing column": (
        lambda f: ["ingest", "m/list", csv(f, "wrong.csv", "No,Titel\n1,A\n")],
        1,
        r"column 'Title'.*no such column.*Did you mean 'Titel'\?",
    ),
    "an unknown mapping key": (
        lambda f: ["map", "--mapping", mapping(f, "key.yml", MAPPING.replace("po:", "poo:"))],
        1,
        r"key\.yml, row 7.*'poo'.*Did you mean 'po'",
    ),
    "a sheet that is not there": (
        lambda f: [
            "map",
            "--mapping",
            mapping(f, "sheet.yml", MAPPING.replace("list.csv~csv", "book.xlsx~xlsx, Object")),
            "--source",
            f"book.xlsx={workbook(f)}",
        ],
        1,
        r"book\.xlsx: there is no sheet 'Object'\. The sheets are: .*Objects.*Did you mean",
    ),
    "a broken workbook": (
        lambda f: ["ingest", "m/list", broken_workbook(f)],
        1,
        r"broken\.xlsx.*cannot be read.*save it again",
    ),
    "a template without a value": (
        lambda f: [
            "map",
            "--mapping",
            mapping(f, "empty.yml", MAPPING.replace("object/$(No)", "object/$()")),
        ],
        1,
        r"empty\.yml, row 6",
    ),
    "a mapping that names a file outside its folder": (
        lambda f: ["map", "--mapping", mapping(f, "out.yml", MAPPING.replace("list.csv", "../secret.csv"))],
        1,
        r"out\.yml, row 5.*\.\./secret\.csv",
    ),
    "a value table outside the folder": (
        lambda f: [
            "map",
            "--mapping",
            mapping(
                f,
                "table.yml",
                MAPPING
                + "      - p: dc:subject\n        o: {function: \"idlab-fn:lookup(str=$(No), inputFile='/etc/passwd', fromColumn='0', toColumn='1')\"}\n",
            ),
        ],
        1,
        r"table\.yml.*/etc/passwd",
    ),
    "an unknown function": (
        lambda f: [
            "map",
            "--mapping",
            mapping(
                f,
                "function.yml",
                MAPPING
                + "      - {p: dc:date, o: {function: grel:frobnicate, parameters: [[grel:valueParameter, $(No)]]}}\n",
            ),
        ],
        1,
        r"function\.yml.*there is no function .*frobnicate",
    ),
    "a SPARQL syntax error": (lambda _: ["query", "SELECT ?s WHERE { ?s ?p"], 2, r"not valid SPARQL"),
    "SERVICE in a query": (
        lambda _: ["query", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"],
        2,
        r"refused.*SERVICE",
    ),
    "an update for a query": (lambda _: ["query", "INSERT DATA { <a:b> <a:b> 1 }"], 2, r"refused"),
    "XML with a DOCTYPE": (
        lambda f: [
            "map",
            "--mapping",
            mapping(f, "xml.yml", MAPPING.replace("list.csv~csv", "evil.xml~xpath, /x")),
            "--source",
            f"evil.xml={text(f, 'evil.xml', EVIL)}",
        ],
        1,
        r"evil\.xml.*DOCTYPE.*refused",
    ),
    "JSON nested too deep": (
        lambda f: [
            "map",
            "--mapping",
            mapping(f, "deep.yml", MAPPING.replace("list.csv~csv", "deep.json~jsonpath, $")),
            "--source",
            f"deep.json={text(f, 'deep.json', '[' * 2000 + ']' * 2000)}",
        ],
        1,
        r"deep\.json.*more than 100 deep",
    ),
    "an unknown collection": (
        lambda _: ["ingest", "m/none", "list.csv"],
        2,
        r"no collection 'm/none'.*ocn collection add m/none",
    ),
    "a file that is not there": (lambda _: ["ingest", "m/list", "none.csv"], 2, r"no file 'none\.csv'"),
    "a member that is there": (lambda _: ["member", "add", "m", "--name", "x"], 2, r"'m' is there already"),
    "a bad short name": (lambda _: ["member", "add", "Nagy Múzeum", "--name", "x"], 2, r"small letters"),
    "an unknown format": (
        lambda _: ["export", "m/list", "--format", "docx"],
        2,
        r"'docx'.*Choose one of: nq, ttl, edm, csv",
    ),
    "an unknown mapping": (
        lambda _: ["collection", "add", "m/x", "--title", "x", "--licence", CC0, "--mapping", "nowhere.yml"],
        2,
        r"no mapping 'nowhere\.yml'",
    ),
    "a licence that is none": (
        lambda _: [
            "collection",
            "add",
            "m/x",
            "--title",
            "x",
            "--licence",
            "CC BY",
            "--mapping",
            "mapping.yml",
        ],
        2,
        r"'CC BY' cannot be a licence",
    ),
    "a base that no header can have": (
        lambda _: ["versions", "m/list", "--base-url", "http://őrség.example"],
        2,
        r"cannot be the base of identifiers: it has letters beyond ASCII; write the host as .*xn--",
    ),
    "another base": (lambda _: ["ingest", "m/list", "list.csv", *ELSEWHERE], 2, KEPT),
    "another base of a member": (lambda _: ["member", "add", "x", "--name", "X", *ELSEWHERE], 2, KEPT),
    "another base of an invitation": (
        lambda _: ["member", "invite", "m", "--email", "eva@m.example", *ELSEWHERE],
        2,
        KEPT,
    ),
    "another base of a collection": (
        lambda _: [
            *("collection", "add", "m/x", "--title", "x", "--licence", CC0, "--mapping", "mapping.yml"),
            *ELSEWHERE,
        ],
        2,
        KEPT,
    ),
    "another base of versions": (lambda _: ["versions", "m/list", *ELSEWHERE], 2, KEPT),
    "another base of drafts": (lambda _: ["drafts", *ELSEWHERE], 2, KEPT),
    "another base of people": (lambda _: ["member", "people", *ELSEWHERE], 2, KEPT),
    "another base of a backup": (lambda _: ["backup", "elsewhere", *ELSEWHERE], 2, KEPT),
    "another base of a rebuild": (lambda _: ["rebuild", *ELSEWHERE], 2, KEPT),
    "another base of the doctor": (lambda _: ["doctor", *ELSEWHERE], 2, KEPT),
    "another base of what is taken out": (lambda _: ["takeout", "m", *ELSEWHERE], 2, KEPT),
    "a file that the mapping does not name, beside another": (
        lambda f: ["ingest", "m/list", csv(f, "a.csv", "No\n1\n"), csv(f, "b.csv", "No\n1\n")],
        2,
        r"reads list\.csv, .*handed in: a\.csv, b\.csv.*Hand in that file too, or rename yours to list\.csv",
    ),
    "a member without a name": (lambda _: ["member", "add", "x", "--name", " \n"], 2, r"name is missing"),
    "a member with a language that is none": (
        lambda _: ["member", "add", "x", "--name", "X", "--language", "klingon!!"],
        2,
        r"'klingon!!' is no language",
    ),
    "a homepage that is no address": (
        lambda _: ["member", "add", "x", "--name", "X", "--homepage", "our page"],
        2,
        r"'our page' cannot be a homepage: it is not an http or https address",
    ),
    "a homepage that runs": (
        lambda _: ["member", "add", "x", "--name", "X", "--homepage", "javascript:alert(1)"],
        2,
        r"cannot be a homepage",
    ),
    "a homepage that no identifier can be": (
        lambda _: ["member", "add", "x", "--name", "X", "--homepage", "https://x.example/%zz?a=1"],
        2,
        r"cannot be a homepage: it has characters",
    ),
    "a collection without a title": (
        lambda _: ["collection", "add", "m/x", "--title", "", "--licence", CC0],
        2,
        r"name is missing",
    ),
    "a licence that no identifier can be": (
        lambda _: ["collection", "add", "m/x", "--title", "x", "--licence", "http://x.example/%zz"],
        2,
        r"cannot be a licence: it has characters",
    ),
    "an unknown verb": (lambda _: ["frobnicate"], 2, r"frobnicate"),
    "an unreadable data folder": (
        lambda _: ["versions", "m/list", "--data", "/dev/null/x"],
        3,
        r"/dev/null/x cannot be used",
    ),
}


def csv(folder: Path, name: str, content: str) -> Path:
    return text(folder, name, content)


def text(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_one_clear_sentence_and_its_exit_code(place: Path, name: str):
    arguments, exit_code, pattern = BAD[name]
    given = [str(argument) for argument in arguments(place)]
    before = ocn("versions", "m/list", "--json", "--data", "data", cwd=place).stdout
    if "--data" not in given:
        given += ["--data", "data"]
    done = ocn(*given, cwd=place)
    assert re.search(pattern, re.sub(r"\s+", " ", done.stderr)), done.stderr
    assert done.returncode == exit_code
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert ocn("versions", "m/list", "--json", "--data", "data", cwd=place).stdout == before


def test_an_iri_that_cannot_be_one_is_a_problem_of_its_row_and_the_others_go_on(place: Path):
    page = MAPPING + "      - [dc:relation, $(Page)~iri]\n"
    mapping(place, "page.yml", page)
    text(place, "pages.csv", "No,Title,Page\n1,A,not an address\n2,B,https://example.org/2\n")
    ocn(
        "collection",
        "add",
        "m/pages",
        "--title",
        "x",
        "--licence",
        CC0,
        "--mapping",
        "page.yml",
        "--data",
        "data",
        cwd=place,
    )
    done = ocn("check", "m/pages", "pages.csv", "--json", "--data", "data", cwd=place)
    (problem,) = [one for one in json.loads(done.stdout)["problems"] if one["code"] == "iri-invalid"]
    assert (problem["file"], problem["row"], problem["column"]) == ("pages.csv", 2, "Page")
    assert (
        json.loads(ocn("ingest", "m/pages", "pages.csv", "--json", "--data", "data", cwd=place).stdout)[
            "quads"
        ]
        == 5
    )


def test_a_second_serve_on_the_same_data_is_refused(place: Path):
    first = subprocess.Popen(
        [OCN, "serve", "--data", "data", "--port", "0"], cwd=place, stderr=subprocess.PIPE, text=True
    )
    try:
        assert first.stderr is not None
        assert "Open Collections at http://localhost:" in first.stderr.readline()
        done = ocn("serve", "--data", "data", "--port", "0", cwd=place)
        assert done.returncode == 3
        assert f"in use by another ocn serve (process {first.pid})" in done.stderr
    finally:
        first.terminate()
        first.wait(20)
        first.stderr.close()


def test_a_taken_port_is_said_and_no_data_folder_is_made(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = ocn("serve", "--data", "data", "--port", port, cwd=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (3, [])
    assert f"127.0.0.1:{port} cannot be listened on" in done.stderr


@pytest.mark.parametrize("output", ["/", ".", ""])
@pytest.mark.parametrize("verb", [("export", "m/list", "--data", "data"), ("propose", "list.csv")])
def test_what_is_no_name_of_a_file_is_told(place: Path, verb: tuple[str, ...], output: str):
    done = ocn(*verb, "-o", output, cwd=place)
    assert done.returncode == 2
    assert "Write the name of a file" in done.stderr


def test_a_word_in_another_encoding_is_told(place: Path):
    done = ocn("versions", "m/\udce1l", "--data", "data", cwd=place)
    assert done.returncode == 2
    assert "has bytes that are not UTF-8" in done.stderr
