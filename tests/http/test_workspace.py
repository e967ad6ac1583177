"""The workspace: from a file to what is public and back by pages and forms alone, and nobody else's."""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from network import BASE
from openpyxl import Workbook, load_workbook
from programs import worked
from speaking import Client
from tests.passwords import quick_passwords
from visitors import Visitor, employ

sys.path.append(str(Path(__file__).resolve().parents[1] / "browser"))

from inventory import WRONG_DATE, WRONG_ROW, workbook

from opencollections.formats.deeds import DEEDS
from opencollections.formats.interface import TAGS
from opencollections.members import audit
from opencollections.store import drafts, jobs, registry
from opencollections.store.folders import DataFolder

CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
ANNA, KATE = "anna@hafa.example", "kate@npg.example"
LIMIT = 200_000
SETTINGS = {"upload_limit_bytes": LIMIT}
ROWS = "Leltári szám;Cím;Készítő;Kelt;Téma\n" + "".join(
    f"L/{number};Levél {number};Nagy József;19{number:02};posta; Budapest\n".replace("posta; ", "posta | ")
    for number in range(1, 9)
)
COLLECTION = "/workspace/collections/hafa/letters"

# What one test publishes the next one finds: they are one story, told in order.
pytestmark = pytest.mark.xdist_group("workspace")


@pytest.fixture(scope="module")
def data(data: DataFolder) -> Iterator[DataFolder]:
    with quick_passwords():
        employ(data, "hafa", ANNA)
        employ(data, "npg", KATE)
        yield data


@pytest.fixture(scope="module")
def anna(served: Client) -> Visitor:
    """Give a curator at her browser, who has just added a collection."""
    visitor = Visitor(served).signed_in(ANNA)
    answer = visitor.post(
        "/workspace/collections/new", title="Levelek", name="letters", licence=CC0, language="hu"
    )
    assert answer.headers["location"] == COLLECTION
    return visitor


@pytest.fixture(scope="module")
def kate(served: Client) -> Visitor:
    return Visitor(served).signed_in(KATE)


def page(answer: Any) -> Any:
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("location"), answer.text[-600:])
    return html.document_fromstring(answer.text)


def text(answer: Any) -> str:
    return " ".join(html.document_fromstring(answer.text).find(".//main").text_content().split())


def led(answer: Any) -> str:
    assert answer.status_code == 303, answer.text[-600:]
    return answer.headers["location"]


def filled(document: Any, action: str) -> dict[str, str]:
    """Give what a form would send as it stands."""
    form = next(one for one in document.forms if (one.action or "").endswith(action))
    return dict(form.form_values())


def begun(anna: Visitor, rows: str = ROWS, name: str = "levelek.csv") -> str:
    return led(anna.hand_in(f"{COLLECTION}/drafts", {name: rows.encode()})).removesuffix("/files")


def checked(anna: Visitor, data: DataFolder, rows: str = ROWS) -> str:
    """Hand in, take the proposal as it is, and let the records be checked."""
    draft = begun(anna, rows)
    job = led(anna.post(f"{draft}/words", **filled(page(anna.get(f"{draft}/words")), "/words")))
    worked(data)
    assert led(anna.get(led(anna.get(job)))) == f"{draft}/report"
    return draft


def published(anna: Visitor, data: DataFolder, rows: str = ROWS) -> str:
    draft = checked(anna, data, rows)
    job = led(anna.post(f"{draft}/publish", reason="A first try"))
    worked(data)
    assert led(anna.get(job)) == f"{draft}/published"
    return draft


def test_a_file_is_looked_through_at_once(anna: Visitor) -> None:
    told = text(anna.get(f"{begun(anna)}/files"))
    for said in ("8 records", "CSV", "utf-8", "in row 1", "Levél 1"):
        assert said in told


def test_a_wrong_guess_is_corrected(anna: Visitor) -> None:
    draft = begun(anna, "An old list\nNumber|Title\n1|Híd\n2|Ház\n", "list.csv")
    led(anna.post(f"{draft}/reading", file="list.csv", delimiter="|", header_row="2"))
    told = page(anna.get(f"{draft}/files"))
    assert [cell.text for cell in told.cssselect("table.cells thead th")] == ["Row", "Number", "Title"]
    led(anna.post(f"{draft}/reading", file="list.csv", delimiter="|", header_row="0"))
    assert "Headingsnone" in text(anna.get(f"{draft}/files"))


@pytest.mark.parametrize(
    "said", [{"encoding": "klingon"}, {"header_row": "999999999"}, {"delimiter": "x" * 99}]
)
def test_a_correction_that_cannot_be_is_told_and_can_be_taken_back(
    anna: Visitor, said: dict[str, str]
) -> None:
    draft = begun(anna)
    led(anna.post(f"{draft}/reading", file="levelek.csv", **said))
    assert anna.get(f"{draft}/files").status_code == 200
    led(anna.post(f"{draft}/reading", file="levelek.csv"))
    assert "8 records" in text(anna.get(f"{draft}/files"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.doc", b"\xd0\xcf\x11\xe0 a letter"),
        ("list.xlsx", b"PK\x03\x04 broken"),
        ("bad.xml", b"<!DOCTYPE a><a/>"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(anna: Visitor, name: str, content: bytes) -> None:
    draft = led(anna.hand_in(f"{COLLECTION}/drafts", {name: content})).removesuffix("/files")
    told = page(anna.get(f"{draft}/files"))
    assert name in told.cssselect(".trouble p")[0].text_content()
    assert anna.get(f"{draft}/words").status_code == 422
    led(anna.post(f"{draft}/take-back", file=name))
    assert name not in anna.get(f"{draft}/files").text


def test_columns_are_proposed_in_the_readers_words(anna: Visitor) -> None:
    anna.cookies["lang"] = "hu"
    document = page(anna.get(f"{begun(anna)}/words"))
    anna.cookies["lang"] = "en"
    chosen = [one.text.strip() for one in document.cssselect("table select[name^=word] option[selected]")]
    assert chosen[:4] == ["Leltári szám", "Cím", "Készítő", "Mikor"]
    assert "Levél 1" in document.text_content()


def test_what_was_said_of_columns_is_kept_for_the_next_upload(anna: Visitor, data: DataFolder) -> None:
    draft = begun(anna)
    form = filled(page(anna.get(f"{draft}/words")), "/words")
    form |= {"word-0-4": "", "institution": "Levéltár", "then": "mapping"}
    assert led(anna.post(f"{draft}/words", **form)) == f"{draft}/mapping"
    assert "Levéltár" in anna.get(f"{draft}/mapping.yml").text
    again = page(anna.get(f"{begun(anna)}/words"))
    assert "As you said for the last upload" in again.text_content()
    fields = filled(again, "/words")
    assert (fields["word-0-4"], fields["institution"]) == ("", "Levéltár")


@pytest.mark.parametrize(
    "form",
    [
        {"word-0-0": "nonsense"},
        {"word-9-9": "title"},
        {"identifier": "no such column"},
        {"language": "x" * 99},
        {},
    ],
)
def test_a_form_that_was_tampered_with_breaks_nothing(anna: Visitor, form: dict[str, str]) -> None:
    assert anna.post(f"{begun(anna)}/words", **form).status_code in {303, 422}


def test_without_a_column_that_tells_the_objects_apart_it_is_asked(anna: Visitor) -> None:
    draft = begun(anna, "Title,Year\nHíd,1912\nHíd,1912\n", "twice.csv")
    document = page(anna.get(f"{draft}/words"))
    refused = anna.post(f"{draft}/words", **filled(document, "/words") | {"identifier": ""})
    assert refused.status_code == 422
    assert html.document_fromstring(refused.text).cssselect(".trouble[role=alert]")


def test_the_column_of_the_numbers_tells_objects_apart_also_where_one_stands_twice(
    anna: Visitor, data: DataFolder
) -> None:
    draft = begun(anna, "Szám;Cím\nX/1;Híd\nX/1;Malom\nX/2;Kert\n", "twice.csv")
    job = led(anna.post(f"{draft}/words", **filled(page(anna.get(f"{draft}/words")), "/words")))
    worked(data)
    told = text(anna.get(led(anna.get(led(anna.get(job))))))
    assert "3 records were checked" in told
    assert told.count("stands in several rows that differ: 2, 3") == 2, told


def test_a_cell_can_be_parted_where_a_sign_is_in_it(anna: Visitor) -> None:
    draft = begun(anna, "Szám;Cím;Téma\nX/1;Híd, este;folyó, mázas\nX/2;Tér;\n", "signs.csv")
    fields = filled(page(anna.get(f"{draft}/words")), "/words")
    assert [name for name in fields if name.startswith("separator")] == ["separator-0-2"]


def test_a_mapping_is_changed_by_hand(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data)
    document = page(anna.get(f"{draft}/mapping"))
    written = document.cssselect("textarea")[0].text
    wrong = anna.post(f"{draft}/mapping", name="mapping.yml", text=written + "\nnonsense: true\nmappings: [")
    assert wrong.status_code == 422
    assert "Line" in text(wrong)
    changed = written.replace("\n", "\r\n") + "\r\n# mine\r\n"
    led(anna.post(f"{draft}/mapping", name="mapping.yml", text=changed))
    assert anna.get(f"{draft}/mapping.yml").text.endswith("# mine\n")
    worked(data)
    assert "8 records were checked" in text(anna.get(f"{draft}/report"))


def test_a_file_is_taken_however_large_the_pieces_are_that_it_comes_in(
    anna: Visitor, data: DataFolder
) -> None:
    large = b"Nr;Titel\n" + b"1;Ein langer Titel\n" * 5_000
    draft = led(anna.hand_in(f"{COLLECTION}/drafts", {"large.csv": large})).split("/")[-2]
    with data.control() as control:
        [file] = drafts.draft(control, draft).files
    assert data.upload(file.sha256).read_bytes() == large


def values(answer: Any) -> set[str | None]:
    """Give what stands in the cells that a report lists."""
    cells = page(answer).cssselect("section[aria-labelledby=rows] tbody td:nth-child(2)")
    return {cell.text for cell in cells}


def test_the_report_is_taken_along(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data, ROWS.replace(";1903;", ";1903.02.30;").replace("Levél 3;", "=1+1;"))
    table = anna.get(f"{draft}/report.csv")
    assert "1903.02.30" in table.text
    assert table.headers["content-disposition"].startswith("attachment")
    assert anna.get(f"{draft}/report.json").json()["records"] == 8
    anna.cookies["lang"] = "hu"
    assert "nincs" in anna.get(f"{draft}/report.csv").text
    anna.cookies["lang"] = "en"
    for wrong in ("report.xlsx?file=nothing.xlsx", "report.pdf"):
        assert anna.get(f"{draft}/{wrong}").status_code == 404


def test_the_members_own_workbook_comes_back_with_comments(
    anna: Visitor, data: DataFolder, tmp_path: Any
) -> None:
    file = workbook(tmp_path / "inventory.xlsx", "hu")
    draft = led(anna.hand_in(f"{COLLECTION}/drafts", {"inventory.xlsx": file.read_bytes()})).removesuffix(
        "/files"
    )
    led(anna.post(f"{draft}/words", **filled(page(anna.get(f"{draft}/words")), "/words")))
    worked(data)
    back = anna.get(f"{draft}/report.xlsx?file=inventory.xlsx")
    sheet = load_workbook(io.BytesIO(back.content)).worksheets[0]
    assert WRONG_DATE in sheet.cell(WRONG_ROW, 4).value
    assert sheet.cell(WRONG_ROW, 4).comment is not None


def test_the_report_is_grouped_and_narrowed(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data, ROWS.replace(";1903;", ";1903.02.30;").replace(";1904;", ";1904.13.01;"))
    document = page(anna.get(f"{draft}/report"))
    links = [one.get("href").partition("#")[0] for one in document.cssselect(".groups a")]
    told = [values(anna.get(link)) for link in links if "column=Kelt" in link]
    assert {"1903.02.30", "1904.13.01"} in told
    assert values(anna.get(f"{draft}/report?text=1904.13")) == {"1904.13.01"}
    assert values(anna.get(f"{draft}/report?row=4")) >= {"1903.02.30"}
    assert not page(anna.get(f"{draft}/report?code=none")).cssselect("section[aria-labelledby=rows] tbody tr")


def test_a_date_is_told_in_the_readers_words_before_it_is_public(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data, ROWS.replace(";1903;", ";1903 nyara;"))
    assert "summer 1903" in text(anna.get(f"{draft}/record?file=levelek.csv&row=4"))
    told = [one.text for one in page(anna.get(f"{draft}/preview")).cssselect("ins")]
    assert "summer 1903" in told
    assert "1903-22" not in told


def test_one_changed_cell_is_one_change_and_undo_restores_it(anna: Visitor, data: DataFolder) -> None:
    published(anna, data)
    before = anna.client.get("/dumps/hafa/letters.nq.gz").content
    assert "A first try" in text(anna.get(COLLECTION))
    draft = checked(anna, data, ROWS.replace("Levél 3;", "Kézirat;"))
    preview = page(anna.get(f"{draft}/preview"))
    counts = [int(one.text_content()) for one in preview.cssselect(".tally dd")]
    assert counts[:3] == [0, 1, 0]
    assert [one.text for one in preview.cssselect("del, ins")] == ["Levél 3", "Kézirat"]
    led(anna.post(f"{draft}/publish"))
    worked(data)
    shown = page(anna.get(f"{COLLECTION}/versions/2"))
    assert [one.text for one in shown.cssselect("del, ins")] == ["Levél 3", "Kézirat"]
    job = led(anna.post(f"{COLLECTION}/undo", to="1"))
    worked(data)
    assert "is now at version 3; statements that came: 1, that went: 1" in text(anna.get(job))
    assert anna.client.get("/dumps/hafa/letters.nq.gz").content == before
    assert "Anna" in text(anna.get(COLLECTION))


def test_a_draft_says_how_many_records_will_be_public(anna: Visitor, data: DataFolder) -> None:
    published(anna, data)
    thing = f"{BASE}/id/hafa/object/L%2F7"
    led(anna.post(f"{COLLECTION}/withdraw", iri=thing, reason="Sold"))
    worked(data)
    draft = checked(anna, data, ROWS.replace("Levél 5;", "Kézirat;"))
    report = text(anna.get(f"{draft}/report"))
    assert "8 records were checked" in report
    assert "can be published7 kept out by errors0 withdrawn before1" in report
    assert "Publish 7 records" in text(anna.get(f"{draft}/preview"))
    led(anna.post(f"{draft}/publish"))
    worked(data)
    assert ", with 7 records" in text(anna.get(f"{draft}/published"))
    led(anna.post(f"{COLLECTION}/restore", iri=thing))
    worked(data)
    assert "8 records" in text(anna.client.get("/collections/hafa/letters", accept="text/html"))


def test_what_would_make_it_more_complete_is_told_before_as_after(anna: Visitor, data: DataFolder) -> None:
    before = quality(anna.get(f"{checked(anna, data)}/preview"))
    published(anna, data)
    after = quality(anna.get("/collections/hafa/letters"))
    assert before
    assert before[:3] == after[:3]


def test_what_of_the_core_is_missing_is_told_before_publishing(anna: Visitor, data: DataFolder) -> None:
    preview = page(anna.get(f"{checked(anna, data)}/preview"))
    told = " ".join(preview.cssselect("#quality + dl")[0].text_content().split())
    assert "Core properties filled45 % (Description: 0 of 8, " in told


def quality(answer: Any) -> list[str]:
    """Give the tiers, and how many objects are ready, as a page tells them."""
    section = page(answer).cssselect("section[aria-labelledby=quality]")[0]
    facts = [" ".join(one.text_content().split()) for one in section.cssselect("dl.facts > div")]
    return [one for one in facts if one.startswith(("Metadata tier", "Content tier", "Ready"))]


def test_a_record_stands_next_to_its_row(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data)
    document = page(anna.get(f"{draft}/preview"))
    told = text(anna.get(document.cssselect(".look a")[0].get("href")))
    for said in ("Row 2", "Levél 1", "→", "dc:title"):
        assert said in told
    anna.cookies["lang"] = "hu"
    nowhere = anna.get(f"{draft}/record?file=levelek.csv&row=99")
    anna.cookies["lang"] = "en"
    assert (nowhere.status_code, "99. sorából semmi sem lesz" in text(nowhere)) == (404, True)
    assert anna.get(f"{draft}/record?iri=javascript:alert(1)").status_code == 404
    assert {anna.get(f"{draft}/record?iri={odd}").status_code for odd in ("-1", "http:[", "a%00b")} == {400}


def test_rows_are_looked_at_of_the_sheets_that_something_comes_of(
    anna: Visitor, data: DataFolder, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.title = "Letters"
    for row in (["No.", "Title"], ["L/1", "First"], ["L/2", "Second"]):
        book.active.append(row)
    other = book.create_sheet("Mine")
    for row in (["Who to call"], ["Anna"], ["Éva"]):
        other.append(row)
    book.save(tmp_path / "letters.xlsx")
    draft = led(
        anna.hand_in(f"{COLLECTION}/drafts", {"letters.xlsx": (tmp_path / "letters.xlsx").read_bytes()})
    ).removesuffix("/files")
    led(anna.post(f"{draft}/words", **filled(page(anna.get(f"{draft}/words")), "/words")))
    worked(data)
    forms = page(anna.get(f"{draft}/preview")).cssselect("form.look")
    assert [form.cssselect("span")[0].text for form in forms] == ["Letters"]
    assert "First" in text(anna.get(forms[0].cssselect("a")[0].get("href")))


def test_a_mapping_is_checked_while_it_is_written(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data)
    written = anna.get(f"{draft}/mapping.yml").text.replace("$(Cím)", "$(Cim)")
    headers = {"content-type": "application/yaml", "sec-fetch-site": "same-origin"}
    sent = headers | {"cookie": f"ocn_person={anna.cookies['ocn_person']}"}
    answer = anna.client.request("POST", f"{draft}/mapping/check", sent, written.encode())
    assert any("Cim" in one["message"] for one in answer.json()["findings"])
    sent["accept-language"] = "hu"
    [in_hungarian] = anna.client.request("POST", f"{draft}/mapping/check", sent, written.encode()).json()[
        "findings"
    ]
    assert "nincs ilyen oszlop" in in_hungarian["message"]
    assert "Erre gondolt: „Cím”?" in in_hungarian["advice"]
    broken = anna.client.request("POST", f"{draft}/mapping/check", sent, b"\xff: [")
    assert broken.json()["findings"]


def test_a_thing_is_withdrawn_with_a_reason_and_two_are_merged(anna: Visitor, data: DataFolder) -> None:
    published(anna, data)
    thing = f"{BASE}/id/hafa/object/L%2F7"
    refused = anna.post(f"{COLLECTION}/withdraw", iri="L/7", reason="Sold")
    assert (refused.status_code, f"those begin with {BASE}/id/" in text(refused)) == (400, True)
    job = led(anna.post(f"{COLLECTION}/withdraw", iri=f"{BASE}/page/hafa/object/L%2F7", reason="Sold"))
    worked(data)
    assert page(anna.get(job)).cssselect("h1")[0].text_content() == "Withdraw"
    gone = anna.client.get("/page/hafa/object/L%2F7", accept="text/html")
    assert (gone.status_code, "Sold" in gone.text) == (410, True)
    assert anna.post(f"{COLLECTION}/withdraw").status_code == 422
    assert thing in anna.get(COLLECTION).text
    assert anna.post(f"{COLLECTION}/restore").status_code == 400
    led(anna.post(f"{COLLECTION}/restore", iri=thing))
    worked(data)
    assert anna.client.get("/page/hafa/object/L%2F7", accept="text/html").status_code == 200
    assert thing not in anna.get(COLLECTION).text
    other = f"{BASE}/id/npg/object/S_NPG.77.190"
    assert anna.post(f"{COLLECTION}/merge", old=thing, into=other).status_code == 400
    stays = "hafa/object/L%2F6"
    job = led(anna.post(f"{COLLECTION}/merge", old=f"{BASE}/id/hafa/object/L%2F5", into=f"{BASE}/id/{stays}"))
    worked(data)
    assert anna.client.get("/id/hafa/object/L%2F5").status_code == 301
    assert page(anna.get(job)).cssselect("a.button")[0].get("href") == f"/page/{stays}"
    again = led(anna.post(f"{COLLECTION}/merge", old=thing, into=f"{BASE}/id/hafa/object/nowhere"))
    worked(data)
    assert page(anna.get(again)).cssselect("a.button")[0].get("href") == "/workspace"


def test_whoever_goes_back_to_a_draft_that_is_public_is_led_to_what_it_became(
    anna: Visitor, data: DataFolder
) -> None:
    draft = published(anna, data, ROWS.replace("Levél 2", "Levél kettő"))
    assert led(anna.get(f"{draft}/preview")) == f"{draft}/published"
    ended = anna.get(f"{draft}/record?file=levelek.csv&row=2")
    assert (ended.status_code, "was published or discarded" in text(ended)) == (409, True)


def test_every_page_of_a_collection_leads_back_by_its_title(anna: Visitor, data: DataFolder) -> None:
    public = published(anna, data)
    draft = checked(anna, data, ROWS.replace("Levél 4;", "Képeslap;"))
    record = page(anna.get(f"{draft}/preview")).cssselect(".look a")[0].get("href")
    job = led(anna.post(f"{COLLECTION}/undo", to="1"))
    steps = [f"{draft}/{step}" for step in ("files", "words", "mapping", "report", "preview")]
    for path in (*steps, record, f"{public}/published", f"{COLLECTION}/versions/1", job):
        back = page(anna.get(path)).cssselect("nav.trail a")[-1]
        assert (back.text, back.get("href"), back.get("lang")) == ("Levelek", COLLECTION, "hu"), path
    anna.post(f"{job}/cancel")


@pytest.mark.parametrize("to", ["99", "0", "-1", "first", "9" * 400])
def test_a_way_back_to_a_version_that_is_not_there_is_told_on_the_page(
    anna: Visitor, data: DataFolder, to: str
) -> None:
    published(anna, data)
    anna.cookies["lang"] = "hu"
    refused = anna.post(f"{COLLECTION}/undo", to=to)
    assert (refused.status_code, "Válasszon egyet" in refused.text) == (404, True)
    anna.cookies["lang"] = "en"


def test_what_a_way_back_brings_and_what_stays_is_told(anna: Visitor, data: DataFolder) -> None:
    published(anna, data, ROWS.replace("Levél 5;", "Távirat;"))
    published(anna, data)
    told = text(anna.get(COLLECTION))
    assert "What was withdrawn then is withdrawn again, and what was not is public again" in told
    assert "merges stay for ever" in told


def test_the_same_job_twice_is_one(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data)
    first, second = led(anna.post(f"{draft}/publish")), led(anna.post(f"{draft}/publish"))
    assert first == second
    assert "Waiting for its turn" in text(anna.get(first))
    led(anna.post(f"{first.replace('/jobs/', '/jobs/')}/cancel"))
    with data.control() as control:
        assert jobs.open_jobs(control) == []
        assert drafts.draft(control, draft.rpartition("/")[2]).state == "ready"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "C:\\temp\\list.csv", "a/b/../list.csv", "l\u202eist.csv", "con.csv"]
)
def test_the_path_in_a_name_goes_nowhere(anna: Visitor, data: DataFolder, name: str) -> None:
    before = {path for path in data.root.parent.rglob("*") if "uploads" not in path.parts}
    draft = led(anna.hand_in(f"{COLLECTION}/drafts", {name: ROWS.encode()})).removesuffix("/files")
    shown = page(anna.get(f"{draft}/files")).cssselect("section[aria-labelledby=file-1] h2")[0].text
    assert shown in {"passwd.csv", "list.csv", "con.csv", "C:templist.csv"}
    after = {path for path in data.root.parent.rglob("*") if "uploads" not in path.parts}
    assert {path.name for path in after - before} <= {"work"}


@pytest.mark.parametrize("cut", [40, 150, -20])
def test_an_upload_that_is_cut_leaves_nothing(anna: Visitor, data: DataFolder, cut: int) -> None:
    with data.control() as control:
        before = len(drafts.drafts(control))
    answer = anna.hand_in(f"{COLLECTION}/drafts", {"levelek.csv": ROWS.encode()}, cut=cut)
    assert answer.status_code == 400
    with data.control() as control:
        assert len(drafts.drafts(control)) == before


def test_an_upload_over_the_limit_is_refused(anna: Visitor) -> None:
    answer = anna.hand_in(f"{COLLECTION}/drafts", {"large.csv": b"x" * (LIMIT + 1)})
    assert answer.status_code == 413
    assert led(anna.hand_in(f"{COLLECTION}/drafts", {})) == COLLECTION


def test_the_records_of_a_new_collection_are_free_unless_their_member_says_otherwise(anna: Visitor) -> None:
    assert filled(page(anna.get("/workspace/collections/new")), "/new")["licence"] == CC0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"name": "Nagy Lista", "licence": CC0}, "small letters"),
        ({"name": "letters", "licence": CC0}, "is there already"),
        ({"name": "", "licence": CC0}, "cannot be the short name"),
        ({"name": "new", "licence": "javascript:alert(1)"}, "cannot be a licence"),
        ({"name": "new", "licence": CC0, "language": "klingon!"}, "klingon!"),
    ],
)
def test_a_collection_that_cannot_be_is_told(anna: Visitor, said: dict[str, str], told: str) -> None:
    answer = anna.post("/workspace/collections/new", title="T", **said)
    assert 400 <= answer.status_code < 500
    assert told in html.document_fromstring(answer.text).cssselect(".trouble")[0].text_content()


def test_what_cannot_be_is_told_in_the_readers_language(anna: Visitor, data: DataFolder) -> None:
    anna.cookies["lang"] = "de"
    there = anna.post("/workspace/collections/new", title="Briefe", name="letters", licence=CC0)
    assert "Die Sammlung „hafa/letters“ gibt es schon." in text(there)
    wrong = anna.post("/workspace/collections/new", title="Briefe", name="Briefe!", licence=CC0)
    assert "kann kein Kurzname sein (Sammlung)" in text(wrong)
    same = f"{BASE}/id/hafa/object/HAFA-83"
    job = led(anna.post(f"{COLLECTION}/merge", old=same, into=same))
    worked(data)
    assert "es ist dieselbe Kennung" in text(anna.get(job))
    anna.cookies["lang"] = "en"


def test_what_is_said_of_a_collection_is_changed(anna: Visitor, data: DataFolder) -> None:
    led(anna.post(COLLECTION, title="Levelek és lapok", licence="", language="", rights=CC0))
    with data.control() as control:
        one = registry.collection(control, "hafa/letters")
    assert (one.title, one.licence, one.language, one.rights) == ("Levelek és lapok", CC0, "hu", CC0)


def test_nobody_works_on_what_belongs_to_another_member(
    anna: Visitor, kate: Visitor, data: DataFolder
) -> None:
    draft = checked(anna, data)
    job = led(anna.post(f"{draft}/publish"))
    seen = [
        f"{draft}/{part}"
        for part in ("files", "words", "mapping", "mapping.yml", "report", "preview", "published")
    ]
    for path in (draft, *seen, COLLECTION, f"{COLLECTION}/versions/1", job):
        assert kate.get(path).status_code == 403, path
    done = [
        f"{draft}/{part}"
        for part in ("reading", "words", "mapping", "check", "publish", "discard", "take-back")
    ]
    parts = [f"{COLLECTION}{part}" for part in ("", "/undo", "/withdraw", "/restore", "/merge")]
    for path in (*done, *parts, f"{job}/cancel"):
        assert kate.post(path, file="levelek.csv").status_code == 403, path
    for path in (f"{COLLECTION}/drafts", f"{draft}/files"):
        assert kate.hand_in(path, {"a.csv": b"a"}).status_code == 403, path
    assert kate.post("/workspace/collections/new", name="x", member="hafa", licence=CC0).status_code == 403
    assert "letters" not in kate.get("/workspace").text
    worked(data)


@pytest.mark.parametrize("tag", TAGS)
def test_the_pages_of_a_draft_are_told_in_every_language(anna: Visitor, data: DataFolder, tag: str) -> None:
    draft = checked(anna, data)
    anna.cookies["lang"] = tag
    for part in ("files", "words", "mapping", "report", "preview"):
        assert page(anna.get(f"{draft}/{part}")).get("lang") == tag
    anna.cookies["lang"] = "en"
    led(anna.post(f"{draft}/discard"))
    assert led(anna.get(draft)) == COLLECTION


@pytest.mark.parametrize("tag", TAGS)
def test_why_a_job_failed_is_told_in_every_language(anna: Visitor, data: DataFolder, tag: str) -> None:
    published(anna, data)
    anna.cookies["lang"] = tag
    job = led(anna.post(f"{COLLECTION}/restore", iri=f"{BASE}/id/hafa/object/L%2F1"))
    worked(data)
    told = page(anna.get(job)).cssselect(".trouble p")[0]
    assert told.cssselect("[lang]")[0].get("lang") == tag
    assert f"{BASE}/id/hafa/object/L%2F1" in told.text_content()
    assert ("is not withdrawn from" in told.text_content()) is (tag == "en")
    anna.cookies["lang"] = "en"


@pytest.mark.parametrize("tag", TAGS)
def test_why_a_draft_failed_is_told_in_every_language(anna: Visitor, data: DataFolder, tag: str) -> None:
    draft = checked(anna, data)
    led(anna.post(f"{draft}/take-back", file="levelek.csv"))
    led(anna.hand_in(f"{draft}/files", {"levelek.csv": ROWS.replace("Cím;", "Felirat;").encode()}))
    led(anna.post(f"{draft}/check"))
    worked(data)
    anna.cookies["lang"] = tag
    told = page(anna.get(f"{draft}/report")).cssselect(".trouble p")[0]
    assert told.cssselect("[lang]")[0].get("lang") == tag
    assert re.search(r"['„‘]Cím['”“’]", told.text_content())
    assert ("no such column" in told.text_content()) is (tag == "en")
    anna.cookies["lang"] = "en"
    led(anna.post(f"{draft}/discard"))


def test_a_file_that_cannot_be_read_says_why_in_the_readers_language(anna: Visitor) -> None:
    broken = {"list.xlsx": b"PK\x03\x04 broken"}
    draft = led(anna.hand_in(f"{COLLECTION}/drafts", broken)).removesuffix("/files")
    anna.cookies["lang"] = "de"
    assert "lässt sich nicht als" in text(anna.get(f"{draft}/files"))
    anna.cookies["lang"] = "en"


def test_the_log_has_words_for_whatever_was_done(anna: Visitor, data: DataFolder) -> None:
    published(anna, data)
    with data.control() as control:
        done = {entry.action for entry in audit.entries(control, "hafa", count=1_000)}
    assert done - DEEDS.keys() == set()
    assert "publish ended" in done


def test_the_statements_that_come_and_go_are_told_in_the_readers_words(
    anna: Visitor, data: DataFolder
) -> None:
    draft = checked(anna, data, ROWS.replace("Levél 1", "Levél egy"))
    anna.cookies["lang"] = "lt"
    document = page(anna.get(f"{draft}/preview"))
    anna.cookies["lang"] = "en"
    told = {line.text_content().split(":")[1].strip(" +\n") for line in document.cssselect("li.come")}
    assert "Pavadinimas" in told
    assert {word for word in told if re.fullmatch("[a-z]+[A-Z][A-Za-z]*", word)} == set()


def test_what_statements_link_to_is_told_by_its_name(anna: Visitor, data: DataFolder) -> None:
    draft = checked(anna, data, ROWS.replace("Levél 1", "Levél egy").replace("L/8;", "L/8b;"))
    shown = [one.text_content() for one in page(anna.get(f"{draft}/preview")).cssselect("li.come ins")]
    assert {"L/8b", "Object"} <= set(shown)
    assert [one for one in shown if one.startswith((BASE, "http://www.europeana.eu"))] == []


def test_the_home_of_the_workspace_lists_what_one_works_on(anna: Visitor) -> None:
    begun(anna, name="unfinished.csv")
    told = text(anna.get("/workspace"))
    assert "unfinished.csv" in told
    assert "handed in: unfinished.csv" in re.sub(r"\s+", " ", told)


def test_a_number_of_any_length_is_only_a_number_that_is_not_there(anna: Visitor) -> None:
    long = "9" * 30
    asked = (
        f"/workspace/log?before={long}",
        "/workspace/log?before=-1",
        f"{COLLECTION}/versions/{long}",
        f"{COLLECTION}/versions/1?to={long}",
    )
    assert {anna.get(path).status_code for path in asked} <= {400, 404}
    assert anna.post(f"/workspace/tokens/{long}/revoke").status_code == 400
