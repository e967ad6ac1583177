"""The interface for members' programs: from a file to linked data and back, and nobody else's."""

import csv
import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from network import BASE
from programs import Program, worked
from speaking import Client
from visitors import token_of

from opencollections.members import audit
from opencollections.members.scopes import Scope
from opencollections.members.tokens import revoke_token, tokens
from opencollections.store.folders import DataFolder

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
MAPPING = b"""
prefixes: {dc: "http://purl.org/dc/elements/1.1/", edm: "http://www.europeana.eu/schemas/edm/"}
mappings:
  object: {sources: [[list.csv~csv]], s: object/$(No), po: [[a, edm:ProvidedCHO], [dc:title, $(Title)]]}
"""
ROWS = "No,Title\n" + "".join(f"L{n},Title {n}\n" for n in range(1, 9))
LIMIT = 100_000
SETTINGS = {"upload_limit_bytes": LIMIT}
YAML = "application/yaml"


@pytest.fixture(scope="module")
def curator(served: Client, data: DataFolder) -> Program:
    """Give a program of HAFA that has a collection with a mapping of its own."""
    program = Program(served, token_of(data, "hafa"))
    made = program.post(
        "/collections", {"name": "hafa/letters", "title": "Levelek", "licence": CC0}, status=201
    )
    assert (made["language"], made["mapping"]) == ("hu", {"kind": "missing", "name": None})
    answer = program.send("PUT", "/collections/hafa/letters/mapping", content=MAPPING, content_type=YAML)
    assert answer.status_code == 204, answer.text
    return program


@pytest.fixture(scope="module")
def stranger(served: Client, data: DataFolder) -> Program:
    return Program(served, token_of(data, "npg"))


def begun(curator: Program, rows: str = ROWS) -> str:
    """Begin a draft with a list."""
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    curator.put_file(draft, "list.csv", rows.encode())
    return draft


def mapped(curator: Program, data: DataFolder, rows: str = ROWS) -> dict[str, Any]:
    draft = begun(curator, rows)
    curator.post(f"/drafts/{draft}/check")
    worked(data)
    return curator.get(f"/drafts/{draft}")


def published(curator: Program, data: DataFolder, rows: str = ROWS) -> dict[str, Any]:
    draft = mapped(curator, data, rows)
    job = curator.post(f"/drafts/{draft['id']}/publish")
    worked(data)
    return curator.get(f"/jobs/{job['id']}")


def test_one_changed_cell_is_one_change_with_the_same_identifiers_and_undo_restores_it(
    curator: Program, data: DataFolder, served: Client
) -> None:
    first = published(curator, data)["outcome"]["versions"][0]
    assert (first["version"], first["records"], first["added"]) == (1, 8, 16)
    dump = data.version_file("hafa/letters", 1).read_bytes()

    draft = mapped(curator, data, ROWS.replace("Title 3", "The third title"))
    iri = f"{BASE}/id/hafa/object/L3"
    assert draft["state"] == "ready"
    assert draft["difference"] == {
        "version": 1,
        "added": 0,
        "changed": 1,
        "withdrawn": 0,
        "unchanged": 7,
        "statements_added": 1,
        "statements_removed": 1,
    }
    [entity] = curator.get(f"/drafts/{draft['id']}/difference")["items"]
    assert (entity["iri"], entity["kind"], entity["title"]) == (iri, "changed", "The third title")
    assert [one["value"] for one in entity["added"]] == ['"The third title"']
    assert [one["value"] for one in entity["removed"]] == ['"Title 3"']

    job = curator.post(f"/drafts/{draft['id']}/publish", {"reason": "A better title"})
    worked(data)
    outcome = curator.get(f"/jobs/{job['id']}")["outcome"]
    assert (outcome["versions"][0]["added"], outcome["versions"][0]["removed"]) == (1, 1)
    log = served.get("/api/v1/changes?collection=hafa/letters&limit=1000").json()["changes"]
    assert [(one["iri"], one["kind"]) for one in log if one["version"] == 2] == [(iri, "update")]
    [compared] = curator.get("/collections/hafa/letters/versions/1/difference?to=2")["items"]
    assert compared == entity
    [back] = curator.get("/collections/hafa/letters/versions/2/difference?to=1")["items"]
    assert (back["added"], back["removed"]) == (entity["removed"], entity["added"])

    job = curator.post("/collections/hafa/letters/undo")
    worked(data)
    assert curator.get(f"/jobs/{job['id']}")["state"] == "done"
    assert data.version_file("hafa/letters", 3).read_bytes() == dump
    versions = curator.get("/collections/hafa/letters/versions")["items"]
    assert [(one["version"], one["kind"], one["reason"]) for one in versions] == [
        (3, "undo", "as in version 1"),
        (2, "import", "A better title"),
        (1, "import", None),
    ]
    assert {one["actor"] for one in versions} == {"member hafa"}


def test_a_row_that_comes_and_one_that_goes_are_told_as_such(curator: Program, data: DataFolder) -> None:
    published(curator, data)
    rows = ROWS.replace("L5,Title 5\n", "") + "L9,Title 9\n"
    draft = mapped(curator, data, rows)
    assert draft["difference"]["added"] == draft["difference"]["withdrawn"] == 1
    items = curator.get(f"/drafts/{draft['id']}/difference?limit=1")
    assert (items["items"][0]["kind"], items["items"][0]["title"]) == ("withdrawn", "Title 5")
    rest = curator.get(f"/drafts/{draft['id']}/difference?limit=1&cursor={items['cursor']}")
    assert (rest["items"][0]["kind"], rest["items"][0]["title"]) == ("added", "Title 9")
    assert rest["cursor"] is None
    only = curator.get(f"/drafts/{draft['id']}/difference?kind=added")["items"]
    assert [one["iri"] for one in only] == [f"{BASE}/id/hafa/object/L9"]


def test_withdraw_restore_and_merge(curator: Program, data: DataFolder, served: Client) -> None:
    published(curator, data)
    iris = [f"{BASE}/id/hafa/object/L{n}" for n in (1, 2)]
    orders = [
        ("/collections/hafa/letters/withdrawals", {"iri": iris[0], "reason": "Sold"}, 410),
        ("/collections/hafa/letters/restorations", {"iri": iris[0]}, 303),
        ("/members/hafa/merges", {"old": iris[0], "into": iris[1]}, 301),
    ]
    for path, wanted, status in orders:
        job = curator.post(path, wanted)
        worked(data)
        done = curator.get(f"/jobs/{job['id']}")
        assert done["state"] == "done", done
        assert served.get("/id/hafa/object/L1").status_code == status
    foreign = {"old": f"{BASE}/id/npg/object/S_NPG.77.190", "into": iris[1]}
    assert curator.refused("POST", "/members/hafa/merges", foreign) == (400, "foreign-identifier")


def test_a_form_hands_in_several_files_and_leaves_out_what_is_none(curator: Program) -> None:
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    parts = [
        ("file", "../list.csv", b"No,Title\r\n1,One\r\n"),
        ("file", "képek.csv", b""),
        ("file", "", b"x"),
    ]
    body = form(parts) + b"--b--\r\n"
    answer = curator.send(
        "POST", f"/drafts/{draft}/files", content=body, content_type="multipart/form-data; boundary=b"
    )
    assert answer.status_code == 200, answer.text
    files = {file["name"]: file for file in answer.json()["files"]}
    assert sorted(files) == ["képek.csv", "list.csv"]
    assert files["list.csv"]["sha256"] == hashlib.sha256(parts[0][2]).hexdigest()
    answer = curator.send("DELETE", f"/drafts/{draft}/files/k%C3%A9pek.csv")
    assert [file["name"] for file in answer.json()["files"]] == ["list.csv"]


def form(parts: list[tuple[str, str, bytes]]) -> bytes:
    head = 'Content-Disposition: form-data; name="{}"; filename="{}"\r\n\r\n'
    return b"".join(
        b"--b\r\n" + head.format(name, file).encode() + content + b"\r\n" for name, file, content in parts
    )


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/plain", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"--b\r\nno head"),
        ("multipart/form-data; boundary=b", b"x" * 50_000),
        ("multipart/form-data; boundary=b", b"--b\r\nA: " + b"x" * 50_000),
        ("multipart/form-data; boundary=b", b"--b\r\nA: b\r\n\r\nx\r\n--b--\r\n"),
        ("multipart/form-data; boundary=b", form([("file", "a.csv", b"1")])),
        ('multipart/form-data; boundary="\xe9"', b"--b--\r\n"),
    ],
)
def test_a_form_that_is_none_is_refused_and_leaves_nothing(
    curator: Program, data: DataFolder, content_type: str, body: bytes
) -> None:
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    there = kept(data)
    path = f"/drafts/{draft}/files"
    assert curator.refused("POST", path, content=body, content_type=content_type) == (400, "form-invalid")
    assert kept(data) == there


def test_a_form_of_too_many_files_is_refused(curator: Program, data: DataFolder) -> None:
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    there = kept(data)
    body = form([("file", f"{n}.csv", b"1") for n in range(51)]) + b"--b--\r\n"
    told = {"content": body, "content_type": "multipart/form-data; boundary=b"}
    assert curator.refused("POST", f"/drafts/{draft}/files", **told) == (413, "too-many-files")
    assert kept(data) == there


def kept(data: DataFolder) -> set[str]:
    """Give what lies in the uploads and in the folder for unfinished work."""
    return {str(path) for folder in (data.uploads, data.root / "work") for path in folder.rglob("*")}


async def pieces(count: int) -> Any:
    for _ in range(count):
        yield b"x" * 10_000


@pytest.mark.parametrize("headers", [{"content_length": "200000"}, {}, {"content_length": "10"}])
def test_an_upload_over_the_limit_is_refused_however_it_is_announced(
    curator: Program, data: DataFolder, headers: dict[str, str]
) -> None:
    limits = {one["name"]: one["value"] for one in Program(curator.client, None).get("/limits")["items"]}
    assert limits["file"] == LIMIT
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    there = kept(data)
    path = f"/drafts/{draft}/files/large.csv"
    assert curator.refused("PUT", path, content=pieces(20), **headers) == (413, "body-too-large")
    assert kept(data) == there
    assert curator.get(f"/drafts/{draft}")["files"] == []


@pytest.mark.parametrize(
    "name", ["..%2F..%2Fetc%2Fpasswd", "C:%5Cx.csv", "a%00.csv", "%E2%80%AEvsc.exe", "con"]
)
def test_a_name_with_tricks_is_a_name_and_nothing_else(curator: Program, data: DataFolder, name: str) -> None:
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    outside = {path for path in data.root.parent.rglob("*") if data.root not in path.parents}
    answer = curator.send("PUT", f"/drafts/{draft}/files/{name}", content=b"No,Title\n")
    assert answer.status_code in {200, 400, 404}, answer.text
    if answer.status_code == 200:
        [file] = answer.json()["files"]
        assert not set("/\\\0\u202e") & set(file["name"])
    assert {path for path in data.root.parent.rglob("*") if data.root not in path.parents} == outside


ADDRESSES = [
    ("GET", "/collections/hafa/letters"),
    ("PATCH", "/collections/hafa/letters"),
    ("GET", "/collections/hafa/letters/mapping"),
    ("PUT", "/collections/hafa/letters/mapping"),
    ("POST", "/collections/hafa/letters/drafts"),
    ("GET", "/collections/hafa/letters/drafts"),
    ("POST", "/collections/hafa/letters/undo"),
    ("POST", "/collections/hafa/letters/withdrawals"),
    ("POST", "/collections/hafa/letters/restorations"),
    ("POST", "/members/hafa/merges"),
    ("GET", "/collections/hafa/letters/versions"),
    ("GET", "/collections/hafa/letters/versions/1"),
    ("GET", "/collections/hafa/letters/versions/1/difference?to=1"),
    ("GET", "/drafts/{draft}"),
    ("PATCH", "/drafts/{draft}"),
    ("DELETE", "/drafts/{draft}"),
    ("PUT", "/drafts/{draft}/files/a.csv"),
    ("DELETE", "/drafts/{draft}/files/list.csv"),
    ("POST", "/drafts/{draft}/files"),
    ("POST", "/drafts/{draft}/check"),
    ("POST", "/drafts/{draft}/publish"),
    ("GET", "/drafts/{draft}/problems"),
    ("GET", "/drafts/{draft}/report.csv"),
    ("GET", "/drafts/{draft}/problem-groups"),
    ("GET", "/drafts/{draft}/inspection"),
    ("GET", "/drafts/{draft}/proposal"),
    ("POST", "/drafts/{draft}/proposal"),
    ("PUT", "/drafts/{draft}/mapping"),
    ("GET", "/drafts/{draft}/difference"),
    ("GET", "/drafts/{draft}/record"),
    ("GET", "/collections/hafa/letters/withdrawals"),
    ("GET", "/collections/hafa/letters/versions/1/problems"),
    ("GET", "/members/hafa/takeout"),
    ("GET", "/members/hafa/tokens"),
    ("POST", "/members/hafa/tokens"),
    ("DELETE", "/members/hafa/tokens/1"),
    ("GET", "/members/hafa/people"),
    ("GET", "/members/hafa/invitations"),
    ("GET", "/jobs/{job}"),
    ("GET", "/jobs/{job}/events"),
    ("POST", "/jobs/{job}/cancel"),
]
BODIES = {
    "withdrawals": {"reason": "x"},
    "restorations": {"iri": "http://x/"},
    "tokens": {"name": "x"},
    "merges": {"old": "http://x/", "into": "http://y/"},
}


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
def test_nobody_touches_what_belongs_to_another_member(
    curator: Program, stranger: Program, data: DataFolder, method: str, path: str
) -> None:
    draft, job = settled(curator, data)
    path = path.format(draft=draft, job=job)
    body = BODIES.get(path.rpartition("/")[2], {} if method in {"POST", "PATCH"} else None)
    before = curator.get(f"/drafts/{draft}")
    assert stranger.refused(method, path, body) == (403, "not-yours")
    assert Program(stranger.client, None).refused(method, path, body)[0] == 401
    assert Program(stranger.client, "ocn_wrong").refused(method, path, body)[0] == 401
    assert curator.get(f"/drafts/{draft}") == before


def settled(curator: Program, data: DataFolder) -> tuple[str, str]:
    """Give a draft that was mapped and the job that did it, the same for all who ask."""
    if not curator.kept:
        if curator.get("/collections/hafa/letters")["version"] is None:
            published(curator, data)
        draft = begun(curator)
        curator.kept = {"draft": draft, "job": curator.post(f"/drafts/{draft}/check")["id"]}
        worked(data)
    return curator.kept["draft"], curator.kept["job"]


def test_lists_show_what_belongs_to_the_member_alone_page_by_page(
    curator: Program, stranger: Program, data: DataFolder
) -> None:
    settled(curator, data)
    assert {one["name"] for one in stranger.get("/collections")["items"]} == {"npg/portraits"}
    assert stranger.get("/drafts")["items"] == []
    assert stranger.get("/jobs")["items"] == []
    for path in ("/collections", "/drafts", "/jobs"):
        all_ = curator.get(path)["items"]
        found, cursor = [], ""
        while True:
            page = curator.get(f"{path}?limit=1&cursor={cursor}")
            found += page["items"]
            cursor = page["cursor"]
            if cursor is None:
                break
        key = "name" if path == "/collections" else "id"
        assert [one[key] for one in found[: len(all_)]] == [one[key] for one in all_]


def test_a_token_goes_as_far_as_it_may(served: Client, curator: Program, data: DataFolder) -> None:
    draft, _ = settled(curator, data)
    reader = Program(served, token_of(data, "hafa", Scope.READ))
    assert reader.get(f"/drafts/{draft}")["id"] == draft
    assert reader.refused("POST", "/collections/hafa/letters/drafts") == (403, "scope-missing")
    drafter = Program(served, token_of(data, "hafa", Scope.DRAFT))
    own = drafter.post("/collections/hafa/letters/drafts", status=201)["id"]
    assert drafter.refused("POST", f"/drafts/{own}/publish") == (403, "scope-missing")
    assert drafter.refused("POST", "/collections/hafa/letters/undo") == (403, "scope-missing")


def test_a_token_that_is_revoked_ends_at_once(served: Client, data: DataFolder) -> None:
    program = Program(served, token_of(data, "hafa"))
    assert program.get("/collections")["items"]
    with data.control() as control:
        revoke_token(control, "hafa", tokens(control, "hafa")[0].number)
    assert program.refused("GET", "/collections") == (401, "token-refused")


def test_a_token_is_made_shown_once_listed_and_ended(
    served: Client, curator: Program, data: DataFolder
) -> None:
    path = "/members/hafa/tokens"
    made = curator.post(path, {"name": "nightly", "scope": "draft"}, status=201, idempotency_key="token")
    assert (made["name"], made["scope"], made["used"]) == ("nightly", "draft", None)
    shown = made.pop("token")
    program = Program(served, shown)
    assert program.get("/me")["scope"] == "draft"
    assert program.refused("POST", path, {"name": "more"}) == (403, "scope-missing")
    first = curator.get(f"{path}?limit=1")
    assert {**first["items"][0], "used": None} == made
    rest = curator.get(f"{path}?cursor={first['cursor']}")["items"]
    assert rest
    assert all(one["number"] < made["number"] for one in rest)
    with data.control() as control:
        kept = control.db.execute("SELECT count(*) FROM answered WHERE key = 'token'").fetchone()[0]
        log = [(one.action, one.about, one.outcome) for one in audit.entries(control, "hafa", None, 1)]
    assert kept == 0
    assert log == [("make token", "nightly (draft)", "done")]
    files = list(data.root.glob("control.sqlite*"))
    assert files
    assert all(shown.encode() not in file.read_bytes() for file in files)
    assert curator.send("DELETE", f"{path}/{made['number']}").status_code == 204
    assert program.refused("GET", "/me") == (401, "token-refused")
    assert curator.refused("DELETE", f"{path}/{made['number']}") == (404, "unknown-token")
    assert curator.get(path)["items"][0]["revoked"]


def test_a_token_ends_with_those_that_were_made_with_it(
    served: Client, curator: Program, data: DataFolder
) -> None:
    path = "/members/hafa/tokens"
    leaked = curator.post(path, {"name": "leaked", "scope": "publish"}, status=201)
    thief = Program(served, leaked["token"])
    hidden = thief.post(path, {"name": "hidden", "scope": "publish"}, status=201)
    again = Program(served, hidden["token"]).post(path, {"name": "again"}, status=201)
    assert curator.send("DELETE", f"{path}/{leaked['number']}").status_code == 204
    for one in (leaked, hidden, again):
        assert Program(served, one["token"]).refused("GET", "/me") == (401, "token-refused")
    assert curator.get("/me")
    with data.control() as control:
        log = audit.entries(control, "hafa", None, 3)
    ended = sorted(str(one["number"]) for one in (leaked, hidden, again))
    assert sorted(one.about for one in log if one.action == "revoke token") == ended


@pytest.mark.parametrize(
    ("document", "status", "code"),
    [
        ({"name": " \n"}, 422, "name-missing"),
        ({"name": "x" * 101}, 400, "bad-request"),
        ({"name": "x", "scope": "all"}, 400, "bad-request"),
        ({}, 400, "bad-request"),
    ],
)
def test_a_token_that_cannot_be_is_told(
    curator: Program, document: dict[str, str], status: int, code: str
) -> None:
    assert curator.refused("POST", "/members/hafa/tokens", document) == (status, code)


def test_a_program_invites_nobody_and_takes_no_account_back(curator: Program) -> None:
    for method, path, document in (
        ("POST", "/members/hafa/invitations", {"email": "new@hafa.example"}),
        ("DELETE", "/members/hafa/invitations/new@hafa.example", None),
        ("DELETE", "/members/hafa/people/anna@hafa.example", None),
    ):
        assert curator.refused(method, path, document) == (403, "operators-only")


def test_a_request_with_a_key_is_done_once(curator: Program, data: DataFolder) -> None:
    path = "/collections/hafa/letters/drafts"
    count = len(curator.get(path + "?limit=100")["items"])
    first = curator.send("POST", path, idempotency_key="one")
    again = curator.send("POST", path, idempotency_key="one")
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert again.status_code == 201
    other = "/collections/hafa/letters/withdrawals"
    assert curator.refused("POST", other, {"reason": "x"}, idempotency_key="one") == (
        422,
        "key-used-otherwise",
    )
    assert curator.refused("POST", path, idempotency_key="x" * 300) == (400, "key-invalid")
    assert len(curator.get(path + "?limit=100")["items"]) == count + 1


def test_a_refused_request_may_come_again_with_its_key(curator: Program) -> None:
    draft = curator.post("/collections/hafa/letters/drafts", status=201)["id"]
    path = f"/drafts/{draft}/check"
    assert curator.refused("POST", path, idempotency_key="two") == (409, "draft-empty")
    curator.put_file(draft, "list.csv", ROWS.encode())
    job = curator.post(path, idempotency_key="two")
    assert curator.post(path, idempotency_key="two") == job
    assert curator.post(path)["id"] == job["id"]
    cancelled = curator.send("POST", f"/jobs/{job['id']}/cancel").json()
    assert cancelled["state"] == "cancelled"
    assert curator.get(f"/drafts/{draft}")["state"] == "cancelled"
    assert curator.refused("POST", f"/jobs/{job['id']}/cancel") == (409, "job-ended")


def test_a_mapping_is_changed_only_by_who_knows_it(curator: Program) -> None:
    path = "/collections/hafa/letters/mapping"
    answer = curator.send("GET", path)
    assert (answer.content, answer.headers["content-type"]) == (MAPPING, YAML)
    etag = answer.headers["etag"]
    longer = MAPPING + b"# corrected\n"
    changed = curator.send("PUT", path, content=longer, content_type=YAML, if_match=etag)
    assert changed.status_code == 204
    assert curator.refused("PUT", path, content=MAPPING, content_type=YAML, if_match=etag) == (
        412,
        "mapping-changed",
    )
    assert curator.send("GET", path).headers["etag"] == changed.headers["etag"]
    assert curator.get("/collections/hafa/letters")["mapping"] == {"kind": "own", "name": "mapping.yml"}
    back = curator.send("PUT", path, content=MAPPING, content_type=YAML, if_match=changed.headers["etag"])
    assert back.status_code == 204


def test_a_mapping_is_checked_line_by_line_and_a_wrong_one_is_not_kept(curator: Program) -> None:
    wrong = MAPPING.replace(b"s: object", b"subjekt: object")
    answer = curator.send("POST", "/mappings/check", content=wrong, content_type=YAML)
    assert answer.json()["valid"] is False
    assert answer.json()["findings"][0]["line"] == 4
    path = "/collections/hafa/letters/mapping"
    status, code = curator.refused("PUT", path, content=wrong, content_type=YAML)
    assert (status, code) == (422, "mapping-invalid")
    assert curator.refused("PUT", path, content=b"\xff", content_type=YAML)[0] == 422
    assert curator.refused("PUT", path, content=b"x", content_type="image/png")[0] == 415
    assert curator.send("GET", path).content == MAPPING


def test_no_member_names_a_file_of_the_operator_as_its_mapping(curator: Program, data: DataFolder) -> None:
    for named in ("/etc/passwd", str(data.control_file), "../x", "kept:aa:x"):
        refused = curator.refused("PATCH", "/collections/hafa/letters", {"mapping": named})
        assert refused == (400, "unknown-mapping")
        draft, _ = settled(curator, data)
        assert curator.refused("PATCH", f"/drafts/{draft}", {"mapping": named}) == (400, "unknown-mapping")
        new = {"name": "hafa/new", "title": "x", "licence": CC0, "mapping": named}
        assert curator.refused("POST", "/collections", new) == (400, "unknown-mapping")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"licence": "http://example.org/%zz"}, (400, "invalid-licence")),
        ({"rights": "http://example.org/a[b"}, (400, "invalid-licence")),
        ({"title": " \u0001\uffff "}, (422, "name-missing")),
        ({"language": "klingon!!"}, (400, "invalid-language")),
    ],
)
def test_what_cannot_stand_in_the_catalogue_is_not_said_of_a_collection(
    curator: Program, served: Client, said: dict[str, str], refusal: tuple[int, str]
) -> None:
    before = curator.get("/collections/hafa/letters")
    assert curator.refused("PATCH", "/collections/hafa/letters", said) == refusal
    assert curator.get("/collections/hafa/letters") == before
    assert served.get("/catalog.rdf").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("PATCH", "/collections/hafa/letters", {"titel": "Levelek"}),
        ("POST", "/collections/hafa/letters/withdrawals", {"irii": f"{BASE}/id/hafa/object/L1"}),
        ("POST", "/collections/hafa/letters/undo", {"too": 1}),
        ("POST", "/members/hafa/tokens", {"name": "nightly", "scopes": "draft"}),
    ],
)
def test_a_name_that_nobody_knows_is_told_and_nothing_is_done(
    curator: Program, data: DataFolder, method: str, path: str, said: dict[str, Any]
) -> None:
    before = curator.get("/collections/hafa/letters"), curator.get("/jobs")["items"]
    answer = curator.send(method, path, said)
    assert (answer.status_code, list(said)[-1] in answer.json()["detail"]) == (400, True)
    assert (curator.get("/collections/hafa/letters"), curator.get("/jobs")["items"]) == before


@pytest.mark.parametrize(
    ("to", "refusal"),
    [
        (99, (404, "unknown-version")),
        (10**30, (404, "unknown-version")),
        (0, (400, "bad-request")),
        ("two", (400, "bad-request")),
    ],
)
def test_going_back_to_a_version_that_is_not_there_is_refused_at_once(
    curator: Program, data: DataFolder, to: Any, refusal: tuple[int, str]
) -> None:
    published(curator, data)
    before = curator.get("/jobs")["items"]
    assert curator.refused("POST", "/collections/hafa/letters/undo", {"to": to}) == refusal
    assert curator.get("/jobs")["items"] == before


@pytest.mark.parametrize("body", [b"[" * 100_000, b"\xff\xfe", b'{"to":"\xed\xa0\x80"}'])
def test_a_body_that_is_no_json_is_told_and_nothing_is_done(curator: Program, body: bytes) -> None:
    before = curator.get("/jobs")["items"]
    answer = curator.send(
        "POST", "/collections/hafa/letters/undo", content=body, content_type="application/json"
    )
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["detail"].endswith(".")
    assert curator.get("/jobs")["items"] == before


def test_a_title_loses_what_no_document_can_have_and_rights_can_be_taken_back(curator: Program) -> None:
    for said, kept in (
        (
            {"title": " Lev\u0001elek\n ", "rights": f"{CC0}?related=1#all"},
            ("Lev elek", f"{CC0}?related=1#all"),
        ),
        ({"title": "Levelek", "rights": ""}, ("Levelek", None)),
    ):
        answer = curator.send("PATCH", "/collections/hafa/letters", said).json()
        assert (answer["title"], answer["rights"]) == kept


TOLD = ("/collections/hafa/letters", "/collections/hafa/letters.ttl", "/catalog.ttl", "/members/hafa.ttl")


def test_a_new_title_and_licence_are_public_at_once_wherever_they_are_told(
    curator: Program, data: DataFolder, served: Client
) -> None:
    published(curator, data)
    entity = "/data/hafa/object/L7.ttl"
    before = {path: served.get(path).headers for path in (*TOLD, entity)}
    said = {"title": "Letters of a firm", "licence": "http://example.org/licence/ő"}
    try:
        assert curator.send("PATCH", "/collections/hafa/letters", said).status_code == 200
        for path in TOLD:
            after = served.get(path, if_none_match=before[path]["etag"])
            assert (after.status_code, said["title"] in after.text) == (200, True), path
            since = {"if-modified-since": before[path]["last-modified"]}
            assert (
                served.request("GET", path, since).headers["last-modified"] >= before[path]["last-modified"]
            )
        for path in (entity, "/dumps/hafa/letters.nq.gz"):
            assert '<http://example.org/licence/%C5%91>; rel="license"' in served.get(path).headers["link"]
    finally:
        curator.send("PATCH", "/collections/hafa/letters", {"title": "Levelek", "licence": CC0})


def test_a_version_counts_the_records_that_are_public_and_not_those_kept_out(
    curator: Program, data: DataFolder, served: Client
) -> None:
    draft = mapped(curator, data, "No,Title\n,Nameless\n1,One\n2,Two\n")
    assert (draft["records"], draft["kept_out"]) == (3, 1)
    job = curator.post(f"/drafts/{draft['id']}/publish")
    worked(data)
    [version] = curator.get(f"/jobs/{job['id']}")["outcome"]["versions"]
    newest = curator.get("/collections/hafa/letters/versions")["items"][0]
    assert (version["records"], newest["version"], newest["records"]) == (2, version["version"], 2)
    page = served.get("/collections/hafa/letters", accept="text/html")
    assert "2 records" in page.text
    assert "3 records" not in page.text


def test_problems_are_listed_filtered_and_given_at_once(curator: Program, data: DataFolder) -> None:
    draft = mapped(curator, data, "No,Title\n,Nameless\n1,One\n,Again\n")
    path = f"/drafts/{draft['id']}/problems"
    found = curator.get(path)["items"]
    assert found
    assert {one["file"] for one in found} == {"list.csv"}
    first = curator.get(f"{path}?limit=1")
    assert first["items"] == found[:1]
    assert curator.get(f"{path}?limit=1&cursor={first['cursor']}")["items"] == found[1:2]
    assert curator.get(f"{path}?row=2")["items"] == [one for one in found if one["row"] == 2]
    assert curator.get(f"{path}?code=nothing-such")["items"] == []
    report = f"/drafts/{draft['id']}/report"
    assert len(curator.send("GET", f"{report}.ndjson").text.splitlines()) == len(found)
    assert curator.get(f"{report}.json") == {"records": 3, "kept_out": draft["kept_out"], "problems": found}
    table = curator.send("GET", f"{report}.csv?language=hu")
    assert table.headers["content-type"].startswith("text/csv")
    assert len(list(csv.reader(io.StringIO(table.text)))) == len(found) + 1
    groups = curator.get(f"/drafts/{draft['id']}/problem-groups")["items"]
    assert sum(one["count"] for one in groups) == len(found)
    assert curator.get(f"{path}?language=hu")["items"] != found
    assert curator.refused("GET", f"{report}.exe")[0] == 400
    assert curator.refused("GET", f"{path}?language=xx")[0] == 400


def test_events_tell_a_job_until_its_end(curator: Program, data: DataFolder) -> None:
    _, job = settled(curator, data)
    answer = curator.send("GET", f"/jobs/{job}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("event: end\ndata: {")
    assert '"state": "done"' in answer.text


def test_nothing_of_it_is_kept_by_anybody_and_all_of_it_is_logged(curator: Program, data: DataFolder) -> None:
    draft, _ = settled(curator, data)
    for path in ("/collections", f"/drafts/{draft}", f"/drafts/{draft}/problems"):
        assert curator.send("GET", path).headers["cache-control"] == "private, no-store"
    job = curator.post("/collections/hafa/letters/withdrawals", {"reason": "Sold"})
    curator.post(f"/jobs/{job['id']}/cancel", status=200)
    with data.control() as control:
        done = {(entry.action, entry.outcome) for entry in audit.entries(control, "hafa", count=1_000)}
    actions = ("add collection", "change mapping", "begin draft", "hand in", "check draft")
    assert {(action, "done") for action in (*actions, "map ended", "withdraw", "cancel")} <= done


def test_a_member_takes_everything_with_it(curator: Program, data: DataFolder) -> None:
    draft, _ = settled(curator, data)
    answer = curator.send("GET", "/members/hafa/takeout")
    assert answer.headers["content-type"] == "application/zip"
    assert 'filename="hafa-' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        sums = archive.read("SHA256SUMS").decode().splitlines()
        assert len(sums) == len(archive.namelist()) - 1
        for line in sums:
            digest, _, name = line.partition("  ")
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
        assert f"drafts/{draft}/problems.jsonl" in archive.namelist()
        assert json.loads(archive.read("collections/letters/mappings.json"))[0]["name"] == "mapping.yml"
        assert not any("npg" in name for name in archive.namelist())
        assert b"ocn_" not in archive.read("log.json")


def test_a_record_is_seen_before_it_is_public_next_to_its_row(curator: Program, data: DataFolder) -> None:
    draft = mapped(curator, data, ROWS.replace("Title 3", "The third title"))
    path = f"/drafts/{draft['id']}/record"
    record = curator.get(f"{path}?file=list.csv&row=4")
    assert record["iri"] == f"{BASE}/id/hafa/object/L3"
    assert record["origin"] == {"file": "list.csv", "sheet": None, "row": "4"}
    assert record["types"] == ["http://www.europeana.eu/schemas/edm/ProvidedCHO"]
    assert '"The third title"' in {one["value"] for one in record["statements"]}
    assert '"Title 3"' not in record["turtle"]
    assert record["cells"] == [
        {"column": "No", "value": "L3", "properties": []},
        {
            "column": "Title",
            "value": "The third title",
            "properties": ["http://purl.org/dc/elements/1.1/title"],
        },
    ]
    assert curator.get(f"{path}?iri={record['iri']}") == record
    assert curator.refused("GET", f"{path}?file=list.csv&row=99") == (404, "nothing-from-row")
    for query, missing in (
        ("", "iri"),
        ("?sheet=1", "iri"),
        ("?file=list.csv", "row"),
        ("?row=2&file=", "file"),
    ):
        refused = curator.send("GET", f"{path}{query}")
        assert (refused.status_code, f"{missing} is missing" in refused.json()["detail"]) == (400, True)
    assert curator.refused("GET", f"{path}?iri={BASE}/id/hafa/object/none") == (404, "unknown-entity")
    waiting = begun(curator)
    assert curator.refused("GET", f"/drafts/{waiting}/record?iri=x") == (409, "draft-not-ready")


def test_the_caller_is_told_who_it_is_and_what_is_kept_back(curator: Program, data: DataFolder) -> None:
    me = curator.get("/me")
    assert (me["member"], me["scope"], me["operator"]) == ("hafa", "publish", False)
    published(curator, data)
    iri = f"{BASE}/id/hafa/object/L7"
    curator.post("/collections/hafa/letters/withdrawals", {"iri": iri, "reason": "Sold"})
    worked(data)
    held = curator.get("/collections/hafa/letters/withdrawals")["items"]
    assert ("Sold", None) in {(one["reason"], one["replaced_by"]) for one in held if one["iri"] == iri}
    curator.post("/collections/hafa/letters/restorations", {"iri": iri})
    worked(data)
    assert iri not in {one["iri"] for one in curator.get("/collections/hafa/letters/withdrawals")["items"]}


@pytest.mark.parametrize("number", ["-1", "0", str(2**63), "9" * 40])
@pytest.mark.parametrize("path", ["{}", "{}/problems", "{}/difference?to=1", "1/difference?to={}"])
def test_a_version_of_any_number_may_be_asked_for(curator: Program, path: str, number: str) -> None:
    found = curator.refused("GET", f"/collections/hafa/letters/versions/{path.format(number)}")
    assert found in {(404, "unknown-version"), (400, "bad-request")}


def test_a_version_keeps_its_problems(curator: Program, data: DataFolder) -> None:
    done = published(curator, data, ROWS + ",Nameless\nL11,Another\n")
    number = done["outcome"]["versions"][0]["version"]
    found = curator.get(f"/collections/hafa/letters/versions/{number}/problems")["items"]
    assert 10 in {one["row"] for one in found}
