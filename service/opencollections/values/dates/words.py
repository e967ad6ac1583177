"""Words that dates are written with, in ten languages: what each one means, whatever the language.

The languages of one catalogue mix (a Slovak sheet has Hungarian and German dates in it), and hardly a word means
two things, so that all are read at once. Words stand here as ``bare`` makes them: small, without accents and dots.
"""

import unicodedata
from enum import StrEnum
from typing import Final

from ..month_names import ENGLISH, MONTHS


class Kind(StrEnum):
    """What a word or sign is to a date; a character each, so that rules are patterns over them."""

    YEAR = "Y"
    NUMBER = "d"
    OTHER_NUMBER = "n"
    DECADE_NUMBER = "x"
    ORDINAL = "o"
    ROMAN = "r"
    MONTH = "M"
    SEASON = "S"
    CENTURY = "C"
    DECADE = "D"
    PART = "P"
    FRACTION = "F"
    ABOUT = "a"
    MAYBE = "q"
    QUESTION = "?"
    BEFORE = "b"
    UNTIL = "u"
    AFTER = "g"
    FROM = "f"
    BETWEEN = "B"
    AND = "&"
    OR = "|"
    BC = "E"
    AD = "A"
    HUNDREDS = "z"
    FILLER = "w"
    EVENT = "e"
    WORD = "W"
    HYPHEN = "-"
    DASH = "–"
    SLASH = "/"
    DOT = "."
    COMMA = ","
    SEMICOLON = ";"
    OPENING = "("
    CLOSING = ")"


Meaning = tuple[Kind, str | int]


def bare(text: str) -> str:
    """Give a word small, without accents and dots, so that it can be looked up."""
    letters = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").casefold())
    return "".join(letter for letter in letters if letter.isalnum())


_WORDS: Final[dict[tuple[Kind, str | int], str]] = {
    (
        Kind.SEASON,
        "spring",
    ): "spring frühling frühjahr tavasz tavasza jar jaro jara lente voorjaar printemps primavera wiosna pavasaris",
    (Kind.SEASON, "summer"): "summer sommer nyár nyara leto léto zomer été estate lato vasara",
    (
        Kind.SEASON,
        "autumn",
    ): "autumn fall herbst ősz ősze jeseň podzim herfst najaar automne autunno jesień ruduo",
    (Kind.SEASON, "winter"): "winter tél tele zima hiver inverno žiema",
    (Kind.CENTURY, ""): (
        "century centuries cent jh jhdt jhd jhs jahrhundert jahrhunderts jahrhunderte sz század századi századból "
        "stor storočie storočia storočí stol století stoletia eeuw eeuws siècle siècles secolo secoli sec "
        "wiek wieku amžius amžiaus amž"
    ),
    (Kind.DECADE, ""): (
        "years decade évek évei éveiben években évekből évekbeli jahre jahren jahrzehnt roky rokov rokoch léta let letech jaren "
        "années anni lata latach dešimtmetis dešimtmečio"
    ),
    (Kind.PART, "early"): (
        "early beginning anfang beginn frühes frühe eleje elején začiatok začiatku začátek začátku "
        "zač vroeg begin début inizio inizi początek poczatku pocz pradžia pr"
    ),
    (Kind.PART, "mid"): "mid middle mitte közepe közepén stred středina midden milieu vidurys vid",
    (Kind.PART, "late"): (
        "late end ende spätes vége végén koniec konca konec konce laat eind einde fin fine końca pabaiga pab"
    ),
    (
        Kind.FRACTION,
        2,
    ): "half hälfte fele felében f polovica polovina polovici pol poł połowa połowy metà helft moitié pusė",
    (Kind.FRACTION, 3): "third drittel harmada tretina třetina derde tiers terzo trečdalis",
    (
        Kind.FRACTION,
        4,
    ): "quarter viertel negyede negyed štvrtina čtvrtina kwart ćwierć quart quarto ketvirtis ketv",
    (
        Kind.ORDINAL,
        1,
    ): "first erste erstes ersten első prvá prvý první eerste premier première primo pierwsza pierwszej pirma pirmoji",
    (
        Kind.ORDINAL,
        2,
    ): "second zweite zweites zweiten második druhá druhý tweede deuxième seconde seconda secondo druga drugiej antra antroji",
    (Kind.ORDINAL, 3): "dritte drittes dritten harmadik tretia třetí troisième terza trzecia trečia",
    (Kind.ORDINAL, 4): "fourth vierte viertes vierten negyedik štvrtá čtvrtá vierde quatrième quarta czwarta",
    (
        Kind.ORDINAL,
        -1,
    ): "last letzte letztes letzten utolsó posledná poslední laatste dernier dernière ultimo ultima ostatnia ostatniej paskutinis",
    (Kind.ABOUT, ""): (
        "c ca circa cca ci circ about approximately approx around um etwa gegen ungefähr rond omstreeks ongeveer "
        "vers environ env körül körüli kb k cirka okolo približne kolem přibližně około ok apie apytiksliai verso "
        "zirka"
    ),
    (Kind.MAYBE, ""): (
        "probably possibly perhaps presumably wahrscheinlich vermutlich wohl vielleicht talán valószínűleg "
        "asi snáď možná možno pravdepodobne pravděpodobně waarschijnlijk misschien mogelijk peutêtre probablement "
        "probabilmente forse może prawdopodobnie galbūt tikriausiai"
    ),
    (Kind.BEFORE, ""): "before vor pred před przed prima avant ante voor előtt előtti prieš earlier pre",
    (Kind.UNTIL, ""): "until till to bis do tot jusque jusqu jusquà fino iki ig spätestens",
    (Kind.AFTER, ""): "after nach po na après post dopo után utáni later",
    (Kind.FROM, ""): "from since ab seit von od vanaf sinds van depuis dal dalla nuo dall",
    (Kind.BETWEEN, ""): "between zwischen medzi mezi między pomiędzy tussen entre tra fra között tarp",
    (Kind.AND, ""): "and und és a i en et e ir",
    (Kind.OR, ""): "or oder vagy alebo nebo lub of ou o oppure arba",
    (Kind.FILLER, ""): (
        "in im the year jahr roku rok rokom roce lety r év évben évi l an anno année jaar v w dne dňa den "
        "d m metai metų metais del della di du de des der het il lo la le les dated date"
    ),
    (Kind.EVENT, ""): (
        "published printed made cast created issued engraved exhibited designed painted taken built written "
        "recorded begun founded erected completed assembled modeled modelled copyright restrike "
        "veröffentlicht erschienen gedruckt gemalt hergestellt entstanden gegründet erbaut gebaut "
        "készült kiadva megjelent épült alapítva vydané vydáno vydaná vzniklo vznik postavené založené "
        "uitgegeven gemaakt gebouwd gedrukt publié édité fait peint pubblicato realizzato wydano wykonano powstało "
        "išleista sukurta"
    ),
}

_ENGLISH_ORDINALS: Final = {
    15: "fifteenth",
    16: "sixteenth",
    17: "seventeenth",
    18: "eighteenth",
    19: "nineteenth",
    20: "twentieth",
    21: "twenty-first",
}

_ENGLISH_MONTHS: Final = tuple(
    f"{name} {name[:3]}" + (" Sept" if name == "September" else "") for name in ENGLISH
)

_SUFFIXES: Final[dict[Meaning, str]] = {
    (Kind.DECADE_NUMBER, ""): "s as es os ös er ern luvun",
    (Kind.ORDINAL, ""): "st nd rd th e re eme ème ère ste de te",
    (Kind.FROM, ""): "től tól",
    (Kind.UNTIL, ""): "ig",
    (Kind.FILLER, ""): "ban ben án én i ik a",
}

_SEVERAL: Final[dict[str, tuple[Meaning, ...]]] = {
    "évektől": ((Kind.DECADE, ""), (Kind.FROM, "")),
    "évekig": ((Kind.DECADE, ""), (Kind.UNTIL, "")),
    "századtól": ((Kind.CENTURY, ""), (Kind.FROM, "")),
    "századig": ((Kind.CENTURY, ""), (Kind.UNTIL, "")),
    "midlate": ((Kind.PART, "mid"), (Kind.HYPHEN, ""), (Kind.PART, "late")),
}

_UNKNOWN: Final = """
? - 0 00 000 0000 null none nil nan n/a n.d. n.d.a. s.d. s.a. o.J. o.D. z.j. z.d. b.d. b.r. é.n. bez.r.
unknown undated unbekannt undatiert ismeretlen neznámy neznámý neznáme neznámé nedatované nedatováno
onbekend ongedateerd inconnu inconnue sconosciuto sconosciuta nieznany nieznana nieznane nežinoma nedatuota
date_not_known date_unknown no_date not_dated not_known without_date unknown_date
keltezés_nélkül évszám_nélkül dátum_nélkül ohne_Datum ohne_Jahr bez_dátumu bez_data bez_roku bez_datace
zonder_datum zonder_jaar sans_date date_inconnue senza_data data_sconosciuta bez_daty data_nieznana be_datos
data_nežinoma
"""

UNKNOWN: Final = frozenset(map(bare, _UNKNOWN.split()))
"""What is written where no date is known."""


def _dictionary() -> dict[str, tuple[Meaning, ...]]:
    found: dict[str, tuple[Meaning, ...]] = {}
    for meaning, words in _WORDS.items():
        for word in words.split():
            found.setdefault(bare(word), (meaning,))
    for number, forms in enumerate(zip(*MONTHS.values(), _ENGLISH_MONTHS, strict=True), start=1):
        for form in " ".join(forms).split():
            found[bare(form)] = ((Kind.MONTH, number),)
    found |= {bare(word): ((Kind.ORDINAL, number),) for number, word in _ENGLISH_ORDINALS.items()}
    return found | {bare(word): meanings for word, meanings in _SEVERAL.items()}


DICTIONARY: Final = _dictionary()
"""Bare word to what it means."""

AFTER_NUMERAL: Final = {
    **dict.fromkeys(("c", "a", "w", "s", "st", "sec", "v"), (Kind.CENTURY, "")),
    "des": (Kind.DECADE, ""),
}
"""Words that mean something else after the number of a century or decade: 18th c., XIX a., XX w., 3 deš."""

PHRASES: Final = {
    "no later than": "until",
    "not later than": "until",
    "not after": "until",
    "not before": "since",
    "no earlier than": "since",
    "nicht vor": "seit",
    "nicht nach": "bis",
    "niet voor": "vanaf",
    "niet na": "tot",
    "nie skôr ako": "od",
    "prima metà": "1e metà",
}
"""Words that mean something else together, and how a date would say it in one."""

HALVES: Final = frozenset(
    map(bare, ("polovica", "polovina", "polovici", "pol", "poł", "połowa", "połowy", "metà"))
)
"""Words for half that mean the middle where no number says which half."""

SUFFIXES: Final = {bare(word): meaning for meaning, words in _SUFFIXES.items() for word in words.split()}
"""What hangs on a number, with or without a hyphen: 1830s, 1880-as, 19th, 1885-től."""
