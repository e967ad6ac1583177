"""The process that asks a file of RDF by SPARQL: a program of its own, so that it can be limited and killed.

Some files and some queries of a few hundred bytes end the process that reads them, and a query cannot be
stopped from inside. It is run by its path, with the file and its format; the query comes on standard input, the
answer goes to standard output as CSV.
"""

import resource
import sys

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

FILE_UNREADABLE = 10
QUERY_INVALID = 11
NO_TABLE = 12


def main(path: str, extension: str, seconds: int, memory_bytes: int) -> int:
    """Answer one query, and give the number that says what went wrong, or 0."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = Store()
    try:
        store.load(path=path, format=RdfFormat.from_extension(extension))
    except (SyntaxError, ValueError, OSError) as error:
        return _told(error, FILE_UNREADABLE)
    try:
        found = store.query(sys.stdin.read(), use_default_graph_as_union=True)
        if not isinstance(found, QuerySolutions):
            return NO_TABLE
        found.serialize(output=sys.stdout.buffer, format=QueryResultsFormat.CSV)
        sys.stdout.flush()
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return _told(error, QUERY_INVALID)
    return 0


def _told(error: Exception, number: int) -> int:
    sys.stderr.write(" ".join(str(error).split())[:300])
    return number


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
