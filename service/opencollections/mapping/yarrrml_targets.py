"""Targets of YARRRML: files that statements go to, with a name of their own or written in place."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ..phrases import Fact, Phrase
from .filenames import checked_compression, refusal
from .findings import Findings, nearest_name, shown, suggestion, told
from .model import Location, Serialization, Target
from .yaml_nodes import Entries, Items, Node, Text
from .yarrrml_keys import TARGET, fields, listed, text_of

_FILES: Final = frozenset({"void", "file", "localfile"})
_SERIALIZATIONS: Final = {one.lower().replace("-", "").replace("_", ""): one for one in Serialization}


_FILE: Final = told("There is none here. A file that has no name under targets is written [FILE~void].")
_NEAR_OR_FILE: Final = told(
    "Did you mean {near!r}? A file that has no name under targets is written [FILE~void]."
)
_KNOWN_OR_FILE: Final = told(
    "Known here: {known}. A file that has no name under targets is written [FILE~void]."
)


@dataclass(frozen=True, slots=True)
class Targets:
    """The reader of targets of one document; what has a finding is left out, and a file is written in one way."""

    findings: Findings
    _named: dict[str, Target | None] = field(default_factory=dict)
    _files: dict[str, Target] = field(default_factory=dict)

    def name(self, pairs: Iterable[tuple[Text, Node]]) -> None:
        """Read the targets that have a name."""
        for key, value in pairs:
            self._named[key.text] = self._target(value)

    def of(self, node: Node | None) -> tuple[Target, ...]:
        """Read the targets of a term, each by its name, or in place as ``FILE~void`` or a list of it and its format."""
        if self._is_one(node):
            found = [self._target(node)] if node else []
        else:
            found = [self._by_name(item) for item in listed(node)]
        return tuple(target for target in found if target is not None)

    def _is_one(self, node: Node | None) -> bool:
        """Tell whether a list is itself a target: a file with its type, then no target."""
        if not isinstance(node, Items):
            return False
        texts = [item.text for item in node.items if isinstance(item, Text)]
        others = texts[1:]
        return (
            len(texts) == len(node.items) > 1
            and "~" in texts[0]
            and not any("~" in text or text in self._named for text in others)
        )

    def _by_name(self, node: Node) -> Target | None:
        if not isinstance(node, Text) or "~" in node.text:
            return self._target(node)
        if node.text not in self._named:
            near = nearest_name(node.text, self._named)
            advice = _NEAR_OR_FILE if near else _KNOWN_OR_FILE if self._named else _FILE
            self._error(
                "mapping-unknown-name",
                "There is no target of the name {name}.",
                advice,
                node.line,
                name=shown(node.text),
                near=near or "",
                known=", ".join(self._named),
            )
        return self._named.get(node.text)

    def _target(self, node: Node) -> Target | None:
        if isinstance(node, Entries):
            given = fields(node, TARGET, Phrase("A target"), self.findings)
            access, kind, serialization, compression = (
                text_of(given.get(name), name, self.findings)
                for name in ("access", "type", "serialization", "compression")
            )
        else:
            texts = [item.text for item in listed(node) if isinstance(item, Text)]
            access, tilde, kind = (texts or [""])[0].rpartition("~")
            access, kind = (access, kind) if tilde else (kind, None)
            serialization, compression = [*texts[1:3], None, None][:2]
        return self._made(access, kind, serialization, compression, node.line)

    def _made(
        self,
        access: str | None,
        kind: str | None,
        serialization: str | None,
        compression: str | None,
        line: int,
    ) -> Target | None:
        if not access:
            self._error("mapping-missing", "A target names no file.", "Write it after access.", line)
            return None
        reason = refusal(access)
        if kind is not None and kind.lower() not in _FILES:
            reason = Phrase(
                "it is of the type {type}, and a mapping writes only files", {"type": shown(kind)}
            )
        if reason:
            self._error(
                "mapping-target-refused",
                "The target {access} cannot be written: {reason}.",
                "Write the name of a file alone, with ~void behind it.",
                line,
                access=shown(access),
                reason=reason,
            )
            return None
        packing = compression and checked_compression(compression, self.findings, line)
        target = Target(
            access.removeprefix("./"),
            self._serialization(serialization, line),
            packing,
            location=Location(self.findings.file, line),
        )
        if self._files.setdefault(target.file.casefold(), target) != target:
            self._error(
                "mapping-twice",
                "The file {access} is written in two ways.",
                "Keep one.",
                line,
                access=shown(access),
            )
        return target

    def _serialization(self, name: str | None, line: int) -> Serialization:
        if name is None:
            return Serialization.N_QUADS
        plain = name.rpartition(":")[2].lower().replace("-", "").replace("_", "")
        if plain not in _SERIALIZATIONS:
            advice, facts = suggestion(plain, _SERIALIZATIONS)
            self._error(
                "mapping-not-offered",
                "The serialization {name} is not offered.",
                advice,
                line,
                name=shown(name),
                **facts,
            )
        return _SERIALIZATIONS.get(plain, Serialization.N_QUADS)

    def _error(self, code: str, message: str, advice: str, line: int, **facts: Fact) -> None:
        self.findings.error(code, message, advice, line=line, term="targets", **facts)
