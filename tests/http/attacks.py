"""Queries that are attacks: what hangs, fills the memory or ends the process of an engine that is asked them.

Each was run against Oxigraph 0.5.13, where many are never answered. ``expected`` is what must become of one here:
``stopped`` (503, or a body that is broken off), ``shape`` (413 before the engine sees it), ``refused`` (403),
``answered``, ``broken`` (400), or ``honest``: one of them, as the machine's speed has it, and never half an answer.

What other services may do to a query that asks them (redirect it, be slow, lie) is in ``test_federation.py``. Hostile
RDF comes in by two doors: ``documents`` are what is put into a graph, and what is read from a file is in
``tests/unit/records/test_rdf_documents.py``.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Attack(NamedTuple):
    """One query with a name, and what must become of it."""

    name: str
    query: str
    expected: str


RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
CROSS = "?a <http://x/p> ?b . ?c <http://x/p> ?d"
CROSS_3 = f"{CROSS} . ?e <http://x/p> ?f"
COUNTED = "SELECT (COUNT(*) AS ?n)"


def values(count: int, *names: str) -> str:
    """Give a block of VALUES for each name, whose product has ``count`` to the power of their number rows."""
    numbers = " ".join(map(str, range(count)))
    return " ".join(f"VALUES ?{name} {{ {numbers} }}" for name in names)


def doubled(times: int) -> str:
    """Give BINDs that make a text twice as long each time."""
    steps = (f"BIND(CONCAT(?t{step}, ?t{step}) AS ?t{step + 1})" for step in range(times))
    return 'BIND("0123456789" AS ?t0) ' + " ".join(steps)


def replaced(times: int) -> str:
    """Give nested REPLACEs, each of which makes sixteen characters of one."""
    expression = '"a"'
    for _ in range(times):
        expression = f'REPLACE({expression}, "a", "aaaaaaaaaaaaaaaa")'
    return expression


SIX = values(300, *"uvwxyz")

CROSSES = [
    ("count of a cross product", f"{COUNTED} {{ {CROSS_3} }}"),
    ("rows of a cross product", f"SELECT * {{ {CROSS} }}"),
    ("graph of a cross product", f"CONSTRUCT {{ ?a <http://x/q> ?d }} {{ {CROSS} }}"),
    ("concatenated", f"{COUNTED} {{ {CROSS} FILTER(CONCAT(?b, ?d) = 'x') }}"),
    ("hashed", f"{COUNTED} {{ {CROSS} FILTER(SHA512(CONCAT(?b, ?d)) = 'x') }}"),
    ("matched", f"{COUNTED} {{ {CROSS} FILTER(REGEX(?b, ?d)) }}"),
    ("optional", f"{COUNTED} {{ ?a <http://x/p> ?b OPTIONAL {{ {CROSS_3} }} }}"),
    ("not existing", f"{COUNTED} {{ {CROSS} FILTER NOT EXISTS {{ ?d <http://x/none> ?b }} }}"),
    ("joined to one text", f"SELECT (GROUP_CONCAT(?b) AS ?t) {{ {CROSS} }}"),
    ("far offset", f"SELECT * {{ {CROSS_3} }} OFFSET 10000000000 LIMIT 1"),
    (
        "existing, never true and slow",
        f"SELECT * {{ BIND(1 AS ?one) FILTER EXISTS {{ {CROSS_3} FILTER(?b = ?none) }} }}",
    ),
    ("asked", f"ASK {{ {CROSS_3} FILTER(CONCAT(?b, ?d, ?f) = 'x') }}"),
    ("distinct", f"{COUNTED} {{ SELECT DISTINCT ?b ?d ?f {{ {CROSS_3} }} }}"),
    ("grouped", f"SELECT ?b ?d (COUNT(*) AS ?n) {{ {CROSS_3} }} GROUP BY ?b ?d"),
    ("ordered", f"SELECT * {{ {CROSS} }} ORDER BY ?b ?d LIMIT 10"),
    ("minus", f"{COUNTED} {{ {CROSS} MINUS {{ ?a <http://x/p> ?b . ?g <http://x/p> ?d }} }}"),
    ("six lists counted", f"{COUNTED} {{ {SIX} }}"),
    ("six lists filtered", f"SELECT * {{ {SIX} FILTER(?u + ?v + ?w + ?x + ?y + ?z < 0) }}"),
    ("six lists ordered", f"SELECT * {{ {SIX} }} ORDER BY ?u ?v ?w LIMIT 10"),
    ("text doubled thirty times", f"SELECT (STRLEN(?t30) AS ?n) {{ {doubled(30)} }}"),
    ("text replaced eight times", f"SELECT (STRLEN({replaced(8)}) AS ?n) {{}}"),
    (
        "any path between all",
        f"{COUNTED} {{ ?s (<http://x/p>|!<http://x/p>)* ?o . ?o (<http://x/p>|!<http://x/p>)* ?q }}",
    ),
    ("all pairs", f"{COUNTED} {{ ?s <http://x/next>* ?o }}"),
    ("there and back", f"{COUNTED} {{ ?s (<http://x/next>|^<http://x/next>)* ?o }}"),
    ("repeated repetitions", f"{COUNTED} {{ ?s ((<http://x/next>*)*/(<http://x/next>*)*)* ?o }}"),
]

HONEST = [
    ("sixty joins in a chain", f"{COUNTED} {{ {' . '.join(f'?v{n} ?p{n} ?v{n + 1}' for n in range(60))} }}"),
    ("all in random order", "SELECT * { ?s ?p ?o } ORDER BY RAND()"),
    ("a path from one", "SELECT ?o { <http://x/1> <http://x/next>+ ?o }"),
    (
        "pattern of patterns",
        f"{COUNTED} {{ ?s ?p ?o FILTER(REGEX(?o, '((a{{1,100}}){{1,100}}){{1,100}}')) }}",
    ),
    ("many alternatives", f"{COUNTED} {{ ?s ?p ?o FILTER(?o IN ({', '.join(map(str, range(10_000)))})) }}"),
    ("everything", "SELECT * { ?s ?p ?o }"),
    ("everything described", "DESCRIBE ?s { ?s ?p ?o }"),
    ("ten thousand values", f"SELECT * {{ {values(10_000, 'v')} ?s ?p ?v }}"),
    ("a pattern that goes back", f"{COUNTED} {{ ?s ?p ?o FILTER(REGEX(?o, '^(a+)+$')) }}"),
]

SHAPES = {
    "round brackets": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "groups": lambda n: "ASK " + "{" * n + "}" * n,
    "negations": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "sums": lambda n: "ASK { FILTER(" + "1+" * n + "1) }",
    "brackets in a path": lambda n: "ASK { ?s " + "(" * n + "<x:p>" + ")" * n + " ?o }",
    "alternatives": lambda n: "ASK { FILTER(" + "?a||" * n + "?a) }",
    "conditions": lambda n: "ASK { FILTER(" + "IF(true," * n + "1" + ",2)" * n + ") }",
    "optionals": lambda n: "ASK { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * n + "}" * n + " }",
    "blank nodes": lambda n: "ASK { ?s <x:p> " + "[ <x:p> " * n + "1" + " ]" * n + " }",
    "lists": lambda n: "ASK { ?s <x:p> " + "(" * n + "1" + ")" * n + " }",
    "steps of a path": lambda n: "ASK { ?s " + "<x:p>/" * n + "<x:p> ?o }",
    "selects": lambda n: "ASK " + "{ SELECT * " * n + "{}" + " }" * n,
    "unions": lambda n: "ASK { " + "{ ?s ?p ?o } UNION " * n + "{ ?s ?p ?o } }",
    "triple terms": lambda n: "ASK { " + "<<( ?s ?p " * n + "?o" + " )>>" * n + " ?p ?o }",
    "existing": lambda n: "ASK { " + "FILTER EXISTS { ?s ?p ?o " * n + "}" * n + " }",
    "patterns": lambda n: "ASK { " + "?s ?p ?o . " * n + "}",
}

LONG = [
    ("a hundred thousand alternatives", f"ASK {{ FILTER(1 IN ({', '.join(map(str, range(100_000)))})) }}"),
    ("a million alternatives", f"ASK {{ FILTER(1 IN ({', '.join(map(str, range(1_000_000)))})) }}"),
    ("a hundred thousand values", f"SELECT * {{ {values(100_000, 'v')} ?s ?p ?v }}"),
    ("a million values", f"ASK {{ {values(1_000_000, 'v')} }}"),
    ("four hundred patterns", f"ASK {{ {' . '.join(f'?v{n} ?p{n} ?v{n + 1}' for n in range(400))} }}"),
]


def pathological() -> Iterator[Attack]:
    """Give the queries that cost time and memory."""
    for name, query in CROSSES:
        yield Attack(name, query, "stopped")
    for name, query in HONEST:
        yield Attack(name, query, "honest")
    for name, nested in SHAPES.items():
        yield Attack(f"{name}, two thousand", nested(2_000), "shape")
    for name, query in LONG:
        yield Attack(name, query, "shape")


def deep() -> Iterator[Attack]:
    """Give what no check of shapes has kept from the engine: as deep as the length of a query allows."""
    for name, nested in SHAPES.items():
        room = 120_000 // (len(nested(200)) - len(nested(199)))
        yield Attack(f"{name}, {room}", nested(room), "honest")


def reaching(port: int) -> Iterator[Attack]:
    """Give the ways to reach a listener that plays the network inside."""
    inside = f"http://127.0.0.1:{port}/secret"
    body = "{ ?s ?p ?o }"
    queries = {
        "address": f"SELECT * {{ SERVICE <{inside}> {body} }}",
        "name": f"SELECT * {{ SERVICE <http://localhost:{port}/> {body} }}",
        "number": f"SELECT * {{ SERVICE <http://2130706433:{port}/> {body} }}",
        "silent": f"SELECT * {{ SERVICE SILENT <{inside}> {body} }}",
        "in EXISTS": f"ASK {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{inside}> {body} }} }}",
        "prefixed": f"PREFIX in: <http://127.0.0.1:{port}/> SELECT * {{ SERVICE in:secret {body} }}",
        "escape in the address": f"SELECT * {{ SERVICE <http://127.0.0.\\u0031:{port}/> {body} }}",
        "small letters and a comment": f"select * {{ service # why\n silent#so\n<{inside}> {body} }}",
        "variable": f"SELECT * {{ VALUES ?e {{ <{inside}> }} SERVICE ?e {body} }}",
        "variable of a pattern": f"SELECT * {{ ?s ?p ?e . SERVICE ?e {body} }}",
        "file": f"SELECT * {{ SERVICE <file:///etc/passwd> {body} }}",
        "file, silently": f"SELECT * {{ SERVICE SILENT <file:///etc/passwd> {body} }}",
        "port that no browser asks": f"SELECT * {{ SERVICE <http://127.0.0.1:9/> {body} }}",
        "escape inside the keyword": f"SELECT * {{ SERV\\u0049CE <{inside}> {body} }}",
        "long escape in the keyword": f"SELECT * {{ \\U00000073ervice <{inside}> {body} }}",
        "escaped load": f"\\u004COAD <{inside}>",
        "load of a file": "LOAD <file:///etc/passwd>",
        "load of a file into a graph": "LOAD <file:///etc/passwd> INTO GRAPH <x:g>",
        "in a subselect": f"SELECT * {{ {{ SELECT * {{ SERVICE <{inside}> {body} }} }} }}",
        "escaped keyword": f"SELECT * {{ \\u0053ERVICE <{inside}> {body} }}",
        "no space": f"SELECT*{{SERVICE<{inside}>{body}}}",
        "load": f"LOAD <{inside}>",
        "load silent": f"LOAD SILENT <{inside}> INTO GRAPH <x:g>",
        "update": f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{inside}> {body} }}",
    }
    for name, query in queries.items():
        yield Attack(name, query, "refused")
    yield Attack("from", f"SELECT * FROM <{inside}> {body}", "answered")
    yield Attack("from named", f"SELECT * FROM NAMED <{inside}> {{ GRAPH ?g {body} }}", "answered")
    yield Attack("graph", f"SELECT * {{ GRAPH <{inside}> {body} }}", "answered")


def _rdf_xml(content: str, prolog: str = "") -> str:
    return f'{prolog}<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="http://x/">{content}</rdf:RDF>'


def _laughs(depth: int) -> str:
    """Give XML whose entities are ten times as long at each step."""
    entities = "".join(
        f'<!ENTITY e{step} "{f"&e{step - 1};" * 10 if step else "ha"}">' for step in range(depth)
    )
    content = f'<rdf:Description rdf:about="http://x/"><x:p>&e{depth - 1};</x:p></rdf:Description>'
    return _rdf_xml(content, f"<!DOCTYPE r [{entities}]>")


def documents(port: int) -> Iterator[tuple[str, str, bytes]]:
    """Give RDF to be refused whole: a name, the media type, and the bytes; ``port`` plays the network inside."""
    xml, json_ld = "application/rdf+xml", "application/ld+json"
    n_triples, turtle = "application/n-triples", "text/turtle"
    inside = f"http://127.0.0.1:{port}/secret"
    deep = 10_000
    texts = {
        "objects in objects": (json_ld, '{"http://x/p":' * deep + "1" + "}" * deep),
        "graphs in graphs": (json_ld, '{"@graph":' * deep + "{}" + "}" * deep),
        "arrays in arrays": (json_ld, "[" * 100_000 + "]" * 100_000),
        "context from elsewhere": (json_ld, f'{{"@context": "{inside}", "name": "x"}}'),
        "import from elsewhere": (json_ld, f'{{"@context": {{"@import": "{inside}"}}, "name": "x"}}'),
        "elements in elements": (xml, _rdf_xml("<x:C><x:p>" * 50_000 + "</x:p></x:C>" * 50_000)),
        "collections in collections": (
            xml,
            _rdf_xml('<x:C><x:p rdf:parseType="Collection">' * 50_000 + "</x:p></x:C>" * 50_000),
        ),
        "entity of a file": (xml, _rdf_xml("", '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>')),
        "entity from elsewhere": (xml, _rdf_xml("", f'<!DOCTYPE r [<!ENTITY f SYSTEM "{inside}">]>')),
        "parameter entity": (xml, _rdf_xml("", f'<!DOCTYPE r [<!ENTITY % f SYSTEM "{inside}"> %f;]>')),
        "types of a document from elsewhere": (xml, _rdf_xml("", f'<!DOCTYPE r SYSTEM "{inside}">')),
        "triple terms in triple terms": (
            n_triples,
            "<http://x/1> <http://x/p> " + "<<( <http://x/1> <http://x/p> " * 200_000
            + '"x"' + " )>>" * 200_000 + " .",
        ),
        "lists in lists": (turtle, "<http://x/1> <http://x/p> " + "(" * deep + ")" * deep + " ."),
        "nameless nodes in nameless nodes": (
            turtle,
            "<http://x/1> <http://x/p> " + "[ <http://x/p> " * deep + "1" + " ]" * deep + " .",
        ),
        "one long token": (n_triples, f'<http://x/1> <http://x/p> "{"x" * 16_800_000}" .'),
    }  # fmt: skip
    texts |= {f"laughs {depth} deep": (xml, _laughs(depth)) for depth in (1, 5, 6, 8, 11)}
    for name, (media_type, text) in texts.items():
        yield name, media_type, text.encode()
    yield "entity in UTF-16", xml, _laughs(5).encode("utf-16")
