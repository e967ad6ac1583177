"""Parquet: columns that are stored as columns, with the types they have there."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

import polars as pl

from ..errors import BrokenFile, TooLarge
from ..phrases import Fact, Phrase
from ..problems import Problem
from .findings import Findings
from .frames import refuse_long
from .headings import Headings
from .measures import in_bytes, over
from .natural import double
from .tables import BATCH_ROWS, NATURAL_TYPES, File, NaturalType

_ROW_LIMIT: Final = 20_000_000
# A part of the file is decoded anew for each slice of it, so a slice is longer than a batch.
_SLICE_ROWS: Final = 10 * BATCH_ROWS
# One text for a million rows takes no room in the file, but would in the batch.
_BATCH_LIMIT_BYTES: Final = 500_000_000

_MOMENTS: Final[Mapping[type[pl.DataType], tuple[NaturalType, str]]] = {
    pl.Date: (NaturalType.DATE, "%Y-%m-%d"),
    pl.Time: (NaturalType.TIME, "%H:%M:%S%.f"),
    pl.Datetime: (NaturalType.DATE_TIME, "%Y-%m-%dT%H:%M:%S%.f"),
    pl.Duration: (NaturalType.STRING, "iso"),
}


class ParquetTable:
    """A Parquet file, opened: its headings are read, its rows are not."""

    sheet = None

    def __init__(self, source: File) -> None:
        self.file = source.name
        self._path = source.path
        self._opening = Findings(source.name)
        with _reading(source.name):
            self._schema = pl.read_parquet_schema(source.path)
            self._height = int(pl.scan_parquet(source.path).select(pl.len()).collect().item())
        if not self._schema:
            raise BrokenFile(file=source.name, kind="Parquet", detail=Phrase("it has no columns"))
        if self._height > _ROW_LIMIT:
            raise self._too_large(Phrase("the number of rows"), f"{self._height}", f"{_ROW_LIMIT}")
        self._names = tuple(self._schema)
        self._headings = Headings(self._names)
        for name, data_type in self._schema.items():
            if _is_nested(data_type):
                self._opening.add("path-to-object", column=name, path=name)

    @property
    def columns(self) -> tuple[str, ...]:
        return self._headings.names

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._opening.problems

    def batches(self, references: Sequence[str]) -> Iterator[pl.DataFrame]:
        """Read the referenced columns, as the protocol of a table says."""
        places = [self._headings.place(reference, self.file) for reference in references]
        return self._batches(references, [self._names[place] for place in places])

    def _batches(self, references: Sequence[str], names: Sequence[str]) -> Iterator[pl.DataFrame]:
        wanted = list(dict.fromkeys(names)) or [self._names[0]]
        for start in range(0, self._height, _SLICE_ROWS):
            with _reading(self.file):
                part = pl.scan_parquet(self._path).select(wanted).slice(start, _SLICE_ROWS).collect()
            for offset in range(0, part.height, BATCH_ROWS):
                yield self._frame(part.slice(offset, BATCH_ROWS), start + offset, references, names)

    def _frame(
        self, part: pl.DataFrame, before: int, references: Sequence[str], names: Sequence[str]
    ) -> pl.DataFrame:
        rows = pl.int_range(before + 1, before + part.height + 1, dtype=pl.UInt32, eager=True).alias("row")
        columns = [rows]
        size = 0
        for index, (reference, name) in enumerate(zip(references, names, strict=True)):
            with _reading(self.file):
                found = _values(part[name], index)
            size += self._checked(found[0], reference, rows)
            if size > _BATCH_LIMIT_BYTES:
                what = Phrase("the text of {count} rows", {"count": str(part.height)})
                raise self._too_large(what, over(in_bytes(size)), in_bytes(_BATCH_LIMIT_BYTES))
            columns += found
        return pl.DataFrame(columns)

    def _checked(self, column: pl.Series, reference: str, rows: pl.Series) -> int:
        """Refuse a value over the limit, and give the length of all."""
        if isinstance(column.dtype, pl.List):
            long = pl.DataFrame({"row": rows, "value": column}).explode("value", empty_as_null=True)
            rows, column = long["row"], long["value"]
        refuse_long(self.file, column, reference, rows)
        return int(column.str.len_bytes().sum())

    def _too_large(self, what: Phrase, value: Fact, limit: Fact) -> TooLarge:
        advice = Phrase("Save only the rows that the mapping needs.")
        return TooLarge(file=self.file, what=what, value=value, limit=limit, advice=advice)


def _is_nested(data_type: pl.DataType) -> bool:
    """Tell whether a column has objects, or lists in lists, which are no values."""
    inner = data_type.inner if isinstance(data_type, pl.List | pl.Array) else data_type
    return isinstance(inner, pl.Struct | pl.List | pl.Array | pl.Object)


def _values(column: pl.Series, index: int) -> list[pl.Series]:
    """Give the text of a column, and beside it the code of its natural type where it is no text."""
    if _is_nested(column.dtype):
        return [pl.repeat(None, len(column), dtype=pl.String, eager=True).alias(f"v{index}")]
    if isinstance(column.dtype, pl.Array):
        column = column.arr.to_list()
    if not isinstance(column.dtype, pl.List):
        return _singles(column, index)
    # The values of all rows are changed at once, and go back to their rows.
    owners = pl.DataFrame({"row": pl.int_range(len(column), eager=True), "value": column}).explode(
        "value", empty_as_null=True
    )
    owners = owners.drop_nulls("value")
    found = pl.DataFrame([owners["row"], *_singles(owners["value"], index)])
    grouped = found.group_by("row", maintain_order=True).agg(pl.all())
    rows = pl.DataFrame({"row": pl.int_range(len(column), eager=True)})
    return rows.join(grouped, on="row", how="left", maintain_order="left").drop("row").get_columns()


def _singles(column: pl.Series, index: int) -> list[pl.Series]:
    natural, texts = _texts(column)
    texts = texts.alias(f"v{index}")
    if natural is NaturalType.STRING:
        return [texts]
    code = pl.lit(NATURAL_TYPES.index(natural), dtype=pl.UInt8)
    typed = texts.to_frame().select(pl.when(pl.first().is_not_null()).then(code).alias(f"t{index}"))
    return [texts, typed.to_series()]


def _texts(column: pl.Series) -> tuple[NaturalType, pl.Series]:
    """Give the natural type and the canonical text of a column of single values (R2RML §10.2)."""
    kind = column.dtype
    if kind.is_integer():
        return NaturalType.INTEGER, column.cast(pl.String)
    if kind.is_float():
        return NaturalType.DOUBLE, column.cast(pl.Float64).map_elements(double, return_dtype=pl.String)
    if kind.is_decimal():
        texts = column.cast(pl.String).str.replace(r"(\.[0-9]*?)0+$", "${1}").str.strip_suffix(".")
        return NaturalType.DECIMAL, texts
    if isinstance(kind, pl.Binary):
        return NaturalType.HEX_BINARY, column.bin.encode("hex").str.to_uppercase()
    if kind.base_type() in _MOMENTS:
        return _moments(column)
    natural = NaturalType.BOOLEAN if isinstance(kind, pl.Boolean) else NaturalType.STRING
    return natural, column.cast(pl.String)


def _moments(column: pl.Series) -> tuple[NaturalType, pl.Series]:
    """Write days and hours; a fraction of a second has no zeros at its end."""
    natural, written = _MOMENTS[column.dtype.base_type()]
    zoned = isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone
    texts = column.dt.to_string(written + ("%:z" if zoned else ""))
    return natural, texts.str.replace(r"(\.[0-9]*[1-9])0+($|[+-])", "${1}${2}")


@contextmanager
def _reading(file: str) -> Iterator[None]:
    """Turn whatever a damaged file makes the reader raise into BrokenFile."""
    try:
        yield
    except (pl.exceptions.PolarsError, OSError, ValueError, OverflowError) as error:
        detail = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise BrokenFile(file=file, kind="Parquet", detail=detail) from None
    except BaseException as error:
        # The reader's language ends a hopeless case with an exception of its own, outside of Exception.
        if type(error).__name__ != "PanicException":
            raise
        damage = Phrase("its inner structure is damaged")
        raise BrokenFile(file=file, kind="Parquet", detail=damage) from None
