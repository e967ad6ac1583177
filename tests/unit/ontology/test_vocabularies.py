"""The vocabularies are complete in six languages and rightly linked."""

import re
from collections import Counter

import pyoxigraph
import pytest
from ontology_files import HOME, ONTOLOGY, PAGE, findings, languages, served, shape_code
from rdflib import RDF, SKOS, URIRef

VOCABULARIES = ["roles", "types"]


def concepts(name: str) -> list[URIRef]:
    return sorted(served(f"vocabularies/{name}").subjects(RDF.type, SKOS.Concept))


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_term_of_a_vocabulary_has_one_label_in_each_of_six_languages(name):
    graph = served(f"vocabularies/{name}")
    home = URIRef(HOME + f"vocabularies/{name}")
    for term in [*concepts(name), home]:
        assert languages(graph, term, SKOS.prefLabel) == ["de", "en", "hu", "lt", "nl", "sk"], term
    for explained in set(graph.subjects(SKOS.definition)):
        assert languages(graph, explained, SKOS.definition) == ["de", "en", "hu", "lt", "nl", "sk"], explained
    assert all(term.startswith(f"{home}#") for term in concepts(name))
    labels = Counter(graph.objects(None, SKOS.prefLabel))
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_term_stands_on_top_or_under_a_term_that_is_there(name):
    graph, home = served(f"vocabularies/{name}"), URIRef(HOME + f"vocabularies/{name}")
    for term in concepts(name):
        broader = list(graph.objects(term, SKOS.broader))
        assert list(graph.objects(term, SKOS.inScheme)) == [home]
        assert len(broader) + len(list(graph.objects(term, SKOS.topConceptOf))) == 1, term
        assert set(broader) <= set(concepts(name))
        assert term not in set(graph.transitive_objects(broader[0], SKOS.broader) if broader else [])


@pytest.mark.parametrize("name", VOCABULARIES)
def test_matches_are_well_spelled_and_no_foreign_term_is_two_of_ours(name):
    form = {
        "roles": r"http://id\.loc\.gov/vocabulary/relators/[a-z]{3}",
        "types": r"http://(vocab\.getty\.edu/aat/3\d{8}|www\.wikidata\.org/entity/Q[1-9]\d*)",
    }[name]
    graph = served(f"vocabularies/{name}")
    matches = [*graph.objects(None, SKOS.exactMatch), *graph.objects(None, SKOS.closeMatch)]
    assert [iri for iri in matches if not re.fullmatch(form, iri)] == []
    assert len(matches) == len(set(matches)) > 20


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_vocabularies_keep_the_rules_of_the_profile(name):
    assert {shape for shape, _ in findings(served(f"vocabularies/{name}"))} <= {"term-links"}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_a_vocabulary_is_the_same_against_its_folder_and_against_its_own_address(name):
    path = ONTOLOGY / "vocabularies" / f"{name}.ttl"
    readings = [
        set(pyoxigraph.parse(path=path, base_iri=base))
        for base in (HOME + "vocabularies/", HOME + f"vocabularies/{name}")
    ]
    assert readings[0] == readings[1]


@pytest.mark.parametrize("name", VOCABULARIES)
def test_the_page_lists_the_terms_that_a_mapping_can_point_at(name):
    listed = re.search(rf"- {name.title()}: ((?:`[a-z-]+`\s*)+)", PAGE)
    assert listed
    assert re.findall(r"`(.+?)`", listed[1]) == [shape_code(term) for term in concepts(name)]
