"""Every term of the profile is real, explained and shown."""

import pyoxigraph
import pytest
from ontology_files import CLASSES, HOME, ONTOLOGY, PAGE, PROPERTIES, findings, languages, served, turtle
from rdflib import DC, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, VOID, Graph, Literal, URIRef
from rdflib.namespace import DCAT

from opencollections.formats.interface import TAGS
from opencollections.vocabulary import PREFIXES, compact

FILES = sorted(ONTOLOGY.rglob("*.ttl"))
LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
MATCHES = (SKOS.exactMatch, SKOS.closeMatch)
REUSED = set(PREFIXES) - {"foaf", "sd", "sh"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_turtle(path):
    address = HOME + str(path.relative_to(ONTOLOGY).with_suffix(""))
    assert list(pyoxigraph.parse(path=path, base_iri=address))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_that_is_there_in_english_is_there_in_every_language(path):
    told: dict[tuple[str, str], set[str | None]] = {}
    for subject, predicate, value in Graph().parse(path, publicID=HOME):
        if isinstance(value, Literal) and value.language:
            told.setdefault((subject, predicate), set()).add(value.language)
    lacking = {text: set(TAGS) - tags for text, tags in told.items() if "en" in tags}
    assert {text: tags for text, tags in lacking.items() if tags} == {}


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES], ids=compact)
def test_every_term_is_explained_in_every_language(term):
    profile = served("profile")
    assert languages(profile, term, RDFS.label) == ["de", "en", "hu", "lt", "nl", "sk"]
    assert languages(profile, term, SKOS.definition) == ["de", "en", "hu", "lt", "nl", "sk"]
    assert compact(str(term)) in PAGE
    assert len(list(profile.objects(term, SDO.inDefinedTermSet))) == 1


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES], ids=compact)
def test_every_term_comes_from_the_vocabulary_that_it_names(term):
    prefix = compact(str(term)).partition(":")[0]
    assert prefix in REUSED
    assert served("profile").value(term, RDFS.isDefinedBy) == URIRef(PREFIXES[prefix])


@pytest.mark.parametrize(
    "namespace", [DC, DCTERMS, DCAT, OWL, PROV, SDO, SKOS, VOID], ids=lambda one: str(one._NS)
)
def test_every_term_exists_in_its_vocabulary(namespace):
    ours = [str(term) for term in [*CLASSES, *PROPERTIES] if str(term).startswith(str(namespace._NS))]
    assert ours
    assert [term for term in ours if term.removeprefix(str(namespace._NS)) not in namespace] == []


def test_the_profile_names_nothing_outside_the_reused_vocabularies():
    ours = tuple(PREFIXES[name] for name in REUSED)
    home = HOME.removesuffix("ontology/")
    profile = served("profile")
    said = [triple for triple in profile if triple[1] not in MATCHES]
    named = {str(term) for triple in said for term in triple if isinstance(term, URIRef)}
    assert {iri for iri in named if not iri.startswith((*ours, home))} == {str(LICENCE)}


@pytest.mark.parametrize(
    ("namespace", "least"), [(SDO, 40), (DCTERMS, 10), (FOAF, 2)], ids=["schema", "dcterms", "foaf"]
)
def test_what_a_term_is_matched_to_exists(namespace, least):
    matches = {str(value) for match in MATCHES for value in served("profile").objects(None, match)}
    theirs = [iri for iri in matches if iri.startswith(str(namespace._NS))]
    assert len(theirs) >= least
    assert [iri for iri in theirs if iri.removeprefix(str(namespace._NS)) not in namespace] == []


def test_what_is_a_kind_of_another_is_so_within_the_profile():
    profile = served("profile")
    wider = [*profile.subject_objects(RDFS.subClassOf), *profile.subject_objects(RDFS.subPropertyOf)]
    assert len(wider) > 10
    assert {term for pair in wider for term in pair} <= {*CLASSES, *PROPERTIES}


@pytest.mark.parametrize("term", PROPERTIES, ids=compact)
def test_every_property_belongs_to_classes_of_the_profile(term):
    profile = served("profile")
    plain = {RDF.langString, RDFS.Resource, DCAT.Distribution}
    domains, ranges = (set(profile.objects(term, hint)) for hint in (SDO.domainIncludes, SDO.rangeIncludes))
    assert domains <= set(CLASSES)
    assert domains
    assert {one for one in ranges - plain if not one.startswith(PREFIXES["xsd"])} <= set(CLASSES)
    assert ranges


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES], ids=compact)
def test_every_example_is_a_statement_with_its_term(term):
    example = turtle(str(served("profile").value(term, SKOS.example)))
    assert term in {one for _, predicate, value in example for one in (predicate, value)}


def test_no_value_in_the_examples_is_wrong():
    profile = served("profile")
    together = turtle("\n".join(str(profile.value(term, SKOS.example)) for term in [*CLASSES, *PROPERTIES]))
    assert {constraint for _, constraint in findings(together)} <= {"minCount"}
