"""Sitemaps: the pages that a search engine may read, with the day of their last change (sitemaps.org, 0.9)."""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from .negotiation import Format

XML: Final = Format("xml", "application/xml", "XML")

PAGES_LIMIT: Final = 50_000
"""Pages that one sitemap may list."""

_PIECE: Final = 1_000
_BEGINNING: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
)

Addresses = Iterable[tuple[str, str | None]]
"""Absolute URLs, each with the ISO time of its last change where that is known."""


def urlset(pages: Addresses) -> Iterator[bytes]:
    """Write a sitemap, piece by piece."""
    return _written("urlset", "url", pages)


def sitemap_index(sitemaps: Addresses) -> Iterator[bytes]:
    """Write the list of all sitemaps."""
    return _written("sitemapindex", "sitemap", sitemaps)


def _written(root: str, element: str, addresses: Addresses) -> Iterator[bytes]:
    yield _BEGINNING.format(root).encode()
    lines: list[str] = []
    for address, modified in addresses:
        lines.append(_line(element, address, modified))
        if len(lines) == _PIECE:
            yield "".join(lines).encode()
            lines.clear()
    yield f"{''.join(lines)}</{root}>\n".encode()


def _line(element: str, address: str, modified: str | None) -> str:
    changed = f"<lastmod>{escape(modified)}</lastmod>" if modified else ""
    return f"<{element}><loc>{escape(address)}</loc>{changed}</{element}>\n"
