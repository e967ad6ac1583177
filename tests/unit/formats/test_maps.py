"""Maps: where points fall on the sketches that the service ships."""

import re
from pathlib import Path

import pytest

import opencollections
from opencollections.formats.maps import EUROPE, WORLD, Outline, Place, sketch

BUDAPEST = Place("Budapest", "/b", 47.5, 19.04, 49)
BRATISLAVA = Place("Bratislava", "/s", 48.15, 17.11)
NEW_YORK = Place("New York", None, 40.71, -74.0)


@pytest.mark.parametrize(
    ("places", "outline"),
    [
        ([BUDAPEST], EUROPE),
        ([BUDAPEST, BRATISLAVA], EUROPE),
        ([BUDAPEST, NEW_YORK], WORLD),
    ],
)
def test_europe_is_shown_where_it_holds_all(places: list[Place], outline: Outline) -> None:
    found = sketch(places)
    assert found is not None
    assert found.outline is outline
    assert [point.place for point in found.points] == places


@pytest.mark.parametrize(
    "places",
    [[], [Place("x", None, 91.0, 0.0)], [Place("x", None, 0.0, 200.0)], [Place("x", None, -89.0, 0.0)]],
)
def test_without_a_place_on_it_there_is_no_map(places: list[Place]) -> None:
    assert sketch(places) is None


def test_a_larger_number_is_a_larger_point() -> None:
    found = sketch([BRATISLAVA, BUDAPEST])
    assert found is not None
    assert [point.place.label for point in found.points] == ["Budapest", "Bratislava"]
    assert found.points[0].radius > found.points[1].radius


@pytest.mark.parametrize("place", [BUDAPEST, Place("Reykjavík", None, 64.1, -21.9), NEW_YORK])
def test_the_surroundings_of_a_place_lie_within_the_sketch_and_have_it_inside(place: Place) -> None:
    found = sketch([place], near=True)
    assert found is not None
    left, top, width, height = found.box
    assert 0 <= left <= found.points[0].x <= left + width <= found.outline.width
    assert 0 <= top <= found.points[0].y <= top + height <= found.outline.height


@pytest.mark.parametrize("outline", [EUROPE, WORLD], ids=lambda outline: outline.file)
def test_the_shipped_outline_has_the_size_that_points_are_placed_by(outline: Outline) -> None:
    static = Path(opencollections.__file__).parent / "web" / "static" / "maps"
    told = re.search(r'viewBox="0 0 (\d+) (\d+)"', (static / outline.file).read_text(encoding="utf-8"))
    assert told is not None
    assert (int(told[1]), int(told[2])) == (outline.width, outline.height)
