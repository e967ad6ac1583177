"""Prepared queries as people and programs meet them: a page with a form, JSON and CSV."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from network import BASE, FIRM
from speaking import Client, settings_of, speaking

from opencollections.errors import QueryFileInvalid
from opencollections.query.allowances import Allowances
from opencollections.query.limits import QueryLimits
from opencollections.store.folders import DataFolder
from opencollections.web.app import create_app

OF_AGENT = """#+ title: What did somebody make?
#+ description: <b>Everything</b> of one maker.
#+ parameters:
#+   agent: {type: iri, description: The maker.}
#+   tongue: {type: language, description: Language of the title., default: hu}
PREFIX dc: <http://purl.org/dc/elements/1.1/>
SELECT ?object ?title WHERE { ?object dc:creator ?agent ; dc:title ?title FILTER(LANGMATCHES(LANG(?title), ?tongue)) }
ORDER BY ?title
"""
VALUES = """#+ title: Values
SELECT ?number ?decimal ?truth ?text ?none WHERE {
  VALUES (?number ?decimal ?truth ?text) { (5 1.5 true "=1+1") } OPTIONAL { ?none <http://x/none> ?none }
}
"""
ENDLESS = (
    "#+ title: Endless\nSELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"
)
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.fixture(scope="module")
def asking(data: DataFolder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("prepared")
    for name, text in {"of-agent": OF_AGENT, "values": VALUES, "endless": ENDLESS}.items():
        (folder / f"{name}.rq").write_text(text, "utf-8")
    with speaking(settings_of(data.root, query_timeout_s=1, prepared_queries=folder)) as speaker:
        yield speaker


def test_the_list_names_every_query_with_its_parameters(asking: Client) -> None:
    page = html.fromstring(asking.get("/queries", accept=HTML).text)
    assert [link.text_content() for link in page.cssselect("main h2 a")] == [
        "Endless",
        "What did somebody make?",
        "Values",
    ]
    assert page.cssselect("main h2 a")[1].get("href") == "/queries/of-agent"
    assert page.cssselect("main b") == []
    listed = asking.get("/queries", accept="application/json").json()["queries"]
    assert listed[1]["address"] == f"{BASE}/queries/of-agent"
    assert [one["name"] for one in listed[1]["parameters"]] == ["agent", "tongue"]


def test_a_query_that_needs_a_value_shows_its_form(asking: Client) -> None:
    response = asking.get("/queries/of-agent", accept=HTML)
    assert response.status_code == 200
    page = html.fromstring(response.text)
    (form,) = page.cssselect("main form")
    assert dict(form.form_values()) == {"agent": "", "tongue": "hu"}
    assert form.get("action") == "/queries/of-agent"
    assert [label.text_content() for label in form.cssselect("label")] == [
        "The maker.",
        "Language of the title.",
    ]
    assert page.cssselect("main table") == []


def test_the_form_leads_to_rows_and_to_all_forms_of_them(asking: Client) -> None:
    response = asking.get(f"/queries/of-agent?agent={FIRM}&tongue=", accept=HTML)
    page = html.fromstring(response.text)
    assert [cell.text_content() for cell in page.cssselect("tbody tr td")[1::2]] == [
        "HAFA 83. árjegyzék",
        "HAFA 84. árjegyzék",
    ]
    assert dict(page.cssselect("main form")[0].form_values())["agent"] == FIRM
    links = [link.get("href") for link in page.cssselect("main p a") if "." in link.get("href")]
    assert [asking.get(link).headers["content-type"] for link in links] == [
        "application/json",
        "text/csv; charset=utf-8",
    ]


def test_json_has_plain_rows(asking: Client) -> None:
    response = asking.get(f"/queries/of-agent.json?agent={FIRM}")
    assert response.json()["columns"] == ["object", "title"]
    assert [row["title"] for row in response.json()["rows"]] == ["HAFA 83. árjegyzék", "HAFA 84. árjegyzék"]
    values = asking.get("/queries/values", accept="application/json").json()
    assert values["rows"] == [{"number": 5, "decimal": 1.5, "truth": True, "text": "=1+1", "none": None}]


def test_csv_runs_no_formula(asking: Client) -> None:
    response = asking.get("/queries/values.csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows == [["number", "decimal", "truth", "text", "none"], ["5", "1.5", "true", "'=1+1", ""]]
    assert response.headers["content-disposition"] == 'attachment; filename="values.csv"'


def test_the_form_can_be_negotiated(asking: Client) -> None:
    assert asking.get("/queries/values", accept="text/csv").headers["content-type"].startswith("text/csv")
    refused = asking.get("/queries/values", accept="image/png")
    assert refused.status_code == 406
    assert "application/json" in refused.json()["detail"]


WRONG = [
    ("/queries/of-agent.json", "'agent' is missing. Give it: The maker."),
    ("/queries/of-agent.json?agent=x", "'agent' is 'x'. Give a whole IRI"),
    ("/queries/of-agent?agent=http://x/&tongue=_", "Give a language tag"),
    ("/queries/values.json?x=1", "'x' is none of this query. Its parameters: it has none."),
    (f"/queries/of-agent.json?agent={FIRM}&agent={FIRM}", "is given twice"),
]


@pytest.mark.parametrize(("path", "sentence"), WRONG)
def test_a_wrong_value_is_told(asking: Client, path: str, sentence: str) -> None:
    response = asking.get(path, accept="application/json")
    assert response.status_code == 400
    assert sentence in response.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/queries/none", "/queries/values.xml", "/queries/..%2Fvalues", "/queries/%00"]
)
def test_what_is_not_there_is_not_found(asking: Client, path: str) -> None:
    assert asking.get(path).status_code in {400, 404}


def test_the_limits_hold_here_too(asking: Client) -> None:
    response = asking.get("/queries/endless.json")
    assert response.status_code == 503
    assert "stopped after 1 s," in response.json()["detail"]


def test_they_count_for_the_client(asking: Client) -> None:
    app = asking.app
    kept, app.state.allowances = app.state.allowances, Allowances(QueryLimits(budget_s=0.5))
    try:
        assert asking.get("/queries/endless.json").status_code == 503
        spent = asking.get(f"/queries/of-agent.json?agent={FIRM}&tongue=sk")
        told = html.fromstring(asking.get(f"/queries/of-agent?agent={FIRM}&tongue=sk", accept=HTML).text)
    finally:
        app.state.allowances = kept
    assert spent.status_code == 429
    assert int(spent.headers["retry-after"]) > 0
    assert "It can be asked again in" in told.text_content()
    (again,) = [link for link in told.cssselect("main a") if link.text == "Ask again"]
    assert again.get("href") == f"/queries/of-agent?agent={FIRM}&tongue=sk"


def test_an_unchanged_answer_is_not_sent_again(asking: Client) -> None:
    tag = asking.get("/queries/values.json").headers["etag"]
    assert asking.get("/queries/values.json", if_none_match=tag).status_code == 304


def test_a_value_is_shown_as_text(asking: Client) -> None:
    hostile = "http://x/%22%3E%3Cscript%3E"
    page = html.fromstring(asking.get(f"/queries/of-agent?agent={hostile}", accept=HTML).text)
    assert page.cssselect("main script") == []


def test_a_file_that_cannot_be_offered_keeps_the_service_from_starting(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("SELECT", "utf-8")
    with pytest.raises(QueryFileInvalid, match=r"bad\.rq"):
        create_app(settings_of(tmp_path / "data", prepared_queries=tmp_path))


def test_the_ready_queries_are_offered(client: Client) -> None:
    listed = json.loads(client.get("/queries", accept="application/json").content)["queries"]
    for one in listed:
        path = one["address"].removeprefix(BASE)
        assert client.get(f"{path}.json").status_code == 200
    assert {"named", "place-and-time", "languages"} <= {one["name"] for one in listed}
