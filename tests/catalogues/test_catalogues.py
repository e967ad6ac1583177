"""Real catalogues, published by the command line and counted by SPARQL against their golden counts."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import Store

from opencollections.iris import Identifiers
from opencollections.publishing.elsewhere import Elsewhere
from opencollections.publishing.europeana import EdmCollection
from opencollections.publishing.quality import judged
from opencollections.publishing.uploads import working_folder
from opencollections.store.folders import DataFolder

HERE = Path(__file__).resolve().parent
OCN = str(Path(sys.executable).with_name("ocn"))
IDS = Identifiers("http://localhost:8000")
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
CATALOGUES = {
    "npg": ("museum_npg_xlsx", ["npg.xlsx", "web_images.csv", "object_urls.csv", "ulan_links.csv"], 1181),
    "teenie": ("photo_teenie_json", ["teenie.json"], 1684),
    "nyphil": ("music_nyphil_xml", ["programs_2024-25.xml"], 144),
}


def ocn(*arguments: str | Path) -> str:
    done = subprocess.run([OCN, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=sorted(CATALOGUES))
def catalogue(request: pytest.FixtureRequest, catalogues: Path, tmp_path_factory: pytest.TempPathFactory):
    """Publish one catalogue; give its name, its data folder and what ``ocn ingest --json`` printed."""
    name = request.param
    folder, files, _ = CATALOGUES[name]
    data = tmp_path_factory.mktemp(name) / "data"
    collection = f"{name}/catalogue"
    ocn("member", "add", name, "--name", name, "--data", data)
    mapping = HERE / name / "mapping.yml"
    ocn(
        "collection",
        "add",
        collection,
        "--title",
        name,
        "--licence",
        CC0,
        "--mapping",
        mapping,
        "--data",
        data,
    )
    sources = [catalogues / folder / file for file in files]
    outcome = json.loads(ocn("ingest", collection, *sources, "--json", "--data", data))
    return name, data, outcome, sources


def test_every_golden_count_is_confirmed_by_a_query(catalogue, catalogues: Path):
    name, data, _, _ = catalogue
    counts = tomllib.loads((HERE / name / "counts.toml").read_text(encoding="utf-8"))
    golden = json.loads((catalogues / "EXPECTED_COUNTS.json").read_text(encoding="utf-8"))
    with DataFolder(data).control() as control:
        store = DataFolder(data).generations.open(control).engine.store
        wrong = [
            line for entry in counts["count"] if (line := counted(store, counts["prefixes"], entry, golden))
        ]
    assert not wrong, "\n".join(wrong)


def test_every_record_is_judged_as_it_would_be_by_itself(catalogue):
    name, data, _, _ = catalogue
    folder, collection = DataFolder(data), f"{name}/catalogue"
    with folder.control() as control, working_folder(folder) as work:
        kept = {
            row["iri"]: (row["metadata"], row["content"], json.loads(row["reasons"]))
            for row in control.db.execute(
                "SELECT iri, metadata, content, reasons FROM entity JOIN quality USING (id) JOIN judgement ON judgement = number"
            )
        }
        elsewhere = Elsewhere(folder.generations.open(control).engine, IDS, IDS.graph(collection))
        with EdmCollection.opened(folder.version_file(collection, 1), elsewhere, work) as opened:
            single = {one.object.iri: judged(one, opened.stated) for one in opened.records()}
    assert kept == {iri: (one.metadata, one.content, list(one.reasons)) for iri, one in single.items()}


def counted(store: Store, prefixes: str, entry: dict, golden: dict) -> str | None:
    """Say what is wrong with one count, or None."""
    (row,) = store.query(prefixes + entry["query"], use_default_graph_as_union=True)
    found = int(row[0].value)
    if (
        "golden" in entry
        and "note" not in entry
        and golden_number(golden, entry["golden"]) != entry["expected"]
    ):
        return f"{entry['name']}: the expectation {entry['expected']} is not the golden count"
    return None if found == entry["expected"] else f"{entry['name']}: {found}, expected {entry['expected']}"


def golden_number(golden: dict, path: str) -> int:
    value = golden
    for key in path.split("."):
        value = dict(value)[key] if isinstance(value, list) else value[key]
    return int(value)


def test_records_are_counted_and_the_same_files_change_nothing(catalogue):
    name, data, outcome, sources = catalogue
    assert outcome["records"] == CATALOGUES[name][2]
    assert outcome["version"] == 1
    assert outcome["added"] == outcome["quads"] > 0
    again = json.loads(ocn("ingest", f"{name}/catalogue", *sources, "--json", "--data", data))
    assert (again["version"], again["added"], again["removed"]) == (1, 0, 0)
    assert len(json.loads(ocn("versions", f"{name}/catalogue", "--json", "--data", data))) == 1


def test_the_museum_s_mapping_is_short_enough_to_read():
    lines = (HERE / "npg" / "mapping.yml").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 90
