"""The control database is spoilt under a running service: every address says so with 503, and works again after it."""

from pathlib import Path

import pytest
from network import build
from speaking import settings_of, speaking

PATHS = (
    *("/", "/search", "/search?q=list&format=json", "/about?iri=http://e.org/x", "/catalog", "/members/hafa"),
    *("/collections/hafa/prints", "/collections/hafa/prints/readiness", "/collections/hafa/prints/changes"),
    *("/id/hafa/object/HAFA-1", "/page/hafa/object/HAFA-1", "/data/hafa/object/HAFA-1.ttl"),
    *("/dumps/hafa/prints.nq.gz", "/graphs?graph=http://e.org/x", "/sitemap.xml", "/sparql", "/readyz"),
    *(
        "/api/v1/members/hafa/collections",
        "/sign-in",
        "/workspace",
        "/ontology/profile",
        "/healthz",
        "/metrics",
    ),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build(tmp_path / "data").root


def test_nothing_fails_worse_than_not_to_be_ready(folder: Path, caplog: pytest.LogCaptureFixture):
    database = folder / "control.sqlite"
    with speaking(settings_of(folder)) as client:
        before = {path: client.get(path).status_code for path in PATHS}
        assert 500 not in before.values()
        kept = {path: path.read_bytes() for path in folder.glob("control.sqlite*")}
        with database.open("r+b") as file:
            file.write(b"\xff" * database.stat().st_size)
        for path in folder.glob("control.sqlite-*"):
            path.write_bytes(b"\xff" * path.stat().st_size)
        broken = {path: client.get(path) for path in PATHS}
        statuses = {path: response.status_code for path, response in broken.items()}
        assert {path: status for path, status in statuses.items() if status not in {503, before[path]}} == {}
        assert statuses["/page/hafa/object/HAFA-1"] == statuses["/data/hafa/object/HAFA-1.ttl"] == 503
        assert "ocn_data_readable 0.0" in broken["/metrics"].text
        for path, response in broken.items():
            # What the operator's own tools ask says what is wrong.
            if response.status_code == 503 and path != "/readyz":
                assert response.headers["retry-after"]
                assert str(folder) not in response.text
        for path, content in kept.items():
            path.write_bytes(content)
        assert {path: client.get(path).status_code for path in PATHS} == before
    assert f"{folder} cannot be used" in caplog.text
