"""Databases that the operator granted: the only ones a mapping reaches beyond the files handed in."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from ..errors import DatabaseInvalid

_SCHEMES: Final = frozenset({"postgresql", "postgres"})
_JDBC: Final = "jdbc:postgresql:"
_PORT: Final = 5432


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL database under the ``name`` that mappings call it by.

    ``address`` is a connection of libpq, ``postgresql://USER:PASSWORD@HOST/DATABASE``. It is a secret: nothing
    prints it. ``time_limit_s`` is what one query may take. Raises DatabaseInvalid for any other address.
    """

    name: str
    address: str = field(repr=False)
    time_limit_s: float = 60.0

    def __post_init__(self) -> None:
        if _parts(self.address) is None:
            raise DatabaseInvalid(name=self.name)

    def is_meant_by(self, address: str) -> bool:
        """Tell whether a JDBC address names the same database of the same server."""
        place = _place(_plain(address))
        return place is not None and place == _place(self.address)

    def without_secrets(self, text: str) -> str:
        """Take the address and its password out of what a driver says."""
        parts = _parts(self.address)
        password = unquote(parts.password or "") if parts else ""
        return text.replace(self.address, self.name).replace(password or self.address, "…")


def is_address(text: str) -> bool:
    """Tell whether a mapping names a PostgreSQL database by where it is."""
    return text.lower().startswith(_JDBC) or _parts(text) is not None


def shown_address(address: str) -> str:
    """Give an address as it may be shown: the server and the database, and nobody's password."""
    place = _place(_plain(address))
    return f"{place[0]}/{place[2]}" if place else "PostgreSQL"


def _plain(address: str) -> str:
    """Write a JDBC address (``jdbc:postgresql://HOST/DATABASE``, ``jdbc:postgresql:DATABASE``) as libpq does."""
    if not address.lower().startswith(_JDBC):
        return address
    rest = address[len(_JDBC) :]
    return f"postgresql:{rest}" if rest.startswith("//") else f"postgresql://localhost/{rest.lstrip('/')}"


def _parts(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in _SCHEMES and address[len(parts.scheme) :].startswith("://") else None


def _place(address: str) -> tuple[str, int, str] | None:
    """Give the host, the port and the name of a database."""
    parts = _parts(address)
    if parts is None:
        return None
    return parts.hostname or "localhost", parts.port or _PORT, parts.path.removeprefix("/")
