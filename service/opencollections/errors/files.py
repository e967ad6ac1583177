"""Files handed in: one that is missing, broken, hostile or of another kind, or a table in it."""

from .root import DataError, UsageError


class FileMissing(UsageError):
    text = "There is no file {file!r} here. Check the name and the folder."
    translated = False


class SourceMissing(UsageError):
    text = "The mapping reads {file}, and there is no such file beside it.{hint} Put it there, or name another: --source {file}=FILE"
    translated = False


class SourceUnmatched(UsageError):
    text = "The mapping reads {wanted}, and no file of that name was handed in (handed in: {given}). Hand in that file too, or rename yours to {wanted}."


class SourceError(DataError):
    pass


class UnknownFileKind(SourceError):
    text = "{file}: it cannot be told what kind of file this is. Hand in CSV, TSV, XLSX, ODS, JSON, NDJSON, XML, Parquet or SQLite."


class FileOfProgram(SourceError):
    text = "{file}: this is a file of {program}, which only that program reads. Export the table there as XLSX or CSV, and hand that in."


class BrokenFile(SourceError):
    text = "{file}: the file cannot be read as {kind}: {detail}. Open it in the program that made it, save it again, and hand it in anew."


class NotRDF(SourceError):
    text = "{file}: this collection takes RDF as it is, in files ending with {known}. A table or an export needs a collection with a mapping."
    verb = "Add one: ocn collection add … --mapping FILE"


class ContextForeign(SourceError):
    text = "{file}: the file names the JSON-LD context {context}, and nothing is fetched while a file is read. Write the context itself into the file, or name ours: {known}"


class SheetMissing(SourceError):
    text = "{file}: there is no sheet {sheet!r}. The sheets are: {known}.{hint}"


class TableMissing(SourceError):
    text = "{file}: there is no table {table!r} that may be read. The tables are: {known}.{hint}"


class ColumnMissing(SourceError):
    text = "{file}{sheet_note}: there is no column {column!r}. The columns are: {known}.{hint}"


class ForbiddenXML(SourceError):
    text = "{file}: the file begins with a DOCTYPE, which could make the reader fetch or unfold other files, so it is refused. Delete the line with <!DOCTYPE …> and hand it in again."


class TooDeep(SourceError):
    text = "{file}: elements are nested more than {limit} deep, which no catalogue needs and a reader may not survive. Export it without that nesting."


class TooLarge(SourceError):
    text = "{file}: {what} is {value}, and at most {limit} is accepted. {advice}"


class ReadingStopped(SourceError):
    text = "{file}: reading it as {kind} was stopped at {limit}, or it broke the reader. Look for far or endless cells in it, or save the part that the mapping needs as CSV."


class PathTooCostly(SourceError):
    text = "{file}: looking up {paths} was stopped at {limit}. Write out the steps to what is meant instead of // or .., and search (with [ ] or ?) in one of them only."


class PathInvalid(SourceError):
    text = "{file}: {path!r} is not a valid {language} path: {detail}."


class QueryInvalid(SourceError):
    text = "{file}: the query {query!r} cannot be run: {detail}. A query may only read: one SELECT of the tables that are there."
