"""LIDO records of nine museums, by the ready mapping: everything that the golden counts name is there."""

import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import pytest
from lxml import etree
from pyoxigraph import NamedNode, Quad

from opencollections.mapping import convert
from opencollections.publishing.documents import mapping_document
from opencollections.values.rights import read_rights
from opencollections.vocabulary import RDF_TYPE, expand

BASE = "https://data.example.org/id/museum/"
LIDO = {"lido": "http://www.lido-schema.org"}
RIGHTS = "lido:rightsType/lido:conceptID/text()"


def texts(element: etree._Element, path: str) -> set[str]:
    return {found.strip() for found in element.xpath(path, namespaces=LIDO)}


def understood(rights: Iterable[str]) -> set[str]:
    return {iri for one in rights if (iri := read_rights(one).iri)}


@pytest.fixture(scope="module")
def golden(catalogues: Path) -> dict:
    return json.loads((catalogues / "EXPECTED_COUNTS.json").read_text(encoding="utf-8"))["museums_lido_xml"]


@pytest.fixture(scope="module")
def document(catalogues: Path) -> etree._Element:
    """Give all records in one document, as a museum exports them."""
    wrap = etree.Element("{http://www.lido-schema.org}lidoWrap")
    for file in sorted((catalogues / "museums_lido_xml").glob("*.xml")):
        wrap.extend(etree.parse(file).xpath("//lido:lido", namespaces=LIDO))
    return wrap


@pytest.fixture(scope="module")
def made(document: etree._Element, tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    """Give what the ready mapping makes of them."""
    file = tmp_path_factory.mktemp("lido") / "export.xml"
    file.write_bytes(etree.tostring(document))
    mapping = mapping_document("lido")
    conversion = convert(mapping.parsed(), {"lido.xml": file}, base=BASE, folder=mapping.folder)
    return list(conversion.quads())


def instances(statements: Iterable[Quad], class_: str) -> set[str]:
    node = NamedNode(expand(class_))
    return {one.subject.value for one in statements if one.predicate.value == RDF_TYPE and one.object == node}


def values(statements: Iterable[Quad], property_: str, subject: str | None = None) -> set[str]:
    name = expand(property_)
    return {
        one.object.value
        for one in statements
        if one.predicate.value == name and subject in {None, one.subject.value}
    }


def test_records_and_events_are_as_many_as_there_are(golden, made):
    assert len(instances(made, "edm:ProvidedCHO")) == golden["lido_records"] == golden["files"]
    assert len(instances(made, "schema:Event")) == golden["events"]


def test_every_actor_is_there_by_name(golden, document, made):
    names = texts(document, "//lido:actor/lido:nameActorSet[1]/lido:appellationValue[1]/text()")
    assert len(document.findall(".//{*}actor")) == golden["actors"]
    labels = {label for one in instances(made, "edm:Agent") for label in values(made, "skos:prefLabel", one)}
    assert names == labels


def test_every_identifier_of_a_concept_is_there(golden, document, made):
    found = {node.value for one in made for node in (one.predicate, one.object)}
    concepts = {one for one in texts(document, "//lido:conceptID/text()") if one.startswith("http")}
    assert len(concepts) == golden["concept_uris"]
    canonical = {one: read_rights(one).iri or one.replace(" ", "%20") for one in concepts}
    assert {one for one in concepts if not {one, canonical[one]} & found} == set()


def test_every_resource_set_is_there_with_its_own_rights(golden, document, made):
    sets = document.findall(".//{*}resourceSet")
    assert len(sets) == golden["resources"]
    media = instances(made, "edm:WebResource")
    for one in sets:
        links = {link for link in texts(one, ".//lido:linkResource/text()") if link.startswith("http")}
        written = texts(one, f".//{RIGHTS}")
        assert links
        assert links <= media
        for link in links:
            assert values(made, "dc:rights", link) == written
            assert values(made, "edm:rights", link) == understood(written)


def test_the_licence_of_the_record_is_not_that_of_its_media(document, made):
    for record in document:
        number = quote(record.findtext("{*}lidoRecID"), safe="")
        licences = values(made, "schema:sdLicense", f"{BASE}object/{number}")
        assert licences == {"http://creativecommons.org/publicdomain/zero/1.0/"}
        media = understood(texts(record, f".//lido:rightsResource/{RIGHTS}"))
        assert values(made, "edm:rights", f"{BASE}aggregation/{number}") == media
