"""Markup: texts and links as every page writes them by dozens; a macro for each would take three times as long."""

from collections.abc import Callable, Mapping

from markupsafe import Markup, escape

from ..formats.interface import Interface
from ..formats.links import Link
from ..formats.texts import Text


class Writing:
    """Writes for readers of one language of the interface."""

    def __init__(self, interface: Interface, away: str) -> None:
        self._interface = interface
        self._away = f'<span class="mark" aria-hidden="true">↗&#xFE0E;</span><span class="unseen"> ({escape(away)})</span>'

    @property
    def functions(self) -> Mapping[str, Callable[..., Markup]]:
        """What templates call, by the names that it has there."""
        return {one.__name__: one for one in (self.word, self.tongue, self.said, self.leaves, self.linked)}

    def word(self, text: Text) -> Markup:
        """Write a text in its language, or in a direction of its own where the data does not say which that is."""
        return _markup(_word(text))

    def tongue(self, text: Text) -> Markup:
        """Tell the language of a text where it is another one than the page's."""
        return _markup(self._tongue(text))

    def said(self, text: Text) -> Markup:
        """Write a text, and tell its language where it is another one."""
        return _markup(_word(text) + self._tongue(text))

    def leaves(self) -> Markup:
        """Mark a link that leaves the network."""
        return _markup(self._away)

    def linked(self, link: Link) -> Markup:
        """Write a link, or its words alone where it leads nowhere."""
        words = _word(link.text)
        if link.href:
            away = (' class="out" rel="external"', self._away) if link.foreign else ("", "")
            words = f'<a href="{escape(link.href)}"{away[0]}>{words}{away[1]}</a>'
        return _markup(words + self._tongue(link.text))

    def _tongue(self, text: Text) -> str:
        tag = text.language
        if not tag or tag.partition("-")[0] == self._interface.tag:
            return ""
        return f' <abbr class="tongue" title="{escape(self._interface.language(tag))}">{escape(tag)}</abbr>'


def _word(text: Text) -> str:
    words = escape(text.text)
    return (
        f'<span lang="{escape(text.language)}" dir="auto">{words}</span>'
        if text.language
        else f"<bdi>{words}</bdi>"
    )


def _markup(written: str) -> Markup:
    return Markup(written)  # noqa: S704 - everything that is put in was escaped
