"""Pages: templates and static files, and the few filters that templates need."""

import hashlib
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..formats.licences import licence
from ..formats.links import Urls, fetchable, name_in
from ..formats.texts import written_out

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"


class Pages:
    """The templates of one site; every value is escaped where it is written."""

    def __init__(self, urls: Urls, network: str) -> None:
        self.digest = _digest(STATIC)
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters |= {
            "number": lambda count: f"{count:,}",
            "day": written_out,
            "licence": licence,
            "called": name_in,
            "fetchable": fetchable,
        }
        self._environment.globals |= {"urls": urls, "network": network, "static": self._static(urls)}

    def _static(self, urls: Urls) -> str:
        return urls.to(f"/static/{self.digest}")

    def render(self, template: str, **values: Any) -> bytes:
        """Write a page as UTF-8."""
        return self._environment.get_template(template).render(values).encode()


def _digest(folder: Path) -> str:
    """Give a name for the state of all static files, so that they can be kept by clients for ever."""
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
