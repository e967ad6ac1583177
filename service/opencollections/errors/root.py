"""The root of the tree, and its branches by who can act: who asks, who made the data, who runs the machine."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import PurePath
from typing import Any, ClassVar, Self

from ..phrases import Phrase, filled


class OpenCollectionsError(Exception):
    """The root: ``facts`` carries what the text is made of.

    The readers of pages get it in their language, unless ``translated`` says that it is only for those who read
    English: operators, and the makers of programs and queries. ``verb`` is a sentence with the verb of ``ocn`` that
    helps, and is told on the command line alone.
    """

    text: ClassVar[str] = "{detail}"
    verb: ClassVar[str] = ""
    exit_code: ClassVar[int] = 3
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"
    translated: ClassVar[bool] = True

    def __init__(self, **facts: object) -> None:
        self.facts = {name: str(f) if isinstance(f, PurePath) else f for name, f in facts.items()}
        super().__init__(self.text.format(**filled(self.facts)))

    def at_terminal(self) -> str:
        """Tell the error to somebody who has the command line."""
        return f"{self} {self.verb.format(**self.facts)}".strip()

    def kept(self) -> dict[str, Any]:
        """Give the facts as JSON can keep them, so that the text can be told again in another language."""
        return {name: _kept(fact) for name, fact in self.facts.items()}

    @classmethod
    def kinds(cls) -> Iterator[type[Self]]:
        """Give every class of this branch of the tree."""
        yield cls
        for kind in cls.__subclasses__():
            yield from kind.kinds()

    def __init_subclass__(cls) -> None:
        """Name the error for machines as its class is named for people: SheetMissing is sheet-missing."""
        letters = [
            f"-{c.lower()}" if c.isupper() and not p.isupper() else c.lower()
            for p, c in zip(" " + cls.__name__, cls.__name__, strict=False)
        ]
        cls.code = "".join(letters).lstrip("-")


def _kept(fact: object) -> Any:
    if isinstance(fact, Phrase):
        return asdict(fact)
    return fact if isinstance(fact, str | int | float) else str(fact)


class UsageError(OpenCollectionsError):
    exit_code = 2
    status = 400


class DataError(OpenCollectionsError):
    exit_code = 1
    status = 422


class SystemFailure(OpenCollectionsError):
    status = 503
