"""XML that cannot harm: parsers that fetch and unfold nothing, and a look at what stands before the first element.

A DOCTYPE can unfold a few bytes to gigabytes, or fetch files, while it is parsed; so it is looked for before.
After the first element none can follow (XML 1.0 §2.8), and text such as CDATA may speak of one freely.
"""

import codecs
import re
from collections.abc import Iterable
from typing import Any, Final, Literal

from lxml import etree

from ..errors import BrokenFile, ForbiddenXML
from ..phrases import Phrase

PROLOG_BYTES: Final = 1 << 16
"""How much of a document has to be given; its first element has to begin in it."""

_BEGINNINGS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0<", "utf-16-be"),
    (b"<\0", "utf-16-le"),
)
_HARMLESS: Final = re.compile(r"\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*", re.DOTALL)


def refuse_doctype(file: str, head: bytes) -> None:
    """Read the beginning of a document up to its first element.

    Raises ForbiddenXML where a declaration stands there, and BrokenFile where no element begins.
    """
    # Every other encoding that a parser accepts without asking writes these signs as ASCII does.
    codec = next((codec for mark, codec in _BEGINNINGS if head.startswith(mark)), "latin-1")
    text = head.decode(codec, "ignore")
    harmless = _HARMLESS.match(text)
    rest = text[harmless.end() if harmless else 0 :]
    if rest.startswith("<!") and not rest.startswith("<!--"):
        raise ForbiddenXML(file=file)
    if not re.match(r"<[^\W\d]", rest):
        raise BrokenFile(file=file, kind="XML", detail=Phrase("no element begins in its first 64 kB"))


def tree_parser() -> "etree.XMLParser[etree._Element]":
    """Make a parser of whole documents; nothing is fetched, unfolded or beyond libxml2's own limits."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def target_parser(target: Any) -> Any:
    """Make such a parser that calls a target (``start``, ``end``, ``close``) and builds nothing."""
    return etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def pull_parser(
    events: Iterable[Literal["start", "end"]], tags: Iterable[str] | None = None
) -> "etree.XMLPullParser[etree._Element]":
    """Make such a parser that is fed piece by piece and gives events of elements with the tags."""
    return etree.XMLPullParser(
        events=events, tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
