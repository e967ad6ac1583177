"""The settings: each has a default, a unit in its name and a sentence, and comes from OCN_… or a flag."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator can set; an unknown OCN_… name in a .env file is an error at start."""

    model_config = SettingsConfigDict(env_prefix="OCN_", extra="forbid", frozen=True)

    data: Path = Field(Path("ocn-data"), description="Folder that holds everything the service keeps.")
    base_url: str = Field(
        "http://localhost:8000",
        description="Base of all identifiers; remembered with the data at the first publish.",
    )
    network_name: str = Field("Open Collections", description="Name of the network, shown on every page.")
    language: str = Field("en", description="Language of the pages when a reader asks for none we have.")
    map_tiles: str = Field(
        "",
        pattern=r"^(https://\S+)?$",
        description="Address of map tiles, `https://tiles.example/{z}/{x}/{y}.png`; without one, maps are sketches.",
    )
    map_credit: str = Field("", description="Whose map it is, as the owner of the tiles wants it said.")
    query_workers: int = Field(2, ge=1, le=64, description="Processes that answer SPARQL queries.")
    query_timeout_s: float = Field(10.0, gt=0, description="Longest time one SPARQL query may take.")
    query_length_limit_bytes: int = Field(
        131_072, ge=256, le=131_072, description="Longest SPARQL query accepted."
    )
    query_depth_limit: int = Field(
        100, ge=4, description="Deepest nesting of brackets in a SPARQL query; deep ones end a worker."
    )
    query_patterns_limit: int = Field(
        200,
        ge=1,
        description="Triple patterns and groups in a SPARQL query; from 350 on, joins are not planned.",
    )
    query_operators_limit: int = Field(
        300,
        ge=1,
        description="Operators and path steps in a SPARQL query; paths of 366 steps are not planned.",
    )
    query_rows_limit: int = Field(
        250_000, ge=1, description="Most rows of a SPARQL result; a longer one is refused or broken off."
    )
    query_result_limit_bytes: int = Field(
        64 * 1024 * 1024, ge=1024, description="Largest SPARQL result; a larger one is refused or broken off."
    )
    query_memory_limit_bytes: int = Field(
        2_500_000_000, ge=700_000_000, description="Address space one query worker may use."
    )
    query_queue_limit: int = Field(16, ge=0, description="Queries that may wait for a worker.")
    query_long_limit: int = Field(
        4,
        ge=0,
        description="Queries over half a second that may go on beside the workers for short ones.",
    )
    query_concurrency_limit: int = Field(16, ge=1, description="Queries that one client may have at once.")
    query_budget_s: float = Field(
        60.0, gt=0, description="Seconds of evaluation that one client may use in a minute."
    )
    member_query_timeout_s: float = Field(
        25.0, gt=0, description="Longest time one SPARQL query may take that is sent with a member's token."
    )
    member_query_concurrency_limit: int = Field(
        32, ge=1, description="Queries that one member may have at once, by its token."
    )
    member_query_budget_s: float = Field(
        240.0, gt=0, description="Seconds of evaluation that one member may use in a minute, by its token."
    )
    trusted_proxies: str = Field(
        "",
        description="Addresses or networks of reverse proxies whose X-Forwarded-For is believed, by commas.",
    )
    cache_limit_bytes: int = Field(
        64 * 1024 * 1024,
        ge=0,
        description="Answers that each API process keeps to give them again; 0 for none.",
    )
    engine: Literal["embedded", "sparql", "oxigraph", "virtuoso"] = Field(
        "embedded",
        description="Engine that holds what is published: embedded, or a remote one of this kind (sparql: any other).",
    )
    engine_query_url: str | None = Field(None, description="Address for queries of a remote engine.")
    engine_update_url: str | None = Field(None, description="Address for updates of a remote engine.")
    engine_graph_store_url: str | None = Field(
        None,
        description="Address of a remote engine's graph store, to load whole graphs; without it by updates.",
    )
    engine_user: str | None = Field(None, description="Name that a remote engine knows the service by.")
    engine_password: SecretStr | None = Field(None, description="Password that belongs to the name.")
    engine_token: SecretStr | None = Field(None, description="Bearer token, where a remote engine wants one.")
    engine_connections: int = Field(16, ge=1, le=256, description="Connections to a remote engine at once.")
    engine_read_timeout_s: float = Field(
        10.0, gt=0, description="Longest time a remote engine may take for a page's question."
    )
    engine_write_timeout_s: float = Field(
        600.0, gt=0, description="Longest time a remote engine may take for one piece of a publish."
    )
    federation_endpoints: str = Field(
        "",
        description="SPARQL endpoints that queries may ask by SERVICE, with blanks between; none where it is empty.",
    )
    federation_networks: str = Field(
        "",
        description="Private networks, such as 10.1.0.0/16, that those endpoints may be in, with blanks between.",
    )
    federation_workers: int = Field(1, ge=1, le=64, description="Processes that answer queries with SERVICE.")
    federation_timeout_s: float = Field(
        20.0, gt=0, description="Longest time one request to another service may take."
    )
    federation_result_limit_bytes: int = Field(
        16 * 1024 * 1024, ge=1024, description="Largest answer that is taken from another service."
    )
    federation_request_limit: int = Field(
        4, ge=1, description="Requests to other services that may be under way."
    )
    federation_cache_s: float = Field(
        60.0, ge=0, description="How long an answer of another service is kept."
    )
    media_probe: bool = Field(
        default=False,
        description="Whether `ocn probe` may ask the addresses of media for their kind and size; public ones alone.",
    )
    media_probe_timeout_s: float = Field(10.0, gt=0, description="Longest wait for an answer about a medium.")
    prepared_queries: Path | None = Field(
        None,
        description="Folder of prepared queries (NAME.rq); those of the demonstration where none is given.",
    )
    functions: Path | None = Field(
        None, description="Python file of the operator's with functions that mappings may call."
    )
    databases: dict[str, SecretStr] = Field(
        {},
        description="PostgreSQL databases that mappings may read, by the name a mapping calls them: "
        '`{"catalogue": "postgresql://reader:PASSWORD@localhost/museum"}`.',
    )
    database_timeout_s: float = Field(60.0, gt=0, description="Longest time one query of a mapping may take.")
    upload_limit_bytes: int = Field(512 * 1024 * 1024, ge=1024, description="Largest file that is taken in.")
    ingest_workers: int = Field(
        2, ge=2, le=64, description="Jobs of members that may run at once; one of them only on small files."
    )
    ingest_memory_limit_bytes: int | None = Field(
        None,
        ge=50_000_000,
        description="Memory that one job may hold before it is ended; where none is given, half of what the machine has.",
    )
    draft_days: int = Field(
        30, ge=1, description="Days after which a draft is discarded that nobody touches."
    )
