"""Markup: texts and links are escaped, keep their language, and tell where it is another one than the page's."""

import pytest

from opencollections.formats.interface import interface
from opencollections.formats.links import Link
from opencollections.formats.texts import Text
from opencollections.web.markup import Writing

HUNGARIAN = Writing(interface("hu"), "elhagyja a hálózatot")
MARK = '<span class="mark" aria-hidden="true">↗&#xFE0E;</span><span class="unseen"> (elhagyja a hálózatot)</span>'

TEXTS = {
    "in no language": (Text("Fej"), "<bdi>Fej</bdi>"),
    "in that of the page": (Text("Fej", "hu"), '<span lang="hu" dir="auto">Fej</span>'),
    "in a variant of it": (Text("Fej", "hu-HU"), '<span lang="hu-HU" dir="auto">Fej</span>'),
    "in another one": (
        Text("Head", "en"),
        '<span lang="en" dir="auto">Head</span> <abbr class="tongue" title="angol">en</abbr>',
    ),
    "hostile": (
        Text('<script>"&', "'><b"),
        (
            '<span lang="&#39;&gt;&lt;b" dir="auto">&lt;script&gt;&#34;&amp;</span>'
            ' <abbr class="tongue" title="&#39;&gt;&lt;b">&#39;&gt;&lt;b</abbr>'
        ),
    ),
}

LINKS = {
    "of ours": (Link(Text("Fej"), "/page/a"), '<a href="/page/a"><bdi>Fej</bdi></a>'),
    "that leads nowhere": (Link(Text("Fej"), None), "<bdi>Fej</bdi>"),
    "that leaves": (
        Link(Text("Fej"), "https://e.org/?a&b", foreign=True),
        f'<a href="https://e.org/?a&amp;b" class="out" rel="external"><bdi>Fej</bdi>{MARK}</a>',
    ),
    "in another language": (
        Link(Text("Head", "en"), "/page/a"),
        '<a href="/page/a"><span lang="en" dir="auto">Head</span></a> <abbr class="tongue" title="angol">en</abbr>',
    ),
    "hostile": (
        Link(Text("<i>"), '/page/"onclick="x'),
        '<a href="/page/&#34;onclick=&#34;x"><bdi>&lt;i&gt;</bdi></a>',
    ),
}


@pytest.mark.parametrize(("text", "written"), TEXTS.values(), ids=TEXTS)
def test_a_text_is_written_with_its_language(text: Text, written: str):
    assert HUNGARIAN.said(text) == written
    assert HUNGARIAN.word(text) + HUNGARIAN.tongue(text) == written


@pytest.mark.parametrize(("link", "written"), LINKS.values(), ids=LINKS)
def test_a_link_is_written_with_where_it_leads(link: Link, written: str):
    assert HUNGARIAN.linked(link) == written
