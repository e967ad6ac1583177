"""A small published network, put together by hand: three members, a handful of entities, and some hostile ones."""

import gzip
import hashlib
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse, serialize

from opencollections.iris import Identifiers
from opencollections.publishing.inventory import enter_missing
from opencollections.publishing.quality import judge_missing
from opencollections.store import entity_ledger, ledger, registry
from opencollections.store.entity_ledger import EntityChanges, EntityRow
from opencollections.store.folders import DataFolder
from opencollections.store.ledger import Version
from opencollections.store.registry import Collection, Member
from opencollections.vocabulary import PREFIXES, expand

BASE = "https://data.example.org"
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
EARLIER = "2026-11-20T08:00:00Z"
PUBLISHED = "2026-11-23T10:00:00Z"

HAFA_83 = f"{BASE}/id/hafa/object/HAFA-83"
PORTRAIT = f"{BASE}/id/npg/object/S%2FNPG.77.190"
UNDERSCORED = f"{BASE}/id/npg/object/S_NPG.77.190"
STREET = f"{BASE}/id/network/place/Károly-körút"
FIRM = f"{BASE}/id/network/agent/hatschek-farkas"
HOSTILE = f"{BASE}/id/hafa/object/hostile"
UNWRITABLE = f"{BASE}/id/hafa/object/unwritable"
FILE = f"{BASE}/id/hafa/file/list"
FILE_TTL = f"{BASE}/id/hafa/file/list.ttl"
ALONE_TTL = f"{BASE}/id/hafa/file/alone.ttl"
WITHDRAWN = f"{BASE}/id/hafa/object/withdrawn"
WIKIDATA = "http://www.wikidata.org/entity/Q1781"

TURTLE = {
    "hafa/prints": """
<object/HAFA-83> a edm:ProvidedCHO, schema:CreativeWork ;
    dc:title "HAFA 83. árjegyzék"@hu, "HAFA price list no. 83"@en ;
    dc:description "Cameras, lenses and darkroom supplies of the shop at the corner of Gerlóczy ucca, with their prices in pengő."@en ;
    dc:type "price list"@en, "árjegyzék"@hu ; dcterms:identifier "HAFA-83" ; edm:type "TEXT" ; dc:language "hu" ;
    dc:creator <../network/agent/hatschek-farkas> ; dcterms:issued "1939-05"^^xsd:gYearMonth ;
    dcterms:temporal <time/1939-05> ; dcterms:spatial <../network/place/Károly-körút> ; dc:subject "cameras"@en ;
    dcterms:extent "48 pages"@en ; schema:contributor <role/HAFA-83/1> ; schema:identifier <identifier/HAFA-83/1> ;
    edm:isRelatedTo <http://data.europeana.eu/item/2048128/806233>, <object/HAFA-84> .
<object/HAFA-84> a edm:ProvidedCHO ; dc:title "HAFA 84. árjegyzék"@hu ; dcterms:identifier "HAFA-84" ;
    dc:creator <../network/agent/hatschek-farkas> ; dcterms:created "1940 k." .
<role/HAFA-83/1> a schema:Role ; schema:roleName "critic"@en ; schema:contributor <../network/agent/hevesy-ivan> .
<identifier/HAFA-83/1> a schema:PropertyValue ; schema:propertyID "archive.org" ; schema:value "hafa-83-arjegyzek" .
<time/1939-05> a edm:TimeSpan ; skos:prefLabel "1939. május"@hu ; edm:begin "1939-05-01"^^xsd:date ; edm:end "1939-05-31"^^xsd:date .
<aggregation/HAFA-83> a ore:Aggregation ; edm:aggregatedCHO <object/HAFA-83> ; edm:dataProvider "HAFA Archívum" ;
    edm:isShownAt <https://archive.org/details/hafa-83-arjegyzek> ; edm:object <https://pictures.example/hafa-83.jpg> ;
    edm:rights <http://creativecommons.org/publicdomain/mark/1.0/> .
<object/hostile> a edm:ProvidedCHO ; dc:title "</title><script>alert(1)</script>\\u202Edesrever"@en ;
    dc:description "<img src=x onerror=alert(2)> {{ 7 * 7 }}"@en ; schema:url <javascript:alert(3)> ;
    rdfs:seeAlso "javascript:alert(4)", "data:text/html,<script>alert(5)</script>" ;
    dc:creator <http://evil.example/%22onmouseover=%22alert(6)> ; schema:image <javascript:alert(7)> ;
    <http://evil.example/%3Cscript%3E> "\\"><b>bold</b>" .
<object/unwritable> a edm:ProvidedCHO ; dc:title "Unwritable" ; <http://example.org/1> "one" .
<file/list> dc:title "The list" .
<file/list.ttl> dc:title "The list as a file" .
<file/alone.ttl> dc:title "A file alone" .
""",
    "npg/portraits": """
<object/S%2FNPG.77.190> a edm:ProvidedCHO, schema:Photograph ; dc:title "Portrait of a dealer"@en ;
    dcterms:created "1938" ; dc:creator <../network/agent/hatschek-farkas> ; dcterms:spatial <../network/place/Károly-körút> ;
    dcterms:identifier "S/NPG.77.190" .
<object/S_NPG.77.190> a edm:ProvidedCHO ; dc:title "Another object"@en ; dc:subject <http://www.wikidata.org/entity/Q1781> .
""",
    "network/authorities": """
<agent/hatschek-farkas> a edm:Agent, schema:Organization ; skos:prefLabel "Hatschek és Farkas"@hu ;
    skos:altLabel "HAFA", "Hatschek & Farkas" ; edm:begin "1898" ; edm:end "1949" .
<agent/hevesy-ivan> a edm:Agent, schema:Person ; skos:prefLabel "Iván Hevesy"@en, "Hevesy Iván"@hu .
<place/Károly-körút> a edm:Place ; skos:prefLabel "Károly körút"@hu ; wgs84_pos:lat 47.49648 ; wgs84_pos:long 19.05668 ;
    skos:exactMatch <http://www.wikidata.org/entity/Q1781> .
""",
}

MEMBERS = (
    Member("hafa", "HAFA Archívum", "hu", "https://hafa.example/", EARLIER, "katalogus@hafa.example"),
    Member("npg", "Portrait Gallery", "en", None, EARLIER),
    Member("network", "The network's own words", "en", None, EARLIER),
)
TITLES = {
    "hafa/prints": "Kisnyomtatványok",
    "npg/portraits": "Portraits",
    "network/authorities": "People and places",
}


def build(folder: Path) -> DataFolder:
    """Publish the network as version 1 of each collection, in generation 1."""
    data = DataFolder(folder)
    generation = data.generations.path(1)
    generation.parent.mkdir(parents=True)
    store = Store(str(generation))
    with data.control() as control:
        for member in MEMBERS:
            registry.add_member(control, member, "")
        for name in TURTLE:
            quads = statements(name)
            store.bulk_extend(quads)
            member = name.partition("/")[0]
            language = next(m.language for m in MEMBERS if m.slug == member)
            registry.add_collection(
                control, Collection(name, member, TITLES[name], language, CC0, None, "mapping.yml", EARLIER)
            )
            version = _version(data, name, quads)
            with control.transaction():
                ledger.enter_version(control, version)
                entity_ledger.enter_changes(control, version, EntityChanges(_rows(quads), (), ()))
        gone = EntityRow(WITHDRAWN, expand("edm:ProvidedCHO"), "A thing withdrawn", None)
        first = _version(data, "hafa/prints", statements("hafa/prints"), EARLIER)
        with control.transaction():
            entity_ledger.enter_changes(control, first, EntityChanges((gone,), (), ()))
            entity_ledger.enter_changes(control, first, EntityChanges((), (), (WITHDRAWN,)))
            control.remember("base", BASE)
            control.remember("generation", "1")
            control.remember("published", PUBLISHED)
        enter_missing(data, control, Identifiers(BASE))
    store.flush()
    del store
    with data.control() as control:
        judge_missing(data, control, Identifiers(BASE))
    return data


def statements(name: str) -> list[Quad]:
    """Read the statements of a collection into its named graph."""
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    base = f"{BASE}/id/{name.partition('/')[0]}/"
    parsed = parse((head + TURTLE[name]).encode(), format=RdfFormat.TURTLE, base_iri=base)
    graph = NamedNode(f"{BASE}/graph/{name}")
    return sorted((Quad(q.subject, q.predicate, q.object, graph) for q in parsed), key=str)


def _version(data: DataFolder, name: str, quads: list[Quad], published: str = PUBLISHED) -> Version:
    text = serialize(quads, format=RdfFormat.N_QUADS)
    file = data.version_file(name, 1)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text, mtime=0))
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    entities = len(_rows(quads))
    return Version(name, 1, published, 1, sha256, sha256, (), 5, entities, len(quads), len(quads), 0, 0, 0, 0)


def _rows(quads: list[Quad]) -> tuple[EntityRow, ...]:
    types: dict[str, str] = {}
    titles: dict[str, str] = {}
    for quad in quads:
        if quad.predicate.value == expand("rdf:type"):
            types.setdefault(quad.subject.value, quad.object.value)
        elif quad.predicate.value in {expand("dc:title"), expand("skos:prefLabel")}:
            titles.setdefault(quad.subject.value, quad.object.value)
    iris = sorted({quad.subject.value for quad in quads})
    return tuple(EntityRow(iri, types.get(iri), titles.get(iri), None) for iri in iris)
