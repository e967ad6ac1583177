"""Statements of a draft in columns: by predicate, a few hundred thousand at a time, all of a subject together."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from ..vocabulary import RDF_TYPE, expand
from .shapes import Alternative, Inverse, Path, Predicate, Sequence

_PAIR: Final = {"focus": pl.String, "value": pl.String}
_SUBCLASS: Final = f"<{expand('rdfs:subClassOf')}>"


@dataclass(slots=True)
class Statements:
    """Statements as pairs of ``focus`` and ``value`` (terms in N-Quads) by predicate (IRI).

    ``narrower`` gives for a class those that are stated to be kinds of it, itself among them.
    """

    pairs: Mapping[str, pl.DataFrame]
    narrower: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    _walked: dict[Path, pl.DataFrame] = field(default_factory=dict)

    def of(self, predicate: str) -> pl.DataFrame:
        """Give the pairs of one predicate."""
        found = self.pairs.get(predicate)
        return pl.DataFrame(schema=_PAIR) if found is None else found

    def instances(self, classes: Iterable[str]) -> pl.Series:
        """Give what is of any of some classes, each once."""
        wanted = [f"<{one}>" for name in classes for one in self.narrower.get(name, {name})]
        return self.of(RDF_TYPE).filter(pl.col("value").is_in(wanted))["focus"].unique(maintain_order=True)

    def along(self, path: Path) -> pl.DataFrame:
        """Give each focus with each value that a path leads to, once."""
        if path not in self._walked:
            self._walked[path] = self._walk(path)
        return self._walked[path]

    def _walk(self, path: Path) -> pl.DataFrame:
        match path:
            case Predicate(iri):
                return self.of(iri)
            case Inverse(inner):
                return self.along(inner).select(focus="value", value="focus")
            case Alternative(paths):
                found = pl.concat([self.along(one) for one in paths])
                return found.unique(maintain_order=True) if len(paths) > 1 else found
            case Sequence(paths):
                found = self.along(paths[0])
                for one in paths[1:]:
                    step = self.along(one).rename({"focus": "value", "value": "next"})
                    found = (
                        found.join(step, on="value").select("focus", value="next").unique(maintain_order=True)
                    )
                return found


def by_subject(texts: Iterable[bytes]) -> Iterator[bytes]:
    """Cut sorted lines anew, so that all lines of a subject are in one text."""
    rest = b""
    for text in texts:
        whole = rest + text
        subject = whole[whole.rfind(b"\n", 0, -1) + 1 :].split(b" ", 1)[0] + b" "
        start = 0 if whole.startswith(subject) else whole.find(b"\n" + subject) + 1
        if start:
            yield whole[:start]
        rest = whole[start:]
    if rest:
        yield rest


def triples(text: bytes, graph: str | None) -> pl.DataFrame:
    """Give whole lines as ``focus``, ``p`` and ``value``, terms in N-Quads; all are of one graph, or of none."""
    lines = pl.Series("line", [text], dtype=pl.Binary).cast(pl.String).str.strip_suffix("\n").str.split("\n")
    parts = lines.explode(empty_as_null=True).str.splitn(" ", 3)
    end = " ." if graph is None else f" <{graph}> ."
    frame = parts.struct.rename_fields(["focus", "p", "value"]).struct.unnest()
    return frame.with_columns(pl.col("value").str.strip_suffix(end))


def by_predicate(frame: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Give the pairs of each predicate."""
    parts = frame.partition_by("p", as_dict=True, include_key=False)
    return {str(key[0])[1:-1]: pairs for key, pairs in parts.items()}


def copied(frame: pl.DataFrame) -> pl.DataFrame:
    """Give the same texts in memory of their own; as they are, a few of them keep the whole piece."""
    return frame.select(pl.concat_str(pl.col(name), pl.lit("")).alias(name) for name in frame.columns)


def narrower_classes(texts: Iterable[bytes], graph: str | None) -> dict[str, set[str]]:
    """Give for each class that has kinds all of them, itself among them (SHACL §2.1.3.2)."""
    found = [
        triples(text, graph).filter(pl.col("p") == _SUBCLASS) for text in texts if _SUBCLASS.encode() in text
    ]
    kinds: dict[str, set[str]] = {}
    for kind, _, of in (row for frame in found for row in frame.iter_rows()):
        kinds.setdefault(of[1:-1], set()).add(kind[1:-1])
    return {name: _below(name, kinds) for name in kinds}


def _below(name: str, kinds: Mapping[str, set[str]]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        new = kinds.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
