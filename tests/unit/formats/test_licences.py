"""Licences in words, in whatever spelling they come."""

import pytest

from opencollections.formats.licences import licence


@pytest.mark.parametrize(
    ("iri", "words"),
    [
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0: no rights reserved"),
        ("http://creativecommons.org/publicdomain/mark/1.0/", "Public Domain Mark 1.0: no known copyright"),
        ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution 4.0"),
        (
            "http://creativecommons.org/licenses/by-nc-sa/3.0/de/",
            "Creative Commons Attribution-NonCommercial-ShareAlike 3.0 (DE)",
        ),
        (
            "https://creativecommons.org/licenses/by-sa/4.0/deed.hu",
            "Creative Commons Attribution-ShareAlike 4.0",
        ),
        ("https://creativecommons.org/licenses/by/4.0", "Creative Commons Attribution 4.0"),
        ("http://rightsstatements.org/vocab/InC/1.0/", "In copyright"),
        ("http://rightsstatements.org/vocab/NoC-NC/1.0/", "No copyright: non-commercial use only"),
        ("https://rightsstatements.org/page/CNE/1.0/?language=en", "Copyright not evaluated"),
        (
            "http://rightsstatements.org/vocab/Nonsense/1.0/",
            "rightsstatements.org/vocab/Nonsense/1.0",
        ),
        (
            "https://creativecommons.org/licenses/by-xx/4.0/",
            "creativecommons.org/licenses/by-xx/4.0",
        ),
        (
            "https://creativecommons.org/publicdomain/other/1.0/",
            "creativecommons.org/publicdomain/other/1.0",
        ),
        ("https://example.org/terms", "example.org/terms"),
        ("nobody knows", "nobody knows"),
    ],
)
def test_a_licence_is_told_in_words_and_an_unknown_one_by_its_address(iri: str, words: str) -> None:
    assert (licence(iri).iri, licence(iri).words) == (iri, words)
