"""The language of texts, told by their small words and letters; catalogues are too short for more."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

# None of one letter: such words are those of several languages.
_SMALL_WORDS: Final = {
    "en": "the of and with in on at from by an for to his her is",
    "hu": "az és egy nem hogy meg ban ben készült felirat mellett előtt alatt között látható szerint",
    "sk": "na vo zo sa pri pre nad pod je ako ktorý podľa nie so od",
    "nl": "de het een van en met op te voor door uit bij aan naar zijn",
    "de": "der die das und mit von im am auf ein eine des dem den zu aus bei für",
    "lt": "ir su iš prie ant yra kuris apie nuo po už į arba",
    "fr": "le la les de des du et avec dans sur une un par pour au aux",
}
_LETTERS: Final = {"hu": "őűŐŰ", "sk": "ľĺŕôťďňĽ", "de": "ßäÄÜ", "lt": "ėųįąęūĖŲĮ", "fr": "çêèœ"}
_LEAST: Final = 3.0
_MARGIN: Final = 1.5
_LETTER: Final = 1.0


def language_of(texts: Iterable[str], *, margin: float = _MARGIN) -> str | None:
    """Give the tag of the language that some texts are in, or None where that is not certain.

    ``margin`` is how many times as much must speak for it as for any other.
    """
    words = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text))
    if not words:
        return None
    scores = {
        language: sum(words[word] + words[word.capitalize()] for word in small.split())
        + _LETTER * sum(count for word, count in words.items() if set(word) & set(_LETTERS.get(language, "")))
        for language, small in _SMALL_WORDS.items()
    }
    (best, score), (_, second) = sorted(scores.items(), key=lambda pair: -pair[1])[:2]
    return best if score >= _LEAST and score >= margin * max(second, 1) else None
