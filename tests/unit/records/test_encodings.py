"""The encoding of a file is what its mark says, else UTF-8, else the code page in which its words are words."""

from pathlib import Path

import pytest

from opencollections.errors import BrokenFile
from opencollections.records.encodings import encoding_of, text_codec, utf8_chunks
from opencollections.records.tables import File

from .conftest import Opened, codes, read

CENTRAL = [
    "Hatschek és Farkas fényképészeti árjegyzéke, őszi szám; Budapest, Károly király út",
    "tűzoltó",
    "Erdős Renée",
    "Fotó: Hevesy Iván, műhely",
    "Csók István: Műteremsarok, 1905, olaj, vászon, 75 × 90 cm",
    "Veľký portrét dievčaťa v kroji, okolo roku 1905",
    "Košice, Hlavná ulica; žena s košíkom",
    "Ľudovít Fulla; Majster Pavol z Levoče",
    "kôň",
    "číslo; názov; autor\n1;Večer;Čapek",
    "olej na plátne, 30 × 40 cm, značené vpravo dole: Š. Polkoráb",
    "řeka; Příběh; Dvořák, Antonín; Novosvětská symfonie",
    "Łódź, ulica Piotrkowska; zdjęcie czarno-białe; żółty",
    "Šibenik, Čakovec; slika; Đuro",
    "Ţara; Braşov; fotografie în alb şi negru; Ştefan",
]
WESTERN = [
    "Genève, première moitié du XIXe siècle; épreuve à l'albumine",
    "André Kertész; Père Lachaise",
    "Collection Lumière",
    "œuvre; sœur; L’été; où; hôtel",
    "à la carte; déjà vu",
    "Façade; garçon",
    "Königstraße; Mädchen mit Hund; Öl auf Leinwand, 30 × 40 cm",
    "Fotograf: Müller",
    "caffè; città; perché; Niccolò",
    "señora; niño; Málaga; fotografía en España",
    "fotografias de Goiânia; ações; põe; coração; mães; São João",
    "patiënten; reünie; één foto; Curaçao",
    "Malmö; Åbo; målning; en kvinna på väg",
    "Søren Kierkegaard; København; smørrebrød",
    "õlimaal; Tõnu; mõis; Pärnu",
    "Reykjavík; Þingvellir; það",
    "30½ × 40¼ cm; 5 m³; naïve",
    "volume 12 cm³",
    "£5; ©1923; Ned’s",
]
LATIN_2 = [
    "Veľký portrét dievčaťa v kroji; štúdia; život",
    "Łódź; zdjęcie; śnieg; źródło; żółć",
    "Košice; žena s košíkom; Ťahanovce",
]
OTHERS = [
    ("cp852", "Károly király út; fényképészet; tűzoltó; őszi; Veľký"),
    ("mac-roman", "Königstraße; Mädchen; première; Genève"),
    ("cp1251", "Москва; картина; Репин Илья Ефимович; портрет женщины, холст, масло"),
    ("cp1253", "Αθήνα; φωτογραφία της πόλης το 1920"),
]
TEXTS = [
    *(("cp1250", text) for text in CENTRAL),
    *(("cp1252", text) for text in WESTERN),
    *(("iso8859-2", text) for text in LATIN_2),
    *OTHERS,
]


def written(folder: Path, content: bytes) -> File:
    path = folder / "stored-under-another-name"
    path.write_bytes(content)
    return File("list.csv", path)


@pytest.mark.parametrize(("codec", "text"), TEXTS, ids=[f"{codec}-{text[:12]}" for codec, text in TEXTS])
def test_text_of_a_code_page_comes_out_letter_for_letter(tmp_path: Path, codec: str, text: str) -> None:
    file = written(tmp_path, text.encode(codec))
    found = encoding_of(file, "CSV")
    assert b"".join(utf8_chunks(file.path, found.codec)).decode() == text


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_mark_is_believed_and_taken_away(tmp_path: Path, codec: str, size: int) -> None:
    text = "cím;év\nŐszi utca;1956\n" * 3
    file = written(tmp_path, text.encode(codec))
    found = encoding_of(file, "CSV", "cp1250" if codec != "utf-8" else None)
    assert found.sample is None
    assert b"".join(utf8_chunks(file.path, found.codec, size)).decode() == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(tmp_path: Path, codec: str) -> None:
    assert encoding_of(written(tmp_path, "cím;év\nŐszi utca;1956\n".encode(codec)), "CSV").codec == codec


def test_the_encoding_that_the_mapping_names_is_used(tmp_path: Path) -> None:
    assert encoding_of(written(tmp_path, "è".encode("cp1252")), "CSV", "windows-1250").codec == "cp1250"


@pytest.mark.parametrize(
    "name",
    ["ansi-9", "zlib", "base64", "rot13", "undefined", "punycode", "unicode_escape", "utf-7", "\0", ""],
)
def test_what_no_file_is_written_in_is_no_encoding(name: str) -> None:
    assert text_codec(name) is None


def test_an_unknown_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match=r"list\.csv: .* the encoding 'hex' is not known"):
        encoding_of(written(tmp_path, b"a"), "CSV", "hex")


def test_utf_16_without_its_mark_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="line 1 has a byte that does not belong to the encoding utf-16"):
        encoding_of(written(tmp_path, b"a\nbc\n"), "CSV", "utf-16")


def test_a_byte_that_does_not_fit_the_named_encoding_is_found_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile, match="line 3 has a byte that does not belong to the encoding utf-8"):
        encoding_of(written(tmp_path, b"a\nb\nc\xff\n"), "CSV", "utf-8")


def test_one_broken_byte_in_utf_8_is_not_taken_for_a_code_page(tmp_path: Path) -> None:
    content = "Őszi utca, tűzoltó\n".encode() * 5 + b"\xff\n"
    with pytest.raises(
        BrokenFile, match="line 6 has a byte that is not UTF-8, although the rest of the file is"
    ):
        encoding_of(written(tmp_path, content), "CSV")


def test_a_sequence_cut_at_the_end_of_the_file_is_found(tmp_path: Path) -> None:
    content = ("Őszi utca, tűzoltó\n" * 5 + "Ő").encode()[:-1]
    with pytest.raises(BrokenFile, match="line 6 has a byte"):
        encoding_of(written(tmp_path, content), "CSV")


def test_a_guess_is_reported_with_a_word_to_look_at(opened: Opened) -> None:
    table = opened("list.csv", "id;cím\n1;Őszi utca\n".encode("cp1250"))
    assert read(table, "cím") == [(2, "Őszi utca")]
    assert codes(table) == ["encoding-guessed"]
    assert table.problems[0].message == (
        "The file does not say how its letters are stored; they were read as Windows-1250, for example 'cím'."
    )
