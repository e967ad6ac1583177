"""Provenance: what the catalogue graph tells of each version, and that it stays out of what is published."""

from pyoxigraph import Literal, NamedNode, Quad, Store

from opencollections.publishing.provenance import catalogue_graph, written
from opencollections.publishing.undo import undo
from opencollections.publishing.withdraw import withdraw_entity
from opencollections.vocabulary import RDF_TYPE, expand

from .lists import BASE, IDS, PRINTS, Lists, iri

COLLECTION = f"{BASE}/collections/{PRINTS}"


def told(lists: Lists) -> Store:
    with lists.data.control() as control:
        store = Store()
        store.extend(catalogue_graph(control, IDS))
        return store


def values(store: Store, subject: str, name: str) -> set[str]:
    found = store.quads_for_pattern(NamedNode(subject), NamedNode(expand(name)), None, None)
    return {quad.object.value for quad in found}


def test_a_version_tells_its_time_its_maker_its_files_its_counts_and_the_one_before(lists: Lists):
    lists.ingest("1,Híd,brady")
    version = lists.ingest("1,Híd,brady 2,Ház,brady").version
    store = told(lists)
    made, activity = f"{COLLECTION}#version-2", f"{COLLECTION}#publication-2"
    assert values(store, made, "prov:wasRevisionOf") == {f"{COLLECTION}#version-1"}
    assert values(store, made, "prov:wasGeneratedBy") == {activity}
    assert values(store, made, "prov:generatedAtTime") == {version.published}
    assert values(store, made, "void:triples") == {str(version.quads)}
    assert values(store, made, "dcterms:identifier") == {f"sha256:{version.sha256}"}
    assert values(store, activity, "prov:wasAssociatedWith") == {f"{BASE}/#operator"}
    assert values(store, activity, "rdfs:comment") == {"Found: 0 errors, 14 warnings, 1 pieces of advice."}
    names = {
        value
        for used in values(store, activity, "prov:used")
        for value in values(store, used, "dcterms:title")
    }
    assert names == {"mapping.yml", "list.csv"}
    plan = Quad(
        *next(
            iter(store.quads_for_pattern(None, NamedNode(expand("dcterms:type")), Literal("mapping"), None))
        ).triple,
        NamedNode(IDS.catalogue_graph),
    ).subject
    assert values(store, plan.value, "dcterms:identifier") == {f"sha256:{version.mapping_sha256}"}


def test_why_a_version_was_made_is_told(lists: Lists):
    lists.ingest("1,Híd,brady 2,Ház,brady")
    withdraw_entity(lists.place, PRINTS, iri("m/object/2"), "Sold")
    undo(lists.place, PRINTS)
    store = told(lists)
    assert values(store, f"{COLLECTION}#publication-2", "dcterms:type") == {"withdrawal"}
    assert "Sold" in values(store, f"{COLLECTION}#publication-2", "dcterms:description")
    assert "as in version 1" in values(store, f"{COLLECTION}#publication-3", "dcterms:description")


def test_it_is_one_graph_of_its_own_and_none_of_it_is_in_the_store(lists: Lists):
    lists.ingest("1,Híd,brady")
    store = told(lists)
    assert [graph.value for graph in store.named_graphs()] == [f"{BASE}/graph/catalog"]
    assert lists.store_is_its_versions()
    with lists.data.control() as control:
        assert f"<{RDF_TYPE}> <{expand('prov:Activity')}>" in written(control, IDS)
