"""Surroundings: what of an entity is looked for elsewhere, and whose names its page needs."""

from opencollections.formats.incoming import SHOWN_INCOMING
from opencollections.formats.surroundings import SHARED_LIMIT, Surroundings, linked, places, shared_things
from opencollections.query.entity import Entity
from opencollections.vocabulary import expand

from .graphs import AGENT, BASE, COMPANIONS, CRITIC, OBJECT, OWN, PDF, PERIOD, PLACE, RIGHTS, quad

ITSELF = Entity(OBJECT, OWN, (), more_incoming=False)


def test_shared_things_are_people_places_and_subjects_not_files_or_rights() -> None:
    own = (*OWN, quad(OBJECT, "edm:isShownAt", PDF), quad(OBJECT, "edm:rights", RIGHTS))
    found = set(shared_things(Entity(OBJECT, own, (), more_incoming=False)))
    assert found >= {AGENT, PLACE}
    assert not {PDF, RIGHTS, expand("edm:ProvidedCHO")} & found


def test_of_very_many_shared_things_some_are_looked_for() -> None:
    many = tuple(
        quad(OBJECT, "dc:subject", f"{BASE}/id/network/subject/{n}") for n in range(SHARED_LIMIT + 1)
    )
    assert len(shared_things(Entity(OBJECT, many, (), more_incoming=False))) == SHARED_LIMIT


def test_places_are_those_that_it_refers_to() -> None:
    assert places(ITSELF) == [PLACE]


def test_every_thing_that_a_page_names_is_looked_up() -> None:
    assert linked(ITSELF, Surroundings(COMPANIONS)) >= {OBJECT, AGENT, PLACE, PERIOD, CRITIC}


def test_of_what_refers_to_it_as_much_is_looked_up_as_a_page_shows() -> None:
    pointing = [f"{BASE}/id/a/{n:03}" for n in range(SHOWN_INCOMING + 5)]
    quads = tuple(quad(iri, "dcterms:isPartOf", OBJECT) for iri in pointing)
    found = linked(ITSELF, Surroundings(incoming=quads))
    assert found.intersection(pointing) == set(pointing[:SHOWN_INCOMING])
