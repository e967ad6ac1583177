"""The catalogue graph: how versions came to be, asked by name and never mixed with what members say."""

from urllib.parse import quote

import pytest
from network import BASE
from pyoxigraph import RdfFormat, parse
from speaking import Client

GRAPH = f"{BASE}/graph/catalog"
VERSIONS = "?version <http://www.w3.org/ns/prov#wasGeneratedBy> ?activity"


def rows(client: Client, query: str) -> list[str]:
    answer = client.get(f"/sparql?query={quote(query)}", accept="text/csv")
    assert answer.status_code == 200, answer.text
    return answer.text.split()[1:]


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ?version {{ GRAPH <{GRAPH}> {{ {VERSIONS} }} }}",
        f"SELECT ?version FROM <{GRAPH}> {{ {VERSIONS} }}",
        f"SELECT ?version {{ {VERSIONS} FILTER EXISTS {{ GRAPH <{GRAPH}> {{ ?version ?p ?o }} }} }}",
    ],
)
def test_a_query_that_names_it_is_answered_from_it(client: Client, query: str):
    versions = {f"{BASE}/collections/{name}#version-1" for name in ("hafa/prints", "npg/portraits")}
    assert versions <= set(rows(client, query))


def test_a_query_that_does_not_name_it_finds_none_of_it(client: Client):
    assert rows(client, f"SELECT ?version {{ {VERSIONS} }}") == []
    assert GRAPH not in rows(client, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")


def test_its_address_gives_it_as_data(client: Client):
    answer = client.get("/graph/catalog", accept="text/turtle")
    assert answer.status_code == 200
    quads = list(parse(answer.content, format=RdfFormat.TURTLE))
    assert f"{BASE}/collections/hafa/prints#version-1" in {quad.subject.value for quad in quads}
    assert client.get("/graph/catalog", accept="image/png").status_code == 406
