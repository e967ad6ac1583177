"""Documents of RDF, taken as they are: a process of its own reads them and gives N-Quads lines."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any, Final

import polars as pl

from ..errors import BrokenFile, ContextForeign, NotRDF, TooLarge
from ..phrases import Phrase
from . import json_depth, rdf_lines, xml_depth
from .measures import in_work
from .mistakes import rdf_mistake
from .safe_xml import PROLOG_BYTES, refuse_doctype
from .tables import File

TIME_LIMIT_S: Final = 300
MEMORY_BYTES: Final = 3_000_000_000
_CHUNK_BYTES: Final = 1 << 24
_JSON: Final = frozenset({"jsonld", "json"})
_XML: Final = frozenset({"rdf", "owl", "xml"})
EXTENSIONS: Final = ("ttl", "nt", "nq", "trig", "rdf", "owl", "xml", "jsonld", "json")
"""Endings of the names of files that are read as RDF."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where statements go: relative IRIs below ``base``, all into one ``graph``, blank nodes below ``skolem``.

    ``contexts`` are the JSON-LD contexts that are known by their address; no other is ever fetched.
    """

    base: str
    graph: str
    skolem: str
    contexts: Mapping[str, Any]


@dataclass(slots=True)
class RDFDocument:
    """One file; iterate ``lines()`` once, then ``left_out`` tells how many statements about statements it had."""

    file: File
    placing: Placing
    time_limit_s: int = TIME_LIMIT_S
    left_out: int = 0

    def lines(self) -> Iterator[pl.Series]:
        """Give N-Quads lines with their line ends, some megabytes at once, unsorted.

        Raises NotRDF, BrokenFile, ForbiddenXML, TooDeep, ContextForeign and TooLarge.
        """
        extension = self._extension()
        self._look_at(extension)
        task = {
            **asdict(self.placing),
            "path": str(self.file.path.resolve()),
            "extension": {"json": "jsonld", "owl": "rdf"}.get(extension, extension),
            "seconds": self.time_limit_s,
            "memory_bytes": MEMORY_BYTES,
        }
        with subprocess.Popen(  # noqa: S603 - the program is ours, and its arguments are no command
            [sys.executable, "-I", rdf_lines.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
        ) as process:
            yield from self._read(process, json.dumps(task).encode())

    def _read(self, process: "subprocess.Popen[bytes]", task: bytes) -> Iterator[pl.Series]:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018 - all three are pipes
        clock = threading.Timer(self.time_limit_s, process.kill)
        clock.start()
        try:
            process.stdin.write(task)
            process.stdin.close()
            while text := process.stdout.read(_CHUNK_BYTES):
                whole = pl.Series([text + process.stdout.readline()], dtype=pl.Binary).cast(pl.String)
                yield whole.str.strip_suffix("\n").str.split("\n").explode(empty_as_null=True) + "\n"
            detail = process.stderr.read(1000).decode("utf-8", "replace")
            self._refuse(process.wait(), detail)
            self.left_out = int(detail)
        finally:
            clock.cancel()
            process.kill()

    def _extension(self) -> str:
        suffixes = [suffix.lower().removeprefix(".") for suffix in PurePath(self.file.name).suffixes]
        found = next((suffix for suffix in reversed(suffixes) if suffix in EXTENSIONS), None)
        if found is None:
            raise NotRDF(file=self.file.name, known=", ".join(f".{extension}" for extension in EXTENSIONS))
        return found

    def _look_at(self, extension: str) -> None:
        """Refuse what could unfold or nest without end before any parser sees it."""
        with self.file.path.open("rb") as stream:
            if extension in _XML:
                refuse_doctype(self.file.name, stream.read(PROLOG_BYTES))
                stream.seek(0)
            measured = xml_depth if extension in _XML else json_depth if extension in _JSON else None
            if measured is not None:
                depth = measured.Depth(self.file.name)
                while chunk := stream.read(_CHUNK_BYTES):
                    depth.feed(chunk)

    def _refuse(self, code: int, detail: str) -> None:
        name = self.file.name
        match code:
            case 0:
                return
            case rdf_lines.FILE_UNREADABLE:
                raise BrokenFile(file=name, kind="RDF", detail=rdf_mistake(detail.removesuffix(".")))
            case rdf_lines.CONTEXT_FOREIGN:
                known = next(iter(self.placing.contexts), "")
                raise ContextForeign(file=name, context=detail, known=known)
            case _:
                raise TooLarge(
                    file=name,
                    what=Phrase("what reading it takes"),
                    value=Phrase("more"),
                    limit=in_work(self.time_limit_s, MEMORY_BYTES),
                    advice=Phrase("Nest it less, join fewer blank nodes, or hand it in as several files."),
                )
