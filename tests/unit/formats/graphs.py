"""One small description that many tests of this room use, and short ways to write statements."""

from pyoxigraph import Literal, NamedNode, Quad

from opencollections.vocabulary import expand

BASE = "https://data.example.org"
OBJECT = f"{BASE}/id/hafa/object/HAFA-83"
AGGREGATION = f"{BASE}/id/hafa/aggregation/HAFA-83"
ROLE = f"{BASE}/id/hafa/role/HAFA-83/1"
NUMBER = f"{BASE}/id/hafa/identifier/HAFA-83/archive"
PERIOD = f"{BASE}/id/hafa/time/1939-05"
AGENT = f"{BASE}/id/network/agent/hatschek-farkas"
CRITIC = f"{BASE}/id/network/agent/hevesy"
PLACE = f"{BASE}/id/network/place/budapest"
GRAPH = f"{BASE}/graph/hafa/prints"
PDF = "https://archive.example.org/hafa-83.pdf"
COVER = "https://archive.example.org/hafa-83.jpg"
RIGHTS = "http://creativecommons.org/publicdomain/mark/1.0/"


def quad(subject: str, predicate: str, value: str | Literal, graph: str = GRAPH) -> Quad:
    term = NamedNode(value) if isinstance(value, str) else value
    return Quad(NamedNode(subject), NamedNode(expand(predicate)), term, NamedNode(graph))


def said(text: str, language: str | None = None) -> Literal:
    return Literal(text, language=language)


def typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(expand(datatype)))


OWN = (
    quad(OBJECT, "rdf:type", expand("edm:ProvidedCHO")),
    quad(OBJECT, "dc:title", said("HAFA 83. árjegyzék", "hu")),
    quad(OBJECT, "dc:title", said("HAFA price list no. 83", "en")),
    quad(OBJECT, "dc:description", said("Cameras & lenses <1939>", "en")),
    quad(OBJECT, "dc:type", said("price list", "en")),
    quad(OBJECT, "dc:creator", AGENT),
    quad(OBJECT, "dcterms:identifier", said("HAFA-83")),
    quad(OBJECT, "dcterms:issued", typed("1939-05", "xsd:gYearMonth")),
    quad(OBJECT, "dcterms:spatial", PLACE),
    quad(OBJECT, "dcterms:temporal", PERIOD),
    quad(OBJECT, "schema:contributor", ROLE),
    quad(OBJECT, "schema:identifier", NUMBER),
)
COMPANIONS = (
    quad(AGGREGATION, "rdf:type", expand("ore:Aggregation")),
    quad(AGGREGATION, "edm:aggregatedCHO", OBJECT),
    quad(AGGREGATION, "edm:isShownBy", PDF),
    quad(AGGREGATION, "edm:object", COVER),
    quad(AGGREGATION, "edm:rights", RIGHTS),
    quad(PDF, "dc:format", said("application/pdf")),
    quad(ROLE, "rdf:type", expand("schema:Role")),
    quad(ROLE, "schema:roleName", said("critic", "en")),
    quad(ROLE, "schema:contributor", CRITIC),
    quad(NUMBER, "rdf:type", expand("schema:PropertyValue")),
    quad(NUMBER, "schema:propertyID", said("archive.org")),
    quad(NUMBER, "schema:value", said("hafa-83-arjegyzek")),
    quad(PERIOD, "rdf:type", expand("edm:TimeSpan")),
    quad(PERIOD, "skos:prefLabel", said("1939. május", "hu")),
    quad(PERIOD, "edm:begin", typed("1939-05-01", "xsd:date")),
    quad(PERIOD, "edm:end", typed("1939-05-31", "xsd:date")),
)
