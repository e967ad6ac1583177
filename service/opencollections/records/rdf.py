"""Files of RDF as tables: a SPARQL query chooses the columns, and a process of its own answers it."""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from ..errors import BrokenFile, QueryInvalid, TooLarge
from ..phrases import Fact, Phrase
from ..problems import Problem
from . import rdf_query
from .frames import refuse_long
from .headings import Headings
from .measures import in_bytes, in_seconds, in_work, over
from .mistakes import rdf_mistake
from .tables import BATCH_ROWS, File, Selection

_TIME_LIMIT_S: Final = 30.0
_MEMORY_BYTES: Final = 2_000_000_000
_ANSWER_LIMIT_BYTES: Final = 200_000_000
_EXTENSIONS: Final = frozenset({"nt", "nq", "ttl", "trig", "rdf", "xml", "n3", "jsonld"})
# The engine would ask any address that SERVICE names, and lets \u0053 stand for S anywhere in a query.
_REACHES_OUT: Final = re.compile(r"service|\\u", re.IGNORECASE)


class RDFTable:
    """The answer to a query over a file, read whole."""

    sheet = None
    problems: tuple[Problem, ...] = ()

    def __init__(self, source: File, selection: Selection, *, time_limit_s: float = _TIME_LIMIT_S) -> None:
        self.file = source.name
        self._query = selection.iterator or ""
        self._time_limit_s = time_limit_s
        self._answer = pl.read_csv(
            self._asked(source), infer_schema=False, truncate_ragged_lines=False, has_header=True
        )
        self._headings = Headings(self._answer.columns)

    @property
    def columns(self) -> tuple[str, ...]:
        return self._headings.names

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced columns, as the protocol of a table says; a variable without a value is missing."""
        places = [self._headings.place(reference.removeprefix("?"), self.file) for reference in references]
        return self._batches(references, places)

    def _batches(self, references: Sequence[str], places: Sequence[int]) -> Iterator[pl.DataFrame]:
        columns = [self._answer.to_series(place).alias(f"v{index}") for index, place in enumerate(places)]
        rows = pl.int_range(1, self._answer.height + 1, dtype=pl.UInt32, eager=True).alias("row")
        for reference, column in zip(references, columns, strict=True):
            refuse_long(self.file, column, reference, rows)
        yield from pl.DataFrame([rows, *columns]).iter_slices(BATCH_ROWS)

    def _asked(self, source: File) -> bytes:
        """Let the process answer; raise BrokenFile, QueryInvalid or TooLarge where it does not."""
        if _REACHES_OUT.search(self._query):
            raise self._invalid(
                Phrase("a query of a file has neither the word SERVICE nor an escape (\\u) in it")
            )
        extension = Path(source.name).suffix.lower().removeprefix(".")
        if extension not in _EXTENSIONS:
            known = ", ".join(sorted(_EXTENSIONS))
            detail = Phrase("its name must end with one of: {known}", {"known": known})
            raise BrokenFile(file=self.file, kind="RDF", detail=detail)
        limits = (str(int(self._time_limit_s) + 1), str(_MEMORY_BYTES))
        program = (sys.executable, "-I", rdf_query.__file__)
        with subprocess.Popen(  # noqa: S603 - the program is ours, and its arguments are no command
            [*program, str(source.path.resolve()), extension, *limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={},
        ) as process:
            return self._answered(process)

    def _answered(self, process: "subprocess.Popen[bytes]") -> bytes:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018 - all three are pipes
        clock = threading.Timer(self._time_limit_s, process.kill)
        clock.start()
        try:
            process.stdin.write(self._query.encode())
            process.stdin.close()
            answer = process.stdout.read(_ANSWER_LIMIT_BYTES + 1)
            if len(answer) > _ANSWER_LIMIT_BYTES:
                process.kill()
                raise self._too_large(
                    Phrase("the length of the answer to the query"), over(in_bytes(_ANSWER_LIMIT_BYTES))
                )
            detail = process.stderr.read(1000).decode("utf-8", "replace")
            code = process.wait()
        except BrokenPipeError:
            code, detail, answer = process.wait(), "", b""
        finally:
            clock.cancel()
        self._refuse(code, detail)
        return answer

    def _refuse(self, code: int, detail: str) -> None:
        match code:
            case 0:
                return
            case rdf_query.FILE_UNREADABLE:
                raise BrokenFile(file=self.file, kind="RDF", detail=rdf_mistake(detail))
            case rdf_query.QUERY_INVALID:
                raise self._invalid(detail.removesuffix("."))
            case rdf_query.NO_TABLE:
                raise self._invalid(Phrase("its answer is no table"))
            case _:
                raise self._too_large(
                    Phrase("the time or the memory of the query"), over(in_seconds(self._time_limit_s))
                )

    def _invalid(self, detail: Fact) -> QueryInvalid:
        return QueryInvalid(file=self.file, query=self._query.strip()[:200], detail=detail)

    def _too_large(self, what: Phrase, value: Phrase) -> TooLarge:
        limit = Phrase(
            "{work}, {text} of text",
            {"work": in_work(self._time_limit_s, _MEMORY_BYTES), "text": in_bytes(_ANSWER_LIMIT_BYTES)},
        )
        advice = Phrase("Ask for less, or hand in a smaller file.")
        return TooLarge(file=self.file, what=what, value=value, limit=limit, advice=advice)
