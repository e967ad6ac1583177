"""The quality of records: judged by compositions as each would be alone, renewed by what a difference concerns."""

import json

import pytest
from pyoxigraph import NamedNode, Store

from opencollections.formats.edm.improvements import Improvement
from opencollections.publishing.documents import AS_IT_IS
from opencollections.publishing.elsewhere import Elsewhere
from opencollections.publishing.europeana import EdmCollection
from opencollections.publishing.provenance import catalogue_graph
from opencollections.publishing.quality import judge_missing, judged
from opencollections.publishing.uploads import working_folder
from opencollections.query.quality import collection_quality, object_quality
from opencollections.resources import resource
from opencollections.vocabulary import RDF_TYPE, expand

from .lists import IDS, Lists

RDF_TYPE_NODE = NamedNode(RDF_TYPE)
MEASUREMENT = NamedNode(expand("dqv:QualityMeasurement"))
NAME = "m/objects"
OTHERS = "network/others"
PREFIXES = """@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ebucore: <http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#> .
@prefix edm: <http://www.europeana.eu/schemas/edm/> .
@prefix ore: <http://www.openarchives.org/ore/terms/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wgs84_pos: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""
PLACES = (
    PREFIXES
    + """
<place/buda> a edm:Place ; skos:prefLabel "Buda"@hu ; wgs84_pos:lat "47.5" ; wgs84_pos:long "19.0" .
<place/pest> a edm:Place ; skos:prefLabel "Pest"@hu .
"""
)
BY = "http://creativecommons.org/licenses/by/4.0/"
OBJECTS = (
    PREFIXES
    + f"""
<object/whole> a edm:ProvidedCHO ; dc:title "Híd"@hu ; edm:type "IMAGE" ; dc:type <type/print> ; dcterms:created "1938" ;
    dcterms:spatial <../network/place/buda> ; dcterms:temporal <time/war> ; schema:contributor <role/1> .
<object/twin> a edm:ProvidedCHO ; dc:title "Vár"@hu ; edm:type "IMAGE" ; dc:type <type/print> ; dcterms:created "1939" ;
    dcterms:spatial <../network/place/buda> ; dcterms:temporal <time/war> ; schema:contributor <role/1> .
<object/pest> a edm:ProvidedCHO ; dc:title "Tér"@hu ; edm:type "IMAGE" ; dcterms:created "1938" ; dc:type "print"@en ;
    dcterms:spatial <../network/place/pest> ; dcterms:temporal <time/war> .
<object/plain> a edm:ProvidedCHO ; dc:title "Kép" ; edm:type "IMAGE" ; dc:subject "kép", "híd" .
<object/blank> a edm:ProvidedCHO ; dc:title " \\n"@hu ; dc:description "\\u0001" ; dc:type "" ; edm:type "IMAGE"@en .
<object/text> a edm:ProvidedCHO ; dc:title "Levél"@hu ; edm:type "TEXT" ; dc:type <type/unnamed> .
<object/two> a edm:ProvidedCHO ; dc:title "Kettő"@hu ; edm:type "TEXT", "IMAGE" ; dcterms:isPartOf <object/whole> .
<object/alone> a edm:ProvidedCHO ; schema:name "Magában"@hu ; dcterms:hasPart "x" ; dc:creator <role/2> .
<object/agent> a edm:ProvidedCHO ; dc:title "Arc"@hu ; dc:type "print"@en ; dcterms:created "1938" ;
    schema:contributor <role/1> .
<aggregation/whole> a ore:Aggregation ; edm:aggregatedCHO <object/whole> ; edm:dataProvider "M"@hu ; edm:provider "N" ;
    edm:isShownBy <https://x.org/1.jpg> ; edm:rights <{BY}> .
<aggregation/twin> a ore:Aggregation ; edm:aggregatedCHO <object/twin> ; edm:dataProvider "O"@hu ; edm:provider "P" ;
    edm:isShownBy <https://x.org/2.jpg> ; edm:rights <{BY}> .
<aggregation/pest> a ore:Aggregation ; edm:aggregatedCHO <object/pest> ; edm:dataProvider "M" ; edm:provider "N" ;
    edm:isShownBy <https://x.org/3.jpg>, <https://x.org/4.JPG?a=1> ; edm:rights <{BY}>, <https://x.org/free> .
<aggregation/plain> a ore:Aggregation ; edm:aggregatedCHO <object/plain>, <object/two> ; edm:dataProvider " " ;
    edm:isShownAt <object/plain>, <urn:x> ; edm:hasView <https://youtu.be/x> ; edm:rights "free" .
<aggregation/text> a ore:Aggregation ; edm:aggregatedCHO <object/text> ; edm:dataProvider <agent/m> ; edm:provider "N" ;
    edm:isShownBy <https://x.org/5.pdf> ; edm:rights <http://rightsstatements.org/vocab/InC/1.0/> .
<https://x.org/1.jpg> a edm:WebResource ; ebucore:width 1200 ; ebucore:height 900 .
<https://x.org/2.jpg> a edm:WebResource ; ebucore:width 1300 ; ebucore:height 800 .
<https://x.org/3.jpg> ebucore:width "wide" ; ebucore:height 900 ; edm:rights <https://x.org/free> .
<https://x.org/4.JPG?a=1> ebucore:width 400 ; ebucore:height 300 ; ebucore:hasMimeType "image/jpeg" .
<time/war> a edm:TimeSpan ; edm:begin "1914" ; edm:end "1918" .
<type/print> a skos:Concept ; skos:prefLabel "print"@en ; skos:broader <type/picture> .
<type/unnamed> a skos:Concept ; skos:note "has no name" .
<role/1> a schema:Role ; schema:contributor <agent/brady>, "somebody" .
<role/2> a schema:Role ; schema:creator "nobody"@en .
<agent/brady> a edm:Agent ; skos:prefLabel "Brady"@hu ; edm:begin "1880" .
<agent/m> a edm:Agent ; skos:prefLabel "Múzeum"@hu .
"""
)


@pytest.fixture
def objects(lists: Lists) -> Lists:
    with lists.data.control() as control:
        lists.add_member(control, "network")
        lists.add(control, OTHERS, AS_IT_IS)
        lists.add(control, NAME, AS_IT_IS)
    ingest(lists, PLACES, OTHERS)
    ingest(lists, OBJECTS)
    return lists


def ingest(lists: Lists, text: str, name: str = NAME) -> None:
    file = lists.folder / "objects.ttl"
    file.write_text(text, encoding="utf-8")
    assert lists.ingest_file(file, name).changed


def kept(lists: Lists) -> tuple[dict[str, tuple], set[tuple]]:
    """Give the judgement of each object, and the gaps of each, as they are kept."""
    with lists.data.control() as control:
        rows = control.db.execute(
            "SELECT iri, metadata, content, measured, reasons, lifts FROM entity JOIN quality USING (id) "
            "JOIN judgement ON judgement = number WHERE collection = ?",
            (NAME,),
        )
        judgements = {iri.rpartition("/")[2]: tuple(rest) for iri, *rest in rows}
        gaps = {
            tuple(row)
            for row in control.db.execute("SELECT iri, what, thing FROM gap JOIN entity USING (id)")
        }
    return judgements, gaps


def alone(lists: Lists) -> dict[str, tuple]:
    """Judge each object of the version by itself."""
    with lists.data.control() as control, working_folder(lists.data) as folder:
        elsewhere = Elsewhere(lists.data.generations.open(control).engine, IDS, IDS.graph(NAME))
        file = lists.data.version_file(NAME, lists.newest(NAME).number)
        with EdmCollection.opened(file, elsewhere, folder) as collection:
            found = {one.object.iri: judged(one, collection.stated) for one in collection.records()}
    return {
        iri.rpartition("/")[2]: (
            one.metadata,
            one.content,
            int(one.measured),
            json.dumps(one.reasons),
            json.dumps(one.lifts),
        )
        for iri, one in found.items()
    }


def test_each_object_is_judged_as_it_would_be_alone(objects: Lists):
    judgements, _ = kept(objects)
    assert len(judgements) == 9
    assert judgements == alone(objects)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Híd"@hu', '"Híd"'),
        ("ebucore:width 1200", "ebucore:width 120"),
        ('edm:end "1918"', 'skos:note "x"'),
        ('; edm:begin "1880"', ""),
        ("<agent/brady>, ", ""),
        ('skos:prefLabel "print"@en', 'skos:altLabel "print"@en'),
        (f"edm:isShownBy <https://x.org/2.jpg> ; edm:rights <{BY}>", "edm:isShownBy <https://x.org/2.jpg>"),
        ("<https://x.org/3.jpg> ebucore:width", f"<https://x.org/2.jpg> edm:rights <{BY}a> ; ebucore:width"),
        ("edm:aggregatedCHO <object/twin>", "edm:aggregatedCHO <object/alone>"),
        ("dcterms:spatial <../network/place/pest>", "dcterms:spatial <../network/place/buda>"),
        ("<object/two> a", "<object/three> a"),
    ],
)
def test_what_a_difference_concerns_is_judged_anew_and_the_same_as_everything(
    objects: Lists, old: str, new: str
):
    before = kept(objects)
    assert old in OBJECTS
    ingest(objects, OBJECTS.replace(old, new))
    after = kept(objects)
    assert after != before
    assert after[0] == alone(objects)
    with objects.data.control() as control:
        control.db.execute("DELETE FROM judged")
        judge_missing(objects.data, control, IDS)
    assert kept(objects) == after


def test_a_collection_tells_its_tiers_and_what_would_lift_them(objects: Lists):
    with objects.data.control() as control:
        found = collection_quality(control, NAME)
        assert collection_quality(control, OTHERS) is None
        ready = object_quality(control, f"{IDS.entities}m/object/whole")
    assert ready is not None
    assert (ready.metadata, ready.content, ready.reasons) == ("C", 4, ())
    assert found is not None
    assert (found.objects, found.ready) == (9, 2)
    assert found.metadata == {"0": 3, "A": 2, "B": 2, "C": 2}
    assert (found.metadata_tier, found.content_tier) == ("A", "0")
    assert Improvement("coordinates", "B", "C", cells=1, records=1) in found.improvements


def test_the_catalogue_graph_tells_the_quality_of_each_collection_by_metrics_that_are_defined(objects: Lists):
    store = Store()
    store.load(path=resource("ontology") / "quality.ttl", base_iri=f"{IDS.base}/ontology/quality")
    with objects.data.control() as control:
        store.extend(catalogue_graph(control, IDS))
    rows = store.query(
        "PREFIX dqv: <http://www.w3.org/ns/dqv#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "SELECT ?name ?value { [] dqv:computedOn ?collection ; dqv:isMeasurementOf ?metric ; dqv:value ?value . "
        "?metric a dqv:Metric ; skos:prefLabel ?name FILTER(lang(?name) = 'en') }",
        use_default_graph_as_union=True,
    )
    told = [(row["name"].value, row["value"].value) for row in rows]
    measured = {quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE_NODE, MEASUREMENT, None)}
    assert len(told) == len(measured)
    assert {
        ("Metadata tier", "A"),
        ("Content tier", "0"),
        ("Objects", "9"),
        ("Ready for Europeana", "2"),
    } <= set(told)
    assert ("Improvement", "1") in told
