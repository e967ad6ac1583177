"""Targets: statements become a file in the serialization, encoding and packing that is asked for."""

import codecs
import gzip
import lzma
import shutil
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as MappingOf
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from ..errors import Unwritable, WrongOption
from ..problems import Problem, Severity, Telling
from .findings import told
from .model import Mapping, ReferencingObjectMap, Target, TermMap
from .serializations import serialize

_UTF8: Final = "utf-8"
_NOT_WRITTEN: Final = (
    told("The mapping sends statements to the file {file!r}; here they stay with all the others."),
    told("Leave the logical target out; its file is written where the mapping is run on the command line."),
)


def written(
    target: Target,
    statements: Iterable[bytes],
    folder: Path,
    prefixes: Iterable[tuple[str, str]] = (),
) -> Path:
    """Write the file of a target below a folder, and give its path; an older file is replaced when all is done.

    ``statements`` are as ``serialize`` takes them.
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
            encoded = _encoded(stream, target.encoding)
            serialize(statements, encoded, target.serialization, dict(prefixes))
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
        yield Problem.told(
            "mapping-target-ignored",
            Severity.WARNING,
            Telling(*_NOT_WRITTEN, {"file": target.file}),
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
