"""``ocn probe`` on the command line: only where it is allowed, and never within the operator's own network."""

import json
from pathlib import Path

import pytest
from verbs import ocn

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
OBJECTS = """@prefix dc: <http://purl.org/dc/elements/1.1/> .
@prefix edm: <http://www.europeana.eu/schemas/edm/> .
@prefix ore: <http://www.openarchives.org/ore/terms/> .
<object/1> a edm:ProvidedCHO ; dc:title "Híd"@hu ; edm:type "IMAGE" .
<aggregation/1> a ore:Aggregation ; edm:aggregatedCHO <object/1> ;
    edm:isShownBy <http://127.0.0.1:9/1.jpg> ; edm:hasView <http://127.0.0.1:9/2.jpg> .
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a published collection whose pictures lie within the network of the machine itself."""
    folder = tmp_path_factory.mktemp("probe")
    (folder / "objects.ttl").write_text(OBJECTS, encoding="utf-8")
    said(folder, "member", "add", "m", "--name", "Múzeum", "--language", "hu")
    for name in ("m/objects", "m/empty"):
        said(folder, "collection", "add", name, "--title", "O", "--licence", CC0, "--mapping", "rdf")
    said(folder, "ingest", "m/objects", "objects.ttl")
    return folder


def said(place: Path, *arguments: str, code: int = 0, allowed: bool = False) -> tuple[str, str]:
    """Give what a verb printed: results, and what is told beside them."""
    settings = {"OCN_MEDIA_PROBE": "true"} if allowed else {}
    done = ocn(*arguments, "--data", "data", cwd=place, **settings)
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


def test_without_leave_of_the_operator_nothing_is_asked(place: Path):
    _, told = said(place, "probe", "m/objects", code=2)
    assert "OCN_MEDIA_PROBE" in told


def test_addresses_of_the_own_network_are_told_and_not_asked_again(place: Path):
    result, told = said(place, "probe", "m/objects", "--limit", "1", "--pause", "0.1", "--json", allowed=True)
    assert json.loads(result) == {"asked": 1, "failed": 1}
    assert "in a network that is not asked from here" in told
    result, _ = said(place, "probe", "m/objects", "--pause", "0.1", allowed=True)
    assert result == "m/objects: 1 files asked for, 1 of them told nothing.\n"
    result, _ = said(place, "probe", "m/objects", allowed=True)
    assert result == "m/objects: 0 files asked for, 0 of them told nothing.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["m/nothing"], "m/nothing"),
        (["m/empty"], "m/empty"),
        (["m/objects", "--limit", "0"], "--limit"),
        (["m/objects", "--pause", "0"], "--pause"),
    ],
)
def test_what_cannot_be_probed_is_told(place: Path, arguments: list[str], words: str):
    _, told = said(place, "probe", *arguments, code=2, allowed=True)
    assert words in told
    assert "Traceback" not in told
