"""Entity pages and data, beside Oxigraph answering the same statements by SPARQL, and beside Trifid 5.3."""

import gzip
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
from tests.ports import free_port

from opencollections.publishing.compaction import compact
from opencollections.publishing.preparation import prepare
from opencollections.store.descriptions import FILE
from opencollections.store.folders import DataFolder

from .measure import OCN, OXIGRAPH, serving

ROOT = Path(__file__).resolve().parents[2]
LARGE = ROOT / ".." / "shared" / "data" / "large"
CATALOGUES = ROOT / "tests" / "catalogues"
DISTINCT = Path(__file__).with_name("distinct.lua")
REFERENCE = ROOT / ".bench" / "trifid"
REFERENCE_VERSION = "5.3.0"
BASE = "http://localhost:8000"
CC0 = "http://creativecommons.org/publicdomain/zero/1.0/"
HUB = f"{BASE}/id/hub/agent/everywhere"
INCOMING = 50_000
CONNECTIONS = 8
SECONDS = 5
REPEATED = 20
ASKED = 40

QUERY = (
    "CONSTRUCT {{ ?s ?p ?o }} {{ {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }} UNION "
    "{{ ?s <http://www.europeana.eu/schemas/edm/aggregatedCHO> <{iri}> ; ?p ?o }} }}"
)
"""What an object and its aggregation state: half to four fifths of what data of ours tells of the two catalogues."""

_KINDS = (
    "https://schema.org/PropertyValue",
    "https://schema.org/Role",
    "http://www.europeana.eu/schemas/edm/TimeSpan",
)
_SHOWN = ("isShownBy", "isShownAt", "hasView", "object")
_CALLED = (
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
)
SAME = (
    "PREFIX edm: <http://www.europeana.eu/schemas/edm/> CONSTRUCT {{ ?s ?p ?o }} {{ "
    "{{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }} UNION {{ ?s edm:aggregatedCHO <{iri}> ; ?p ?o }}"
    + "".join(
        f" UNION {{{{ ?a edm:aggregatedCHO <{{iri}}> . ?a edm:{one} ?s . ?s ?p ?o }}}}" for one in _SHOWN
    )
    + "".join(
        f" UNION {{{{ <{{iri}}> ?link ?s . ?s ?p ?o . FILTER EXISTS {{{{ ?s a <{one}> }}}} }}}}"
        for one in _KINDS
    )
    + "".join(f" UNION {{{{ <{{iri}}> ?link ?s . ?s <{one}> ?o . BIND(<{one}> AS ?p) }}}}" for one in _CALLED)
    + " }}"
)
"""The same, and what is shown, the parts, and the classes and names of what is linked to, as data of ours tells it."""


@dataclass(frozen=True)
class Rate:
    """Requests answered in a second, and the processor's seconds that a thousand of them took in all processes."""

    requests: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.requests:9,.0f} requests/s   {self.cpu:7.2f} CPU-s per 1,000"


def run(folder: Path, rounds: int) -> None:
    """Print rates and their ratios; cold means that no entity is asked for twice."""
    if shutil.which("wrk") is None or not LARGE.is_dir():
        print("skipped: wrk or the large catalogues (../shared/data/large) are not here")
        return
    data = folder / "data"
    publish(data, folder)
    measure(data, folder, rounds)


def publish(data: Path, folder: Path) -> None:
    """Publish both large catalogues, and a person with 50,000 works."""
    photographs = folder / "teenie.json"
    with gzip.open(LARGE / "teenie" / "teenie.ndjson.gz", "rt", encoding="utf-8") as lines:
        photographs.write_text(f"[{','.join(line for line in lines if line.strip())}]", encoding="utf-8")
    hub = folder / "hub.nt"
    hub.write_text(_hub(), encoding="utf-8")
    sources = {
        "tate/artworks": (CATALOGUES / "tate" / "mapping.yml", LARGE / "tate" / "artworks.csv"),
        "teenie/photographs": (CATALOGUES / "teenie" / "mapping.yml", photographs),
        "hub/works": (None, hub),
    }
    for name, (mapping, file) in sources.items():
        member = name.partition("/")[0]
        _ocn(data, "member", "add", member, "--name", member.title())
        mapped = ["--mapping", str(mapping)] if mapping else []
        _ocn(data, "collection", "add", name, "--title", name, "--licence", CC0, *mapped)
        _ocn(data, "ingest", name, str(file))
    # The service would do both when nothing has been published for a minute, in the middle of what is measured.
    kept = DataFolder(data)
    compact(kept)
    begun = time.perf_counter()
    prepare(kept)
    (written,) = kept.generations.folder.rglob(FILE)
    store = sum(path.stat().st_size for path in written.parent.glob("*.sst"))
    print(
        f"descriptions prepared in {time.perf_counter() - begun:.0f} s: {written.stat().st_size / 1e6:.0f} MB "
        f"beside a store of {store / 1e6:.0f} MB"
    )


def _hub() -> str:
    dc, rdf, edm = (
        "http://purl.org/dc/elements/1.1/",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.europeana.eu/schemas/edm/",
    )
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    works = (
        f"<{BASE}/id/hub/object/{number}> <{rdf}type> <{edm}ProvidedCHO> .\n"
        f'<{BASE}/id/hub/object/{number}> <{dc}title> "Work {number}"@en .\n'
        f"<{BASE}/id/hub/object/{number}> <{dc}creator> <{HUB}> .\n"
        for number in range(INCOMING)
    )
    return f'<{HUB}> <{rdf}type> <{edm}Agent> .\n<{HUB}> <{label}> "Everywhere"@en .\n' + "".join(works)


def _ocn(data: Path, *verb: str) -> None:
    subprocess.run([OCN, *verb, "--data", str(data)], check=True, capture_output=True)


def measure(data: Path, folder: Path, rounds: int) -> None:
    """Measure a data folder that is published."""
    iris = _objects(data)
    print(f"{len(iris):,} objects; medians of {rounds} runs of {SECONDS} s; load {os.getloadavg()[0]:.1f}")
    generation = max((data / "generations").iterdir())
    with _oxigraph(generation) as (engine, engine_process), serving(data) as (service, _):
        process = _process_of(service)
        paths = {
            "SPARQL": [f"/query?query={quote(QUERY.format(iri=iri))}" for iri in iris],
            "Turtle": [f"{iri.removeprefix(BASE).replace('/id/', '/data/')}.ttl" for iri in iris],
            "HTML": [iri.removeprefix(BASE).replace("/id/", "/page/") for iri in iris],
        }
        asking = _Asking(folder, rounds)
        reference = asking.rates("Oxigraph, SPARQL", engine, paths["SPARQL"], "text/turtle", [engine_process])
        rates = {
            kind: asking.rates(f"ours, {kind}", service, paths[kind], "*/*", [process])
            for kind in ("Turtle", "HTML")
        }
        for kind, cold in {"Turtle": 0.2, "HTML": 0.04}.items():
            _tell_ratio(f"{kind} cold / SPARQL", rates[kind][0], reference[0], cold)
            _tell_ratio(f"{kind} repeated / SPARQL", rates[kind][1], reference[1], 0.8)
        same = [f"/query?query={quote(SAME.format(iri=iri))}" for iri in iris]
        alike = asking.rates("Oxigraph, the same", engine, same, "text/turtle", [engine_process])
        _tell_ratio("Turtle cold / SPARQL for the same statements", rates["Turtle"][0], alike[0], 0.2)
        _hub_page(service, iris)
        if reference_is_here():
            with _trifid(f"{engine}/query") as (address, trifid_process):
                own = [iri.removeprefix(BASE) for iri in iris]
                for kind, accept, cold in (("Turtle", "text/turtle", 20), ("HTML", "text/html", 6)):
                    both = [trifid_process, engine_process]
                    theirs = asking.rates(f"Trifid, {kind}", address, own, accept, both)
                    _tell_ratio(f"{kind} cold / Trifid", rates[kind][0], theirs[0], cold)
                    _tell_ratio(f"{kind} repeated / Trifid", rates[kind][1], theirs[1], 100)
    with _nothing_prepared(data, generation), serving(data) as (service, _):
        # The service would prepare it all again after a minute, so there is time for cold runs only.
        for kind in ("Turtle", "HTML"):
            rate, _ = asking.run(service, paths[kind], "*/*", [_process_of(service)], 0)
            print(f"ours, {kind}, nothing prepared: cold {rate}")


@contextmanager
def _nothing_prepared(data: Path, generation: Path) -> Iterator[None]:
    """Put aside what was written down of each thing, as it is until a minute or two after every publish."""
    aside = data.with_name(FILE)
    (generation / FILE).rename(aside)
    try:
        yield
    finally:
        aside.rename(generation / FILE)


def _objects(data: Path) -> list[str]:
    """Give the IRIs of the objects of both catalogues, mixed."""
    found: set[str] = set()
    for name in ("tate/artworks", "teenie/photographs"):
        for packed in sorted((data / "versions" / name).glob("*.nq.gz"))[-1:]:
            with gzip.open(packed, "rt", encoding="utf-8") as lines:
                found.update(line[1 : line.index(">")] for line in lines if "/ProvidedCHO> " in line)
    return sorted(found, key=lambda iri: iri[::-1])


@dataclass
class _Asking:
    """Asks by wrk; each cold run goes on where the last one of the same kind ended."""

    folder: Path
    rounds: int

    def rates(
        self, name: str, address: str, paths: Sequence[str], accept: str, processes: Sequence[int]
    ) -> tuple[Rate, Rate]:
        """Measure cold and repeated, and print both."""
        skip, cold, repeated = 0, [], []
        # What a process does once is not what is measured here.
        with httpx.Client(timeout=60) as client:
            client.get(address + paths[-1], headers={"Accept": accept}).raise_for_status()
        for _ in range(self.rounds):
            rate, answered = self.run(address, paths, accept, processes, skip)
            skip += answered + CONNECTIONS
            cold.append(rate)
            self.run(address, paths[:REPEATED], accept, processes, 0, seconds=1)
            repeated.append(self.run(address, paths[:REPEATED], accept, processes, 0)[0])
        middle = tuple(
            Rate(median(r.requests for r in many), median(r.cpu for r in many)) for many in (cold, repeated)
        )
        print(f"{name:<18} cold     {middle[0]}\n{'':<18} repeated {middle[1]}")
        return middle[0], middle[1]

    def run(
        self,
        address: str,
        paths: Sequence[str],
        accept: str,
        processes: Sequence[int],
        skip: int,
        seconds: int = SECONDS,
    ) -> tuple[Rate, int]:
        listed = self.folder / "paths"
        listed.write_text("\n".join(paths), encoding="utf-8")
        environment = {**os.environ, "PATHS": str(listed), "SKIP": str(skip % len(paths)), "ACCEPT": accept}
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(DISTINCT), address]
        begun = sum(map(_cpu, processes))
        told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
        spent = sum(map(_cpu, processes)) - begun
        if "Non-2xx" in told:
            raise RuntimeError(f"{address} refused some requests:\n{told}")
        answered = int(re.search(r"(\d+) requests in", told)[1])
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
        return Rate(rate, 1_000 * spent / max(answered, 1)), answered


def _tell_ratio(name: str, ours: Rate, theirs: Rate, wanted: float) -> None:
    print(
        f"{name}: {ours.requests / theirs.requests:.2f} (at least {wanted}); by CPU {theirs.cpu / ours.cpu:.2f}"
    )


def _hub_page(service: str, iris: Sequence[str]) -> None:
    """Compare the page of the person with 50,000 works with usual pages, none of them asked for before."""
    with httpx.Client(base_url=service) as client:

        def seconds(path: str) -> float:
            begun = time.perf_counter()
            client.get(path).raise_for_status()
            return time.perf_counter() - begun

        hub = HUB.removeprefix(BASE).replace("/id/", "/page/")
        usual = [iri.removeprefix(BASE).replace("/id/", "/page/") for iri in iris[-ASKED:]]
        pairs = [(seconds(f"{hub}?n={n}"), seconds(f"{path}?n={n}")) for n, path in enumerate(usual)]
    wide, narrow = median(one for one, _ in pairs), median(one for _, one in pairs)
    print(
        f"page with {INCOMING:,} incoming links: {1_000 * wide:.1f} ms, a usual one {1_000 * narrow:.1f} ms"
    )
    print(f"ratio: {wide / narrow:.2f} (at most 3)")


@contextmanager
def _oxigraph(generation: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    command = [OXIGRAPH, "serve-read-only", "--location", str(generation), "--union-default-graph"]
    with _running([*command, "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}") as found:
        yield found


@contextmanager
def _trifid(endpoint: str) -> Iterator[tuple[str, int]]:
    port = free_port()
    command = ["node", str(REFERENCE / "node_modules" / "trifid" / "server.js"), "--port", str(port)]
    command += ["--sparql-endpoint-url", endpoint, "--dataset-base-url", f"{BASE}/"]
    with _running(command, f"http://127.0.0.1:{port}") as found:
        yield found


@contextmanager
def _running(command: Sequence[str], address: str) -> Iterator[tuple[str, int]]:
    """Run a server until the block ends, and give its address and process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=10), timeout=30) as client:
            client.get(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(30)


def reference_is_here() -> bool:
    """Install Trifid into a folder of its own on first use; say so where that cannot be."""
    package = REFERENCE / "node_modules" / "trifid" / "package.json"
    try:
        if not package.exists():
            REFERENCE.mkdir(parents=True, exist_ok=True)
            install = [
                "npm",
                "install",
                "--prefix",
                str(REFERENCE),
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
            ]
            subprocess.run([*install, f"trifid@{REFERENCE_VERSION}"], check=True, capture_output=True)
        found = json.loads(package.read_text(encoding="utf-8"))["version"]
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"no comparison: Trifid {REFERENCE_VERSION} cannot be installed here ({error})")
        return False
    if found != REFERENCE_VERSION:
        print(f"no comparison: Trifid is {found} and not {REFERENCE_VERSION} (remove .bench/trifid)")
    return bool(found == REFERENCE_VERSION)


def _process_of(address: str) -> int:
    """Give the process that listens at an address of this machine."""
    port = int(address.rpartition(":")[2])
    own = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    listening = [int(pid) for pid in own if f"--port\0{port}\0" in Path(f"/proc/{pid}/cmdline").read_text()]
    return listening[0]


def _cpu(process: int) -> float:
    """Give the processor's seconds that a process has taken so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
