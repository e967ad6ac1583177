"""Logical targets, written: statements in N-Quads become a file in the serialization that a mapping asks for."""

import codecs
import gzip
import json
import lzma
import re
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingOf
from itertools import groupby, islice
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from pyoxigraph import BlankNode, Literal, Quad, RdfFormat, Triple, parse, serialize

from ..errors import Unwritable, WrongOption
from ..problems import Problem, Severity
from .model import Mapping, ReferencingObjectMap, Serialization, Target, TermMap

_FORMATS: Final[MappingOf[Serialization, RdfFormat]] = {
    Serialization.N_TRIPLES: RdfFormat.N_TRIPLES,
    Serialization.TURTLE: RdfFormat.TURTLE,
    Serialization.TRIG: RdfFormat.TRIG,
    Serialization.N3: RdfFormat.N3,
    Serialization.RDF_XML: RdfFormat.RDF_XML,
    Serialization.JSON_LD: RdfFormat.JSON_LD,
}
_XML_NAME: Final = re.compile(r"[^\W\d][\w.\-]*$")
_NOT_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINES_AT_ONCE: Final = 10_000
_UTF8: Final = "utf-8"


def written(
    target: Target,
    statements: Iterable[bytes],
    folder: Path,
    prefixes: Iterable[tuple[str, str]] = (),
) -> Path:
    """Write the file of a target below a folder, and give its path; an older file is replaced when all is done.

    ``statements`` are N-Quads lines, sorted. A serialization without graphs has the statements of all of them.
    Raises WrongOption where the file would lie outside of the folder, and Unwritable for what RDF/XML or the
    encoding cannot write.
    """
    path = folder / target.file
    if not path.resolve().is_relative_to(folder.resolve()):
        raise WrongOption(option="target", value=target.file, wanted=f"a name below {folder}")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".ocn-target-", dir=path.parent) as work:
        plain, packed = Path(work, "plain"), Path(work, "packed")
        with plain.open("wb") as stream:
            _write(target, statements, _encoded(stream, target.encoding), dict(prefixes))
        _PACKINGS[target.compression](plain, packed, _inner_name(target.file))
        packed.replace(path)
    return path


def named(mapping: Mapping) -> tuple[Target, ...]:
    """Give the targets that a mapping names, each once."""
    return tuple(dict.fromkeys(target for term in _term_maps(mapping) for target in term.targets))


def not_written(mapping: Mapping) -> Iterator[Problem]:
    """Say of each target of a mapping that it is not written, where all statements are kept together."""
    for target in named(mapping):
        place = target.location
        yield Problem(
            "mapping-target-ignored",
            Severity.WARNING,
            f"The mapping sends statements to the file {target.file!r}; here they stay with all the others.",
            "Leave the logical target out, or write its file with: ocn map.",
            file=mapping.file,
            row=place.line if place else None,
        )


def _term_maps(mapping: Mapping) -> Iterator[TermMap]:
    for triples_map in mapping.triples_maps:
        yield from (triples_map.subject, *triples_map.classes, *triples_map.graphs)
        for pair in triples_map.predicate_objects:
            yield from (*pair.predicates, *pair.graphs)
            yield from (value for value in pair.objects if not isinstance(value, ReferencingObjectMap))


class _Encoded:
    """A stream of another encoding, which takes UTF-8 cut anywhere."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(_UTF8)()
        self._encoder = codecs.getincrementalencoder(encoding)()
        self._encoding = encoding

    def write(self, data: bytes) -> int:
        """Write a piece; raise Unwritable where the encoding lacks a character."""
        try:
            self._stream.write(self._encoder.encode(self._decoder.decode(data)))
        except UnicodeEncodeError as error:
            character = error.object[error.start]
            raise Unwritable(format=self._encoding, what=f"the character {character!r}") from None
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


def _encoded(stream: IO[bytes], encoding: str) -> Any:
    return stream if codecs.lookup(encoding).name == _UTF8 else _Encoded(stream, encoding)


def _write(target: Target, statements: Iterable[bytes], stream: Any, prefixes: dict[str, str]) -> None:
    if target.serialization is Serialization.N_QUADS:
        for piece in _pieces(statements):
            stream.write(piece)
        return
    if target.serialization is Serialization.RDF_JSON:
        _write_rdf_json(_quads(statements), stream)
        return
    rdf_format = _FORMATS[target.serialization]
    quads = _quads(statements)
    if rdf_format == RdfFormat.RDF_XML:
        serialize(_named_in_xml(quads), stream, format=rdf_format)
    elif rdf_format.supports_datasets:
        serialize(quads, stream, format=rdf_format, prefixes=prefixes)
    else:
        serialize((quad.triple for quad in quads), stream, format=rdf_format, prefixes=prefixes)


def _pieces(statements: Iterable[bytes]) -> Iterator[bytes]:
    lines = iter(statements)
    while piece := b"".join(islice(lines, _LINES_AT_ONCE)):
        yield piece


def _quads(statements: Iterable[bytes]) -> Iterator[Quad]:
    for piece in _pieces(statements):
        yield from parse(piece, format=RdfFormat.N_QUADS)


def _named_in_xml(quads: Iterable[Quad]) -> Iterator[Triple]:
    """Give the triples; raise Unwritable for what XML has no name or no character for."""
    for quad in quads:
        if not _XML_NAME.search(quad.predicate.value):
            raise Unwritable(format="RDF/XML", what=f"the property <{quad.predicate.value}>")
        if isinstance(quad.object, Literal) and _NOT_XML.search(quad.object.value):
            raise Unwritable(format="RDF/XML", what=f"the text {quad.object.value[:60]!r}")
        yield quad.triple


def _write_rdf_json(quads: Iterable[Quad], stream: Any) -> None:
    """Write RDF/JSON (https://www.w3.org/TR/rdf-json/), one subject after the other."""
    before = b"{"
    for subject, found in groupby(quads, key=lambda quad: quad.subject):
        predicates: dict[str, dict[Any, dict[str, str]]] = {}
        for quad in found:
            values = predicates.setdefault(quad.predicate.value, {})
            values[quad.object] = _rdf_json_object(quad.object)
        objects = {predicate: list(values.values()) for predicate, values in predicates.items()}
        key = json.dumps(_rdf_json_name(subject), ensure_ascii=False)
        stream.write(before + f"\n{key}: {json.dumps(objects, ensure_ascii=False)}".encode())
        before = b","
    stream.write(b"{}\n" if before == b"{" else b"\n}\n")


def _rdf_json_name(term: Any) -> str:
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def _rdf_json_object(term: Any) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"type": "bnode" if isinstance(term, BlankNode) else "uri", "value": _rdf_json_name(term)}
    if term.language:
        return {"type": "literal", "value": term.value, "lang": term.language}
    return {"type": "literal", "value": term.value, "datatype": term.datatype.value}


def _inner_name(file: str) -> str:
    """Give the name of the file in an archive: that of the archive without its endings."""
    name = PurePosixPath(file).name
    for ending in (".gz", ".xz", ".zip", ".tar", ".tgz", ".txz"):
        name = name.removesuffix(ending)
    return name or "statements"


def _packed_not(plain: Path, packed: Path, _: str) -> None:
    plain.rename(packed)


def _packed_gzip(plain: Path, packed: Path, _: str) -> None:
    # Without a time in it, the same statements are the same file.
    with (
        plain.open("rb") as source,
        packed.open("wb") as out,
        gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as stream,
    ):
        shutil.copyfileobj(source, stream)


def _packed_xz(plain: Path, packed: Path, _: str) -> None:
    with plain.open("rb") as source, lzma.open(packed, "wb") as stream:
        shutil.copyfileobj(source, stream)


def _packed_zip(plain: Path, packed: Path, name: str) -> None:
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    with (
        plain.open("rb") as source,
        zipfile.ZipFile(packed, "w") as archive,
        archive.open(member, "w", force_zip64=True) as stream,
    ):
        shutil.copyfileobj(source, stream)


def _tar(plain: Path, name: str) -> Path:
    path = plain.with_name("tar")
    member = tarfile.TarInfo(name)
    member.size, member.mode = plain.stat().st_size, 0o644
    with tarfile.open(path, "w") as archive, plain.open("rb") as source:
        archive.addfile(member, source)
    return path


def _packed_targz(plain: Path, packed: Path, name: str) -> None:
    _packed_gzip(_tar(plain, name), packed, name)


def _packed_tarxz(plain: Path, packed: Path, name: str) -> None:
    _packed_xz(_tar(plain, name), packed, name)


_PACKINGS: Final[MappingOf[str | None, Callable[[Path, Path, str], None]]] = {
    None: _packed_not,
    "gzip": _packed_gzip,
    "xz": _packed_xz,
    "zip": _packed_zip,
    "targz": _packed_targz,
    "tarxz": _packed_tarxz,
}
