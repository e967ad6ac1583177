"""deploy/compose.yaml: two services, each shut in as far as its work allows."""

import re

import pytest
import yaml
from dockerfile import stages
from environments import ROOT

from opencollections.settings import Settings

COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
FINAL = stages((ROOT / "Dockerfile").read_text("utf-8"))[-1]


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES.keys())
class TestEveryService:
    def test_its_root_file_system_is_read_only(self, service: dict) -> None:
        assert service["read_only"] is True

    def test_its_tmp_is_in_memory_limited_and_not_executable(self, service: dict) -> None:
        (tmp,) = service["tmpfs"]
        place, options = tmp.split(":")
        assert place == "/tmp"
        assert {"noexec", "nosuid", "nodev"} <= set(options.split(","))
        assert re.search(r"size=\d+m", options)

    def test_it_has_no_capabilities_and_gains_none(self, service: dict) -> None:
        assert service["cap_drop"] == ["ALL"]
        assert set(service.get("cap_add", [])) <= {"NET_BIND_SERVICE"}
        assert "no-new-privileges:true" in service["security_opt"]

    def test_its_memory_and_its_processes_are_limited(self, service: dict) -> None:
        assert re.fullmatch(r"\d+m", service["mem_limit"])
        assert 0 < service["pids_limit"] <= 512

    def test_its_volumes_are_declared_or_files_beside_it(self, service: dict) -> None:
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / "deploy" / source).is_file()


def test_the_service_has_no_way_out_and_no_port() -> None:
    assert SERVICES["ocn"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert "ports" not in SERVICES["ocn"]


def test_only_caddy_is_reached_from_outside() -> None:
    assert {port.split(":")[0] for port in SERVICES["caddy"]["ports"]} == {"80", "443"}
    assert set(SERVICES["caddy"]["networks"]) == {"inside", "outside"}


def test_the_data_is_kept_on_the_volume_of_the_image() -> None:
    assert SERVICES["ocn"]["volumes"] == [f"data:{FINAL.last('VOLUME').text}"]


def test_the_query_workers_fit_into_the_memory() -> None:
    limit = int(SERVICES["ocn"]["mem_limit"].removesuffix("m")) * 2**20
    settings = Settings()
    workers = settings.query_workers * settings.query_memory_limit_bytes
    assert limit >= workers + 1_000_000_000


def test_the_base_of_identifiers_is_the_public_host_by_https() -> None:
    base = SERVICES["ocn"]["environment"]["OCN_BASE_URL"]
    assert re.match(r"https://\$\{OCN_DOMAIN:\?[^}]+\}$", base)


def test_every_setting_is_one_that_the_service_knows() -> None:
    known = {f"OCN_{name.upper()}" for name in Settings.model_fields}
    assert set(SERVICES["ocn"]["environment"]) <= known
