import pytest
from tests.postgresql import PASSWORD, Server

from opencollections.errors import (
    DatabaseInvalid,
    DatabaseTooMighty,
    DatabaseUnreachable,
    OpenCollectionsError,
    QueryInvalid,
    TableMissing,
    TooLarge,
)
from opencollections.records.databases import Database, shown_address
from opencollections.records.postgresql import PostgreSQLTable
from opencollections.records.tables import NATURAL_TYPES, NaturalType, Selection

pytestmark = pytest.mark.xdist_group("postgresql")

N = NaturalType
VALUES = {
    "7::smallint": ("7", N.INTEGER),
    "12::bigint": ("12", N.INTEGER),
    "12.50::numeric(10,2)": ("12.5", N.DECIMAL),
    "100::numeric": ("100", N.DECIMAL),
    "'NaN'::numeric": ("NaN", N.STRING),
    "80.25::real": ("8.025E1", N.DOUBLE),
    "0.00012::float8": ("1.2E-4", N.DOUBLE),
    "'-Infinity'::float8": ("-INF", N.DOUBLE),
    "true": ("true", N.BOOLEAN),
    "false": ("false", N.BOOLEAN),
    "'1980-06-17'::date": ("1980-06-17", N.DATE),
    "'infinity'::date": ("infinity", N.STRING),
    "'0044-03-15 BC'::date": ("0044-03-15 BC", N.STRING),
    "'03:04'::time": ("03:04:00", N.TIME),
    "'03:04+02'::timetz": ("03:04:00+02:00", N.TIME),
    "'2020-01-02 03:04:05.120'::timestamp": ("2020-01-02T03:04:05.12", N.DATE_TIME),
    "'2020-01-02 03:04:05+02'::timestamptz": ("2020-01-02T01:04:05Z", N.DATE_TIME),
    "'\\x01ff'::bytea": ("01FF", N.HEX_BINARY),
    "'ab'::char(5)": ("ab   ", N.STRING),
    "'Łódź'::varchar(9)": ("Łódź", N.STRING),
    "''": ("", N.STRING),
    "ARRAY['a','b']": ("{a,b}", N.STRING),
    "'1 day'::interval": ("P1D", N.STRING),
    "'{\"a\": 1}'::json": ('{"a": 1}', N.STRING),
}


@pytest.fixture
def granted(postgresql: Server) -> Database:
    return Database("catalogue", postgresql.reader, 2.0)


def test_values_have_the_natural_types_of_r2rml(granted: Database):
    columns = ", ".join(f"{value} AS v{number}" for number, value in enumerate(VALUES))
    table = PostgreSQLTable(granted, Selection(iterator=f"SELECT {columns}, NULL::integer AS none"))
    (frame,) = table.batches([*(f"v{number}" for number in range(len(VALUES))), "none"])
    found = [
        (frame[f"v{n}"][0], NATURAL_TYPES[frame[f"t{n}"][0] if f"t{n}" in frame.columns else 0])
        for n in range(len(VALUES))
    ]
    assert found == list(VALUES.values())
    assert frame[f"v{len(VALUES)}"].to_list() == [None]


def test_rows_come_in_batches_and_are_numbered(granted: Database):
    table = PostgreSQLTable(
        granted, Selection(iterator="SELECT 'x' || n AS n FROM generate_series(1, 25000) n")
    )
    frames = list(table.batches(["N"]))
    assert [frame.height for frame in frames] == [10_000, 10_000, 5_000]
    assert (frames[2]["row"][-1], frames[2]["v0"][-1]) == (25_000, "x25000")


@pytest.mark.parametrize("asked", ["t", "T", '"t"', "public.t", '"public"."t"', "museum.public.t", None])
def test_a_table_is_named_as_sql_names_it(postgresql: Server, granted: Database, asked: str | None):
    postgresql.run("CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)")
    (frame,) = PostgreSQLTable(granted, Selection(sheet=asked)).batches(["id"])
    assert frame["v0"].to_list() == ["1"]


def test_a_table_that_may_not_be_read_is_not_there(postgresql: Server, granted: Database):
    postgresql.run(
        "CREATE TABLE secret (id INTEGER); REVOKE ALL ON secret FROM reader; CREATE TABLE t (id INTEGER)"
    )
    with pytest.raises(TableMissing, match=r"no table 'secret' that may be read\. The tables are: t\."):
        PostgreSQLTable(granted, Selection(sheet="secret"))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT 1; DROP TABLE t", "multiple commands"),
        ("DELETE FROM t", "syntax error"),
        ("WITH x AS (DELETE FROM t RETURNING id) SELECT * FROM x", "must not contain data-modifying"),
        ("SELECT nextval('numbers')", "read-only transaction"),
        ("SELECT set_config('transaction_read_only', 'off', false)", "before any query"),
        ("SELECT pg_read_file('/etc/passwd')", "permission denied"),
        ("SELECT * FROM nowhere", "does not exist"),
        ("", "syntax error"),
    ],
)
def test_a_query_may_only_read(postgresql: Server, granted: Database, query: str, reason: str):
    postgresql.run("CREATE TABLE t (id INTEGER); CREATE SEQUENCE numbers; GRANT ALL ON t, numbers TO reader")
    with pytest.raises(QueryInvalid, match=reason):
        list(PostgreSQLTable(granted, Selection(iterator=query)).batches([]))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT pg_sleep(30)",
        "SELECT count(*) FROM generate_series(1, 1000000000) a",
        "SELECT set_config('statement_timeout', '0', false), pg_sleep(0.001) FROM generate_series(1, 1000000)",
    ],
)
def test_a_query_that_runs_on_is_stopped(postgresql: Server, query: str):
    hasty = Database("catalogue", postgresql.reader, 0.3)
    with pytest.raises(TooLarge, match=r"catalogue: the time of the query is over 0\.3 s"):
        list(PostgreSQLTable(hasty, Selection(iterator=query)).batches([]))


def test_a_superuser_is_refused(postgresql: Server):
    with pytest.raises(DatabaseTooMighty, match="CREATE ROLE reader"):
        PostgreSQLTable(Database("catalogue", postgresql.address("root")), Selection(sheet="t"))


def test_no_error_shows_the_password(postgresql: Server):
    for address in (
        postgresql.reader.replace("museum", "nowhere"),
        postgresql.reader.replace("reader", "nobody"),
        f"postgresql://reader:{PASSWORD.replace(' ', '%20')}@localhost:1/museum",
        f"postgresql://reader:{PASSWORD.replace(' ', '%20')}@/museum?nonsense={PASSWORD}",
    ):
        with pytest.raises(OpenCollectionsError) as refused:
            PostgreSQLTable(Database("catalogue", address), Selection(sheet="t"))
        assert isinstance(refused.value, DatabaseUnreachable)
        assert PASSWORD not in str(refused.value)
        assert PASSWORD not in repr(Database("catalogue", address))


@pytest.mark.parametrize(
    "address", ["", "museum", "host=db password=hush", "mysql://db/museum", "postgresql://db:x/m"]
)
def test_a_connection_that_is_no_address_is_refused(address: str):
    with pytest.raises(DatabaseInvalid, match=r"'catalogue' in the configuration .* OCN_DATABASES"):
        Database("catalogue", address)


@pytest.mark.parametrize(
    ("address", "granted", "is_it"),
    [
        ("jdbc:postgresql://db/museum", "postgresql://reader:x@db/museum", True),
        ("jdbc:postgresql://db:5432/museum?ssl=true", "postgresql://reader@db/museum", True),
        ("jdbc:postgresql:museum", "postgresql://reader@localhost/museum", True),
        ("jdbc:postgresql://db:5433/museum", "postgresql://reader@db/museum", False),
        ("jdbc:postgresql://db/other", "postgresql://reader@db/museum", False),
        ("jdbc:mysql://db/museum", "postgresql://reader@db/museum", False),
    ],
)
def test_an_address_is_known_by_its_server_and_its_database(address: str, granted: str, is_it: object):
    assert Database("catalogue", granted).is_meant_by(address) is is_it


def test_an_address_is_shown_without_its_secrets():
    assert shown_address("jdbc:postgresql://reader:hush@db/museum?password=hush") == "db/museum"
