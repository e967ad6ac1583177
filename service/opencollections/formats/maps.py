"""Maps: points on a plain sketch of Europe or the world, whose outlines the service ships."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

POINT: Final = 7.0
"""Radius of a single point, in the units of the sketch."""

_LARGEST: Final = 26.0
_NEAR_WIDTH: Final = 600
_NEAR_HEIGHT: Final = 380


@dataclass(frozen=True, slots=True)
class Place:
    """A place with its coordinates in degrees (WGS 84), and how many things are connected with it."""

    label: str
    href: str | None
    latitude: float
    longitude: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Point:
    """A place as it stands on the sketch, in its units from the left and from the top."""

    place: Place
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A shipped outline (``static/maps``), equirectangular: its corner in the north-west, and units per degree."""

    file: str
    width: int
    height: int
    west: float
    north: float
    across: float
    down: float

    def holds(self, place: Place) -> bool:
        """Tell whether a place lies on the outline."""
        x, y = self.at(place)
        return 0 <= x <= self.width and 0 <= y <= self.height

    def at(self, place: Place) -> tuple[float, float]:
        x = (place.longitude - self.west) * self.across
        return round(x, 1), round((self.north - place.latitude) * self.down, 1)


EUROPE: Final = Outline("europe.svg", 840, 760, -25, 72, 12, 20)
WORLD: Final = Outline("world.svg", 1080, 426, -180, 84, 3, 3)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A map: an outline and the points on it, the largest first, so that small ones lie on top.

    ``box`` is the part of the outline that is shown: from the left, from the top, width and height.
    """

    outline: Outline
    points: tuple[Point, ...]
    box: tuple[int, int, int, int]


def sketch(places: Iterable[Place], *, near: bool = False) -> Sketch | None:
    """Draw places on the outline of Europe where all lie there, else on that of the world; None without any.

    ``near`` shows no more than their surroundings.
    """
    valid = [one for one in places if abs(one.latitude) <= 90 and abs(one.longitude) <= 180]
    outline = EUROPE if all(map(EUROPE.holds, valid)) else WORLD
    shown = sorted(filter(outline.holds, valid), key=lambda one: (-one.count, one.label))
    most = max((one.count for one in shown), default=1)
    points = tuple(Point(one, *outline.at(one), _radius(one.count, most, outline)) for one in shown)
    whole = (0, 0, outline.width, outline.height)
    return Sketch(outline, points, _surroundings(points, outline) if near else whole) if shown else None


def _surroundings(points: Iterable[Point], outline: Outline) -> tuple[int, int, int, int]:
    """Give the part of an outline that has all points in it and enough around them to know where they are."""
    across, down = [point.x for point in points], [point.y for point in points]
    width = min(outline.width, max(_NEAR_WIDTH, round((max(across) - min(across)) * 1.5)))
    height = min(outline.height, max(_NEAR_HEIGHT, round((max(down) - min(down)) * 1.5)))
    left = round((max(across) + min(across) - width) / 2)
    top = round((max(down) + min(down) - height) / 2)
    return max(0, min(left, outline.width - width)), max(0, min(top, outline.height - height)), width, height


def _radius(count: int, most: int, outline: Outline) -> float:
    """Give a radius whose area grows with the number."""
    scale = 1.0 if outline is EUROPE else 0.8
    return float(round(scale * (POINT + (_LARGEST - POINT) * ((count - 1) / max(most - 1, 1)) ** 0.5), 1))
