"""Logical targets of RML: the files that statements with a term of some term map go to."""

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from .filenames import checked_compression, checked_encoding, refusal
from .findings import shown, suggestion
from .model import Location, Serialization, Target
from .rml_graph import RMLGraph, Term, plain
from .rml_vocabulary import FORMATS, local_name

_DUMP: Final = "http://rdfs.org/ns/void#dataDump"
"""How the vocabulary before 2023 named the file of a target."""

_ROOTS: Final = frozenset({"MappingDirectory", "CurrentWorkingDirectory"})


@dataclass(frozen=True, slots=True)
class Targets:
    """The reader of logical targets of one document; a file has one way to be written."""

    graph: RMLGraph
    _read: dict[str, Target] = field(default_factory=dict)

    def of(self, node: Term) -> tuple[Target, ...]:
        """Read the targets of a term map, with those of its language map and datatype map."""
        parts = (node, *self.graph.values(node, "languageMap", "datatypeMap"))
        named = dict.fromkeys(value for part in parts for value in self.graph.values(part, "logicalTarget"))
        targets = (self._target(value) for value in named)
        return tuple(target for target in targets if target is not None)

    def _target(self, node: Term) -> Target | None:
        name = self._file(node)
        if name is None:
            return None
        line = self.graph.line(node)
        encoding, compression = self._word(node, "encoding"), self._word(node, "compression")
        target = Target(
            name,
            self._serialization(node),
            compression and checked_compression(compression, self.graph.findings, line),
            (encoding and checked_encoding(encoding, self.graph.findings, line)) or "utf-8",
            Location(self.graph.findings.file, line),
        )
        if self._read.setdefault(name.casefold(), target) != target:
            self.graph.error(
                "mapping-twice",
                "The file {access} is written in two ways.",
                "Keep one.",
                node,
                access=shown(name),
            )
        return target

    def _file(self, node: Term) -> str | None:
        """Give the name of the file that a target is, or None with a finding."""
        access = self.graph.only(node, "target")
        path = access.value if isinstance(access, Literal) else None
        if access is not None and path is None:
            path = self.graph.text(access, "path", _DUMP)
            root = self.graph.only(access, "root")
            if path and root is not None and not _is_here(root):
                path = f"{plain(root).rstrip('/')}/{path}"
        if path is None:
            self.graph.error(
                "mapping-target-refused",
                "The logical target names no file, and a mapping writes only files.",
                'Give it rml:target [ a rml:FilePath ; rml:path "FILE" ].',
                node,
            )
            return None
        if reason := refusal(path):
            self.graph.error(
                "mapping-target-refused",
                "The target {access} cannot be written: {reason}.",
                "A mapping writes only below the folder that it is told: write the name of the file alone.",
                node,
                access=shown(path),
                reason=reason,
            )
            return None
        return path.removeprefix("./")

    def _serialization(self, node: Term) -> Serialization:
        value = self.graph.only(node, "serialization")
        if value is None:
            return Serialization.N_QUADS
        name = plain(value).removeprefix(FORMATS)
        for serialization in Serialization:
            if name.lower() == serialization.lower():
                return serialization
        advice, facts = suggestion(name, [one.value for one in Serialization])
        self.graph.error(
            "mapping-not-offered",
            "The serialization {name} is not offered.",
            advice,
            node,
            name=shown(name),
            **facts,
        )
        return Serialization.N_QUADS

    def _word(self, node: Term, name: str) -> str | None:
        """Give a word that the target, or its file, says of itself."""
        for place in (node, *self.graph.values(node, "target")):
            word = self.graph.only(place, name)
            if word is not None:
                return (isinstance(word, NamedNode) and local_name(word.value)) or plain(word)
        return None


def _is_here(root: Term) -> bool:
    return isinstance(root, NamedNode) and local_name(root.value) in _ROOTS
