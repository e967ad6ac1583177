"""Accounts: signing in and out, invitations, tokens and people, and everything that must not let anybody in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html
from network import BASE, EARLIER
from speaking import Client
from tests.passwords import quick_passwords
from visitors import PASSWORD, Visitor, employ, token_of

from opencollections.members import audit, passwords
from opencollections.members.attempts import BY_ACCOUNT, Attempts
from opencollections.members.invitations import accept, invite
from opencollections.members.scopes import Scope
from opencollections.members.tokens import token_hash
from opencollections.store import registry
from opencollections.store.folders import DataFolder
from opencollections.store.registry import Member

ANNA, KATE, OPERATOR = "anna@hafa.example", "kate@npg.example", "root@network.example"
PAGES = ("/workspace", "/workspace/account", "/workspace/tokens", "/workspace/people", "/workspace/log")


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    with quick_passwords():
        yield


@pytest.fixture(scope="module")
def data(data: DataFolder) -> DataFolder:
    employ(data, "hafa", ANNA)
    employ(data, "npg", KATE)
    employ(data, "network", OPERATOR, operator=True)
    return data


@pytest.fixture
def visitor(served: Client) -> Visitor:
    served.app.state.attempts = Attempts()
    return Visitor(served)


def text(response: Any) -> str:
    return " ".join(html.document_fromstring(response.text).find(".//main").text_content().split())


def test_a_person_signs_in_and_out(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", email=ANNA, password=PASSWORD, next="/workspace/tokens")
    assert (answer.status_code, answer.headers["location"]) == (303, "/workspace/tokens")
    assert "HAFA Archívum" in text(visitor.get("/workspace"))
    assert visitor.post("/sign-out").headers["location"] == "/sign-in"
    assert visitor.get("/workspace").headers["location"] == "/sign-in?next=/workspace"


def test_the_cookie_is_signed_and_goes_to_the_work_of_members_alone(visitor: Visitor) -> None:
    lines = visitor.post("/sign-in", email=ANNA, password=PASSWORD).headers.get_list("set-cookie")
    ours = [line for line in lines if line.startswith("ocn_person=")]
    assert sorted(re.search(r"Path=([^;]*)", line)[1] for line in ours) == ["/api/v1", "/workspace"]
    for line in ours:
        assert {"HttpOnly", "Secure", "SameSite=lax"} <= set(line.split("; "))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_the_workspace_is_kept_by_nobody(visitor: Visitor, path: str) -> None:
    away = visitor.get(path)
    assert away.status_code == 303
    page = visitor.signed_in(OPERATOR).get(path)
    assert page.status_code == 200
    for answer in (away, page):
        assert "no-store" in answer.headers["cache-control"]
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("tag", ["en", "hu", "sk", "nl", "de", "lt"])
def test_every_page_is_told_in_the_readers_language(visitor: Visitor, tag: str) -> None:
    visitor.signed_in(OPERATOR)
    visitor.cookies["lang"] = tag
    for path in (*PAGES, "/sign-in"):
        assert html.document_fromstring(visitor.get(path).text).get("lang") == tag


def test_public_pages_set_no_cookie(visitor: Visitor) -> None:
    visitor.signed_in(ANNA)
    for path in ("/", "/page/hafa/object/HAFA-83", "/members/hafa"):
        assert "set-cookie" not in visitor.get(path).headers


@pytest.mark.parametrize(
    ("email", "password"),
    [(ANNA, "wrong words here"), ("nobody@hafa.example", PASSWORD), ("", ""), ("x" * 9000, "\0" * 500)],
)
def test_an_unknown_account_is_answered_as_a_wrong_password(
    visitor: Visitor, email: str, password: str
) -> None:
    answer = visitor.post("/sign-in", email=email, password=password)
    assert answer.status_code == 403
    assert "do not belong together" in text(answer)
    assert "ocn_person" not in visitor.cookies


def test_an_unknown_account_costs_as_much_as_a_wrong_password(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both compare one hash, which is nearly all that a sign-in takes."""
    compared = []
    verify = type(passwords._HASHER).verify
    monkeypatch.setattr(
        type(passwords._HASHER), "verify", lambda *given: compared.append(1) or verify(*given)
    )
    for email in (ANNA, "nobody@hafa.example"):
        compared.clear()
        visitor.post("/sign-in", email=email, password="wrong words here")
        assert len(compared) == 1


def test_guessing_is_stopped_for_an_account(visitor: Visitor) -> None:
    for _ in range(BY_ACCOUNT.amount):
        assert visitor.post("/sign-in", email=ANNA, password="guess").status_code == 403
    answer = visitor.post("/sign-in", email=f" {ANNA.upper()} ", password=PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["retry-after"]) <= 15 * 60
    assert visitor.post("/sign-in", email=KATE, password=PASSWORD).status_code == 303


def test_guessing_is_stopped_for_an_address(visitor: Visitor) -> None:
    answers = [
        visitor.post("/sign-in", email=f"{number}@x.example", password="x").status_code
        for number in range(21)
    ]
    assert answers == [403] * 20 + [429]


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/",
        "//evil.example",
        "/workspace\\@evil",
        "/workspaceevil",
        "/workspace/\r\nX: y",
        "/",
    ],
)
def test_signing_in_leads_to_the_workspace_and_nowhere_else(visitor: Visitor, next_page: str) -> None:
    answer = visitor.post("/sign-in", email=ANNA, password=PASSWORD, next=next_page)
    location = answer.headers["location"]
    assert location.startswith("/workspace")
    assert "evil" not in location.removeprefix("/workspace\\@evil")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {},
    ],
)
def test_a_form_of_another_site_does_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    visitor.signed_in(ANNA)
    sent = {"cookie": f"ocn_person={visitor.cookies['ocn_person']}"} | headers
    for path in ("/workspace/tokens", "/workspace/account/sessions", "/sign-in", "/sign-out"):
        answer = visitor.client.request("POST", path, sent, b"")
        assert answer.status_code == 403
        assert answer.json()["code"] == "foreign-origin"
    assert visitor.get("/workspace").status_code == 200


def test_a_browser_that_says_only_its_origin_may_send_forms(visitor: Visitor) -> None:
    visitor.signed_in(ANNA)
    sent = {"cookie": f"ocn_person={visitor.cookies['ocn_person']}", "origin": BASE}
    assert visitor.client.request("POST", "/workspace/account", sent, b"").status_code == 422


def test_a_session_ends_with_a_change_of_password(visitor: Visitor, data: DataFolder) -> None:
    employ(data, "hafa", "pal@hafa.example")
    other = Visitor(visitor.client).signed_in("pal@hafa.example")
    visitor.signed_in("pal@hafa.example")
    refused = visitor.post(
        "/workspace/account/password", password="wrong words here", new="four other plain words"
    )
    assert refused.status_code == 403
    short = visitor.post("/workspace/account/password", password=PASSWORD, new="short")
    assert short.status_code == 422
    assert other.get("/workspace").status_code == 200
    done = visitor.post("/workspace/account/password", password=PASSWORD, new="four other plain words")
    assert done.status_code == 303
    assert visitor.get("/workspace").status_code == 200
    assert other.get("/workspace").status_code == 303
    assert other.post("/sign-in", email="pal@hafa.example", password=PASSWORD).status_code == 403


def test_signing_out_everywhere_ends_all_sessions(visitor: Visitor) -> None:
    other = Visitor(visitor.client).signed_in(KATE)
    visitor.signed_in(KATE).post("/workspace/account/sessions")
    assert other.get("/workspace").status_code == 303


@pytest.mark.parametrize(
    "cookie", ["", "x", "WzEsMV0.x.y", "WzEsMV0.aScQ.AAAAAAAAAAAAAAAAAAAAAAAAAAA", "é" * 9]
)
def test_a_cookie_that_we_did_not_sign_is_nobodys(visitor: Visitor, cookie: str) -> None:
    answer = visitor.client.request("GET", "/workspace", {"cookie": f"ocn_person={cookie}"})
    assert answer.status_code == 303


def test_an_invitation_is_followed_once(visitor: Visitor, data: DataFolder) -> None:
    with data.control() as control:
        path = "/invitations/" + invite(control, "hafa", "eva@hafa.example")
    assert "Welcome to the workspace of HAFA Archívum" in text(visitor.get(path))
    assert visitor.get(path).headers["referrer-policy"] == "same-origin"
    weak = visitor.post(path, name="Éva", password="eva@hafa.example", language="hu")
    assert (weak.status_code, "cannot be taken" in text(weak)) == (422, True)
    answer = visitor.post(path, name="Éva", password=PASSWORD, language="hu", email="root@network.example")
    assert (answer.status_code, answer.headers["location"]) == (303, "/workspace")
    page = visitor.get("/workspace/account")
    assert html.document_fromstring(page.text).get("lang") == "hu"
    assert "eva@hafa.example" in page.text
    for again in (visitor.get(path), visitor.post(path, password=PASSWORD)):
        assert again.status_code == 410
    assert visitor.get("/invitations/%3Cscript%3E").status_code == 410


def test_whoever_follows_an_open_invitation_names_an_address_that_is_free(
    visitor: Visitor, data: DataFolder
) -> None:
    with data.control() as control:
        path = "/invitations/" + invite(control, "hafa", None)
    assert visitor.post(path, email=KATE, password=PASSWORD).status_code == 409
    assert visitor.post(path, email="no address", password=PASSWORD).status_code == 422
    assert visitor.post(path, email="new@hafa.example", password=PASSWORD).status_code == 303


def test_a_renewed_invitation_sets_a_new_password(visitor: Visitor, data: DataFolder) -> None:
    employ(data, "npg", "leo@npg.example")
    old = Visitor(visitor.client).signed_in("leo@npg.example")
    with data.control() as control:
        first = "/invitations/" + invite(control, "npg", "leo@npg.example")
        second = "/invitations/" + invite(control, "npg", "leo@npg.example")
    assert visitor.get(first).status_code == 410
    assert visitor.post(second, password="four other plain words").status_code == 303
    assert old.get("/workspace").status_code == 303
    visitor.signed_in("leo@npg.example", "four other plain words")


def test_a_token_is_shown_once_and_ended_at_once(visitor: Visitor) -> None:
    visitor.signed_in(ANNA)
    page = visitor.post("/workspace/tokens", name="nightly import", scope="draft")
    token = re.search(r"ocn_[\w-]{43}", page.text)[0]
    listed = visitor.get("/workspace/tokens")
    assert "nightly import" in listed.text
    assert token not in listed.text
    bearer = {"authorization": f"Bearer {token}"}
    query = "/sparql?query=ASK%20%7B%7D"
    assert visitor.client.request("GET", query, bearer).status_code == 200
    number = re.search(r"/workspace/tokens/(\d+)/revoke", listed.text)[1]
    assert (
        "never"
        not in visitor.get("/workspace/tokens").text.partition("nightly import")[2].partition("</tr>")[0]
    )
    assert visitor.post(f"/workspace/tokens/{number}/revoke").status_code == 303
    assert visitor.client.request("GET", query, bearer).json()["code"] == "query-token-unknown"
    assert visitor.client.request("GET", query, bearer).status_code == 401


def test_what_was_made_with_a_token_is_told_and_ends_with_it(visitor: Visitor, data: DataFolder) -> None:
    visitor.signed_in(ANNA)
    page = visitor.post("/workspace/tokens", name="leaky", scope="publish")
    token = re.search(r"ocn_[\w-]{43}", page.text)[0]
    bearer = {"authorization": f"Bearer {token}"}
    asked = {**bearer, "content-type": "application/json"}
    path = "/api/v1/members/hafa/tokens"
    made = visitor.client.request("POST", path, asked, b'{"name": "its child"}').json()
    row = next(
        one
        for one in html.document_fromstring(visitor.get("/workspace/tokens").text).cssselect("tbody tr")
        if one.cssselect("th")[0].text_content().strip() == "leaky"
    )
    assert "and what was made with it: its child" in row.text_content()
    assert visitor.post(row.cssselect("form")[0].get("action")).status_code == 303
    for shown in (bearer, {"authorization": f"Bearer {made['token']}"}):
        assert visitor.client.request("GET", "/api/v1/me", shown).status_code == 401


def test_tokens_and_people_of_another_member_are_not_ones_own(visitor: Visitor, data: DataFolder) -> None:
    token_of(data, "npg")
    visitor.signed_in(ANNA)
    assert "npg" not in text(visitor.get("/workspace/tokens"))
    assert KATE not in visitor.get("/workspace/people").text
    assert KATE not in visitor.get("/workspace/log").text
    assert visitor.post("/workspace/tokens", name="x", scope="publish", member="npg").status_code == 403
    assert visitor.post("/workspace/tokens/1/revoke", member="npg").status_code == 403
    assert visitor.post("/workspace/tokens/99999/revoke").status_code == 404
    assert visitor.post("/workspace/people", member="hafa", email="x@hafa.example").status_code == 403
    assert visitor.post("/workspace/people/revoke", member="npg", email=KATE).status_code == 403


def test_the_token_that_a_member_begins_with_is_named_in_the_readers_language(
    visitor: Visitor, data: DataFolder
) -> None:
    with data.control() as control:
        registry.add_member(control, Member("beginner", "Beginner", "en", None, EARLIER), token_hash("x"))
    visitor.signed_in(OPERATOR)
    for tag, name in (("en", "first token"), ("hu", "első hozzáférési kulcs")):
        visitor.cookies["lang"] = tag
        assert f"{name} beginner" in text(visitor.get("/workspace/tokens"))


def test_a_token_opens_no_page(visitor: Visitor, data: DataFolder) -> None:
    bearer = {"authorization": f"Bearer {token_of(data, 'hafa')}"}
    assert visitor.client.request("GET", "/workspace", bearer).status_code == 303


@pytest.mark.parametrize("scope", [Scope.READ, Scope.DRAFT])
def test_a_token_that_may_not_publish_writes_no_graph(
    visitor: Visitor, data: DataFolder, scope: Scope
) -> None:
    sent = {"authorization": f"Bearer {token_of(data, 'hafa', scope)}", "content-type": "text/turtle"}
    answer = visitor.client.request("PUT", f"/graphs?graph={BASE}/graph/hafa/prints", sent, b"")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


def test_an_operator_invites_and_revokes(visitor: Visitor) -> None:
    visitor.signed_in(OPERATOR)
    page = visitor.post("/workspace/people", member="npg", email="new@npg.example")
    path = re.search(rf"{BASE}(/invitations/[\w-]+)", page.text)[1]
    invited = Visitor(visitor.client)
    assert invited.post(path, password=PASSWORD).status_code == 303
    assert invited.get("/workspace").status_code == 200
    assert visitor.post("/workspace/people", member="npg", email=ANNA).status_code == 409
    assert visitor.post("/workspace/people/revoke", member="npg", email="new@npg.example").status_code == 303
    assert invited.get("/workspace").status_code == 303
    assert visitor.post("/workspace/people/revoke", member="npg", email="new@npg.example").status_code == 404


@pytest.mark.parametrize("by_page", [True, False], ids=["a page", "a program"])
def test_an_invitation_that_names_nobody_is_ended(
    visitor: Visitor, data: DataFolder, *, by_page: bool
) -> None:
    with data.control() as control:
        path = "/invitations/" + invite(control, "npg", None)
        other = "/invitations/" + invite(control, "hafa", None)
    visitor.signed_in(OPERATOR)
    if by_page:
        form = next(
            one
            for one in html.document_fromstring(visitor.get("/workspace/people").text).forms
            if (one.action or "").endswith("/people/revoke")
            and dict(one.form_values()) == {"member": "npg", "email": ""}
        )
        assert visitor.post(form.action, **dict(form.form_values())).status_code == 303
    else:
        assert visitor.ask("DELETE", "/members/npg/invitations").status_code == 204
    assert [Visitor(visitor.client).get(one).status_code for one in (path, other)] == [410, 200]


def test_a_token_invites_nobody(visitor: Visitor, data: DataFolder) -> None:
    bearer = {
        "authorization": f"Bearer {token_of(data, 'npg', Scope.PUBLISH)}",
        "content-type": "application/json",
    }
    path = "/api/v1/members/npg/invitations"
    answer = visitor.client.request("POST", path, bearer, b'{"email": "stay@npg.example"}')
    assert (answer.status_code, answer.json()["code"]) == (403, "operators-only")


@pytest.mark.parametrize("by_page", [True, False], ids=["a page", "a program"])
def test_with_an_account_end_the_invitations_that_it_made_and_its_tokens_are_told(
    visitor: Visitor, data: DataFolder, *, by_page: bool
) -> None:
    email = f"second-{by_page}@network.example".lower()
    with data.control() as control:
        accept(control, invite(control, "npg", email, operator=True), "", "Second", "en", PASSWORD)
    second = Visitor(visitor.client).signed_in(email)
    if by_page:
        page = second.post("/workspace/people", member="npg", email=f"friend-of-{email}", operator="yes")
        link = re.search(rf"{BASE}(/invitations/[\w-]+)", page.text)[1]
    else:
        made = second.ask("POST", "/members/npg/invitations", {"email": f"friend-of-{email}"})
        link = made.json()["link"].removeprefix(BASE)
    second.post("/workspace/tokens", name=f"nightly of {email}", scope="draft")
    visitor.signed_in(OPERATOR)
    assert f"The tokens that this person made go on: nightly of {email}" in text(
        visitor.get("/workspace/people")
    )
    if by_page:
        visitor.post("/workspace/people/revoke", member="npg", email=email)
    else:
        visitor.ask("DELETE", f"/members/npg/people/{email}")
    assert Visitor(visitor.client).get(link).status_code == 410


def test_the_log_tells_who_did_what(visitor: Visitor, data: DataFolder) -> None:
    visitor.signed_in(ANNA).post("/workspace/account", name="Anna Kis", language="en")
    with data.control() as control:
        last = audit.entries(control, "hafa", count=1)[0]
    assert (last.action, last.about, last.outcome) == ("change account", ANNA, "done")
    assert last.actor.endswith(f"<{ANNA}>")
    assert "changed name or language" in text(visitor.get("/workspace/log"))
    assert "changed name or language" in text(
        Visitor(visitor.client).signed_in(OPERATOR).get("/workspace/log")
    )


def test_a_refused_sign_in_is_in_the_log_of_its_member_alone(visitor: Visitor, data: DataFolder) -> None:
    for email in (ANNA, "stranger@nowhere.example"):
        visitor.post("/sign-in", email=email, password="wrong words here")
    with data.control() as control:
        last = audit.entries(control, "hafa", count=1)[0]
        every = [entry.about for entry in audit.entries(control, count=2)]
    assert (last.action, last.about, last.outcome) == ("sign in", ANNA, "sign-in-refused")
    assert every == ["stranger@nowhere.example", ANNA]
    log = visitor.signed_in(ANNA).get("/workspace/log")
    assert "sign-in-refused" in log.text
    assert "stranger@nowhere.example" not in log.text


def test_a_form_without_end_is_refused(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", email="x" * 100_000, password="")
    assert answer.status_code == 413


def test_what_a_database_keeps_opens_nothing(data: DataFolder) -> None:
    """Neither a password nor a token nor an invitation can be found in the folder of the data."""
    token = token_of(data, "hafa")
    with data.control() as control:
        secret = invite(control, "hafa", "late@hafa.example")
    kept = b"".join(file.read_bytes() for file in data.root.glob("control.sqlite*"))
    for shown in (PASSWORD, token, secret):
        assert shown.encode() not in kept


def test_an_operator_invites_lists_and_takes_back_by_the_interface_for_programs(
    served: Client, visitor: Visitor, data: DataFolder
) -> None:
    people, invitations = "/members/npg/people", "/members/npg/invitations"
    visitor.signed_in(OPERATOR)
    made = visitor.ask("POST", invitations, {"email": "new+one@npg.example"})
    assert made.status_code == 201, made.text
    link = made.json()["link"]
    assert link.startswith(f"{BASE}/invitations/")
    waiting = visitor.ask("GET", invitations).json()["items"]
    assert "new+one@npg.example" in {one["email"] for one in waiting}
    assert all("link" not in one for one in waiting)
    guest = Visitor(served)
    answer = guest.post(link.removeprefix(BASE), email="", name="New", language="en", password=PASSWORD)
    assert answer.status_code == 303, answer.text
    assert "new+one@npg.example" in {one["email"] for one in visitor.ask("GET", people).json()["items"]}
    assert visitor.ask("DELETE", f"{people}/new%2Bone@npg.example").status_code == 204
    assert guest.get("/workspace").status_code == 303
    assert visitor.ask("DELETE", f"{people}/new%2Bone@npg.example").json()["code"] == "unknown-person"
    with data.control() as control:
        done = {(one.action, one.about) for one in audit.entries(control, "npg") if one.outcome == "done"}
    assert {("invite", "new+one@npg.example"), ("revoke account", "new+one@npg.example")} <= done


def test_an_invitation_is_ended_and_an_account_stays(visitor: Visitor, data: DataFolder) -> None:
    visitor.signed_in(OPERATOR)
    link = visitor.ask("POST", "/members/npg/invitations", {"email": KATE}).json()["link"]
    assert visitor.ask("DELETE", f"/members/npg/invitations/{KATE}").status_code == 204
    assert Visitor(visitor.client).get(link.removeprefix(BASE)).status_code == 410
    assert visitor.ask("DELETE", f"/members/npg/invitations/{KATE}").json()["code"] == "unknown-person"
    assert KATE in {one["email"] for one in visitor.ask("GET", "/members/npg/people").json()["items"]}


@pytest.mark.parametrize(
    ("path", "document", "status", "code"),
    [
        ("/members/npg/invitations", {"email": "nobody"}, 422, "email-invalid"),
        ("/members/npg/invitations", {"email": ANNA}, 409, "email-taken"),
        ("/members/nobody/invitations", {"email": "new@npg.example"}, 404, "unknown-member"),
        ("/members/npg/invitations", {}, 400, "bad-request"),
    ],
)
def test_an_invitation_that_cannot_be_is_told(
    visitor: Visitor, path: str, document: dict[str, str], status: int, code: str
) -> None:
    answer = visitor.signed_in(OPERATOR).ask("POST", path, document)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_page_of_another_site_cannot_make_a_token_by_a_cookie(visitor: Visitor) -> None:
    visitor.signed_in(ANNA).site = "cross-site"
    answer = visitor.ask("POST", "/members/hafa/tokens", {"name": "stolen", "scope": "publish"})
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
