"""Pages: templates and static files, and the few filters that templates need, in each language of the interface."""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..formats import schema_org
from ..formats.deeds import deed, outcome
from ..formats.interface import TAGS, Interface, interface, marked, own_name
from ..formats.licences import Licence, licence
from ..formats.links import Urls, fetchable, name_in
from ..formats.pictures import sized
from ..formats.texts import written_out
from .constants import ConstantEnvironment
from .markup import Writing
from .visits import Visit

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"

MESSAGES: Final = 4_096
"""Messages of each language that are kept as markup; there are some hundreds."""


class Pages:
    """The templates of one site; every value is escaped where it is written."""

    def __init__(self, urls: Urls, network: str, tiles: str = "", credit: str = "") -> None:
        self.digest = _digest(STATIC)
        common = {"urls": urls, "network": network, "static": urls.to(f"/static/{self.digest}")}
        common |= {"tiles": tiles, "credit": credit, "tongues": [(tag, own_name(tag)) for tag in TAGS]}
        self._environments = {tag: _environment(interface(tag), urls, common) for tag in TAGS}

    def render(self, template: str, visit: Visit | None, **values: Any) -> bytes:
        """Write a page as UTF-8, for the reader of a visit; without one it is in English."""
        environment = self._environments[visit.interface.tag if visit else TAGS[0]]
        return environment.get_template(template).render(values, visit=visit).encode()


def _environment(of: Interface, urls: Urls, common: dict[str, Any]) -> Environment:
    told = _messages(of)
    environment = ConstantEnvironment(
        values={name: common[name] for name in ("network", "static", "tiles", "credit")},
        functions={"_": told, "urls.to": urls.to},
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Templates stay as they are while the service runs, so that nobody looks at their files for each page.
        auto_reload=False,
    )

    def licensed(iri: str) -> Licence:
        return licence(iri, of)

    def day(moment: str) -> str:
        return of.day(date.fromisoformat(moment[:10]))

    environment.filters |= {
        "number": of.number,
        "size": of.size,
        "sized": sized,
        "day": day,
        "date": lambda text: written_out(text, of),
        "language": of.language,
        "licence": licensed,
        "licensed_pairs": lambda iris: [(iri, licensed(iri).words) for iri in iris],
        "paired": lambda values: [(value, value) for value in values],
        "called": name_in,
        "fetchable": fetchable,
        "deed": lambda action: deed(action, of),
        "outcome": lambda code: outcome(code, of),
    }

    def described_page(title: str, reader: Visit) -> str:
        """Tell search engines of a page that tells of nothing else."""
        home, address = f"{urls.ids.base}/", reader.address and urls.absolute(reader.address)
        site = schema_org.website(home, common["network"])
        return schema_org.embedded(schema_org.page(title, address, of.tag, site))

    environment.globals |= common | {"described_page": described_page}
    environment.globals |= Writing(of, told(marked("leaves the network"))).functions
    environment.globals |= {"_": told, "ngettext": _numbered_messages(of), "pgettext": of.pgettext}
    return environment


def _messages(of: Interface) -> Callable[..., Markup]:
    """Give the function ``_`` of templates: a message as markup, with values, which are escaped, in its places.

    It does what Jinja's extension for translations does, but a message without values is made once.
    """

    @lru_cache(maxsize=MESSAGES)
    def plain(message: str) -> Markup:
        return _markup(of.gettext(message)) % {}

    def told(message: str, **values: object) -> Markup:
        return _markup(of.gettext(message)) % values if values else plain(message)

    return told


def _numbered_messages(of: Interface) -> Callable[..., Markup]:
    """Give the function ``ngettext`` of templates: the form of a message that goes with a number, with its values."""

    def told(one: str, many: str, number: int, **values: object) -> Markup:
        return _markup(of.ngettext(one, many, number)) % values

    return told


def _markup(message: str) -> Markup:
    return Markup(message)  # noqa: S704 - messages are our own and those of our translators


def _digest(folder: Path) -> str:
    """Give a name for the state of all static files, so that they can be kept by clients for ever."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
