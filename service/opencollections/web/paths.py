"""Paths: from the path of a request, as it came over the wire, to the IRI that it may mean."""

import re
from typing import Final

from pyoxigraph import NamedNode
from starlette.types import Scope

from ..iris import Identifiers

PATH_LIMIT_BYTES: Final = 4_096

_ENCODED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ASCII: Final = re.compile(r"%[0-7][0-9A-Fa-f]")
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]")
_CONTROL: Final = re.compile(rb"%(?:[01][0-9A-Fa-f]|7[Ff])|[\x00-\x20\x7f]")


def raw_path(scope: Scope) -> str:
    """Give the path as it was sent, still encoded, since ``%2F`` in an IRI is not ``/``."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return raw.partition(b"?")[0].decode("utf-8", "replace")


def has_control_characters(scope: Scope) -> bool:
    """Tell whether a path has control characters, encoded or not, which no identifier can have."""
    return _CONTROL.search(scope.get("raw_path") or b"") is not None


def spellings(path: str) -> tuple[str, ...]:
    """Give the IRI paths that a path on the wire can stand for, the literal one first.

    Clients send ``ő`` as ``%C5%91`` (RFC 3987 §3.1), so the second spelling has such octets as characters;
    the third has letters and digits plain that needed no encoding. What is reserved always stays as it is.
    """
    readable = _ENCODED.sub(lambda found: _characters(found[0]), path)
    plain = _ASCII.sub(lambda found: _unreserved(found[0]), readable)
    return tuple(spelling for spelling in dict.fromkeys((path, readable, plain)) if _is_iri(spelling))


def identifiers_at(address: str, ids: Identifiers) -> tuple[str, ...]:
    """Give the identifiers that an address can stand for, the likeliest first: that of a page leads to one as well.

    What is no address of an entity here stays as it is.
    """
    page = re.sub(r"[?#].*", "", address)
    for beginning, rest in (
        (ids.entities, address),
        (f"{ids.base}/page/", page),
        (f"{ids.base}/data/", page),
    ):
        if rest.startswith(beginning):
            return tuple(map(ids.entity, spellings(rest.removeprefix(beginning)))) or (address,)
    return (address,)


def _characters(encoded: str) -> str:
    """Decode UTF-8 sequences beyond ASCII and keep the rest encoded."""
    text = bytes.fromhex(encoded.replace("%", "")).decode("utf-8", "surrogateescape")
    return "".join(char if 0x9F < ord(char) < 0xD800 or ord(char) > 0xDFFF else _octet(char) for char in text)


def _octet(char: str) -> str:
    return "".join(f"%{octet:02X}" for octet in char.encode("utf-8", "surrogateescape"))


def _unreserved(encoded: str) -> str:
    char = chr(int(encoded[1:], 16))
    return char if _UNRESERVED.fullmatch(char) else encoded.upper()


def _is_iri(path: str) -> bool:
    try:
        NamedNode(f"http://host/{path}")
    except ValueError:
        return False
    return True
