"""Schema.org inside a page: what it says, and that it cannot end the element it stands in."""

import json

import pytest

from opencollections.formats import schema_org
from opencollections.vocabulary import expand

from .graphs import COVER, OBJECT, OWN, RIGHTS, quad, said
from .test_html import SOURCE, page

TYPES = (expand("edm:ProvidedCHO"),)


def test_an_object_is_a_creative_work_with_its_makers_rights_and_collection() -> None:
    found = schema_org.thing(page(), TYPES)
    assert found["@type"] == "CreativeWork"
    assert found["@id"] == found["url"] == OBJECT
    assert found["name"] == {"@language": "en", "@value": "HAFA price list no. 83"}
    assert [maker["name"] for maker in found["creator"]] == [
        {"@language": "hu", "@value": "Hatschek és Farkas"}
    ]
    assert found["license"] == [RIGHTS]
    assert found["image"] == [COVER]
    assert found["isPartOf"] == [{"@type": "Dataset", "@id": SOURCE.collection_iri}]


@pytest.mark.parametrize(
    ("types", "name"),
    [
        (
            (expand("edm:ProvidedCHO"), expand("schema:CreativeWork"), expand("schema:Photograph")),
            "Photograph",
        ),
        ((expand("edm:ProvidedCHO"), expand("schema:CreativeWork")), "CreativeWork"),
        ((expand("edm:Agent"), expand("schema:Person")), "Person"),
        ((expand("edm:Agent"),), "Thing"),
        ((expand("edm:Place"),), "Place"),
        ((), "Thing"),
    ],
)
def test_the_narrowest_class_that_search_engines_know(types: tuple[str, ...], name: str) -> None:
    assert schema_org.thing(page(), types)["@type"] == name


def test_nothing_in_the_data_can_end_the_script_element() -> None:
    own = (*OWN, quad(OBJECT, "dc:description", said("</script><script>alert('x')</script><!--", "en")))
    written = schema_org.embedded(schema_org.thing(page(own=own), TYPES))
    assert not set("<>&") & set(written)
    assert "</script><script>alert('x')</script><!--" in str(json.loads(written)["description"])
