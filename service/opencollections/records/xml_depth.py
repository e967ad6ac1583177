"""How deep the elements of an XML document nest, found while it passes by in pieces."""

from typing import Any, Final
from xml.parsers import expat

from ..errors import BrokenFile, TooDeep

DEPTH_LIMIT: Final = 100
"""RDF/XML of real catalogues stays below 20; the time of its parser grows with the square of the depth."""


class Depth:
    """Measures a document; ``feed`` it from its beginning, whose DOCTYPE is refused by then."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, data: bytes) -> None:
        """Measure a piece; raise TooDeep where elements nest deeper than the limit, BrokenFile for no XML."""
        try:
            self._parser.Parse(data)
        except (expat.ExpatError, LookupError, ValueError) as error:
            # An encoding that is not known, or whose letters have several bytes, is told by other errors.
            raise BrokenFile(file=self._file, kind="RDF", detail=str(error)) from None

    def _start(self, *_: Any) -> None:
        self._open += 1
        if self._open > DEPTH_LIMIT:
            raise TooDeep(file=self._file, limit=DEPTH_LIMIT)

    def _end(self, _: str) -> None:
        self._open -= 1
