"""Constants of templates: put in beforehand, they give what they would give page by page."""

from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from opencollections.web.constants import ConstantEnvironment


class Addresses:
    def to(self, path: str) -> str:
        return f"/root{path}"


def told(message: str, **values: str) -> Markup:
    return Markup(message) % values


VALUES = {"network": "Flóra & <b>sons</b>", "static": "/static/1"}
FUNCTIONS = {"_": told, "urls.to": Addresses().to}
GLOBALS: dict[str, Any] = {**VALUES, "_": told, "urls": Addresses()}

TEMPLATES = {
    "a message": "<p>{{ _('Browse') }}</p>",
    "a message with a mark of its own": "{{ _('caf&eacute;') }}",
    "a message with a value": "{{ _('Run by %(who)s', who=who) }}",
    "a value that is escaped": "<title>{{ title }} · {{ network }}</title>",
    "an address": "<a href=\"{{ urls.to('/a?b&c') }}\">",
    "an address that is made on the page": "{{ urls.to(path) }}.{{ 'ttl' }}",
    "a message handed to a macro": "{% macro h(x) %}<h1>{{ x }}</h1>{% endmacro %}{{ h(_('caf&eacute;')) }}",
    "a message under a condition": "{% if network and static %}{{ _('Yes') }}{% else %}{{ _('No') }}{% endif %}",
    "a value as a parameter": "{{ _('%(network)s is here', network=network) }}",
    "another function of the same name": "{{ who.to('/x') }}",
}


@pytest.mark.parametrize("source", TEMPLATES.values(), ids=TEMPLATES)
def test_a_page_is_the_same_as_without_them(source: str):
    options: dict[str, Any] = {"autoescape": True, "undefined": StrictUndefined}
    plain = Environment(loader=DictLoader({"page": source}), **options)
    with_constants = ConstantEnvironment(VALUES, FUNCTIONS, loader=DictLoader({"page": source}), **options)
    pages, who = [], Addresses()
    for environment in (plain, with_constants):
        environment.globals |= GLOBALS
        page = environment.get_template("page")
        pages.append(page.render(title="<i>", who=who, path="/p<q"))
    assert pages[0] == pages[1]


def test_what_is_known_beforehand_is_one_piece_with_the_text_around_it():
    environment = ConstantEnvironment(VALUES, FUNCTIONS, autoescape=True)
    template = environment.from_string(
        "<p>{{ _('Browse') }}</p><a href=\"{{ urls.to('/') }}\">{{ network }}</a>"
    )
    pieces = list(template.root_render_func(template.new_context()))
    assert pieces == ['<p>Browse</p><a href="/root/">Flóra &amp; &lt;b&gt;sons&lt;/b&gt;</a>']
