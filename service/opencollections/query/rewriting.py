"""Rewriting: the answer of a remote engine is read, and written anew in the format that was asked for, as it arrives.

So answers look the same whichever engine made them, and one that breaks off is noticed: some engines end it as if it
were whole.
"""

import asyncio
import json
from typing import IO, Final, cast

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, parse_query_results

from ..errors import DiskFull, OpenCollectionsError, QueryFailed
from .answers import QueryAnswer
from .failures import rows_error, size_error
from .limits import QueryLimits
from .pipe import Pipe
from .requests import QueryForm, QueryRequest
from .rows import row_counter

_PIECE_BYTES: Final = 65_536


class Output:
    """A file to write a result into, in a thread; what is written is given to the answer in the loop."""

    def __init__(self, answer: QueryAnswer, loop: asyncio.AbstractEventLoop, limits: QueryLimits) -> None:
        self._answer = answer
        self._loop = loop
        self._limits = limits
        self._left = limits.result_bytes
        self._counter = row_counter(answer.media_type)
        self._piece = bytearray()

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise size_error(self._limits)
        self._piece += data
        if len(self._piece) >= _PIECE_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Give what was written so far to the answer; raise QueryTooLarge where it has too many rows."""
        piece = bytes(self._piece)
        self._piece.clear()
        if self._counter is not None:
            self._counter.see(piece)
            if self._counter.rows > self._limits.rows:
                raise rows_error(self._limits)
        self._loop.call_soon_threadsafe(self._add, piece)

    def _add(self, piece: bytes) -> None:
        try:
            self._answer.add(piece)
        except DiskFull as error:
            self._answer.end(error)


def written_anew(request: QueryRequest, pipe: Pipe, output: Output) -> OpenCollectionsError | None:
    """Write the engine's answer in the format that was asked for; give the error that kept it from that.

    An error is given and not raised, since a reader of results must not leave its thread, not even in a traceback.
    """
    try:
        if request.query.form.gives_graph:
            _write_graph(request.media_type, pipe, output)
        else:
            _write_table(request, pipe, output)
        output.flush()
    except OpenCollectionsError as error:
        return error.with_traceback(None)
    except (SyntaxError, ValueError, OSError) as error:
        return QueryFailed(detail=f"the engine's answer is not whole ({error}).")
    finally:
        pipe.break_off()
    return None


def _write_graph(media_type: str, pipe: Pipe, output: Output) -> None:
    arriving = pyoxigraph.parse(cast("IO[bytes]", pipe), format=RdfFormat.N_TRIPLES)
    format_ = RdfFormat.from_media_type(media_type)
    assert format_ is not None
    pyoxigraph.serialize((quad.triple for quad in arriving), cast("IO[bytes]", output), format=format_)


def _write_table(request: QueryRequest, pipe: Pipe, output: Output) -> None:
    results = parse_query_results(cast("IO[bytes]", pipe), QueryResultsFormat.JSON)
    if request.query.form is QueryForm.ASK:
        results = _truth(results)
    format_ = QueryResultsFormat.from_media_type(request.media_type)
    assert format_ is not None
    results.serialize(cast("IO[bytes]", output), format_)


def _truth(results: QuerySolutions | QueryBoolean) -> QueryBoolean:
    """Give a truth value; Virtuoso 7 gives a table with one row for true and none for false."""
    if isinstance(results, QueryBoolean):
        return results
    told = json.dumps({"head": {}, "boolean": any(True for _ in results)})
    truth = parse_query_results(told, QueryResultsFormat.JSON)
    assert isinstance(truth, QueryBoolean)
    return truth
