"""Every error that somebody can act on, drawn as one tree.

::

    OpenCollectionsError
    ├── UsageError                  what was asked for cannot be done so (exit code 2)
    │   ├── UnknownMember · UnknownCollection · UnknownVersion · UnknownEntity · UnknownMapping · UnknownQuery · UnknownFormat
    │   ├── UnknownDraft · UnknownJob · UnknownDraftFile · RecordNotNamed · NoWorkbook · MappingMissing · FileNameInvalid · TooManyFiles
    │   ├── KeyUsedOtherwise · KeyInUse · KeyInvalid   an Idempotency-Key
    │   ├── MappingChanged · MappingMediaTypeUnknown · FormInvalid · InvalidLanguage · ColumnUnknown
    │   ├── DraftBusy · DraftEnded · DraftNotReady · DraftEmpty · JobEnded   a draft or job that is not at that point
    │   ├── NotOffered              what a client accepts is none of what there is
    │   ├── Unwritable · EntityWithdrawn · CollectionWithdrawn · InvalidIRI · CursorInvalid · SearchTooLong
    │   ├── DecisionError           a withdrawal, merge or undo that cannot be
    │   │   ├── NothingToUndo · NothingPublished · ForeignIdentifier · NotStated · AlreadyWithdrawn · NotWithdrawn · WholeCollectionMeant
    │   │   └── AlreadyMerged · MergeInCircle · SurvivorMerged · SurvivorNotPublished
    │   ├── DataMissing · FolderNotEmpty · AlreadyThere · WrongOption · InvalidSlug · InvalidBaseIRI · InvalidLicence · BaseIRIChanged · FileMissing · SourceMissing · SourceUnmatched
    │   ├── ProbeNotAllowed · SettingInvalid · FunctionsInvalid · DatabaseInvalid · DatabaseTooMighty
    │   ├── AccountError            who asks, and what they may
    │   │   ├── SignInNeeded · TokenRefused · SignInRefused · TooManyAttempts · ForeignOrigin
    │   │   ├── ScopeMissing · NotYours · OperatorsOnly
    │   │   ├── InvitationInvalid · PasswordUnfit · EmailInvalid · EmailTaken
    │   │   └── UnknownPerson · UnknownToken · NameMissing
    │   ├── GraphStoreError         the Graph Store Protocol
    │   │   ├── UnknownGraph · GraphParameterInvalid · DefaultGraphReadOnly · GraphMapped · GraphMediaTypeUnknown · GraphChanged
    │   │   ├── TokenUnknown · ForeignGraph · BodyTooLarge
    │   └── QueryError              a query that cannot be answered
    │       ├── QuerySyntaxError · QueryRefused · QueryTokenUnknown · QueryFailed
    │       ├── QueryLimit          over a limit of /sparql/limits
    │       │   └── QueryTooLarge · QueryStopped · QueueFull · TooManyLong · TooManyAtOnce · BudgetSpent
    │       ├── QueryParameterInvalid · QueryNotText · QueryMediaTypeUnknown
    │       ├── ServiceFailed       another service, which the query asks by SERVICE
    ├── DataError                   what was handed in is not right (exit code 1)
    │   ├── SourceError             a file, or a table in it
    │   │   ├── UnknownFileKind · BrokenFile · SheetMissing · TableMissing · ColumnMissing · ForbiddenXML · TooDeep · TooLarge · NotRDF · ContextForeign
    │   │   ├── ReadingStopped · PathTooCostly
    │   │   └── PathInvalid · QueryInvalid
    │   ├── ReportRefused           a report that cannot be written into the member's workbook
    │   ├── MappingInvalid          a mapping, with all its findings at once
    │   ├── ShapesInvalid           SHACL that the checks cannot follow
    │   ├── IdentifierNeeded · NoTable   what the assistant cannot make a mapping for
    │   ├── ValueUnfit              a value that makes no term, where the letter of RML is kept
    │   ├── BackupDamaged · VersionDamaged   what was kept is not what was written
    │   └── DraftRefused            the draft has an error of no record, or no record is left
    └── SystemFailure               the machine did not play along (exit code 3)
        ├── JobBrokenOff · JobFault   the work ended before it was done
        ├── DiskFull · DataBusy · ExportsBusy · DataNewer · DataUnreadable · AddressInUse · FunctionFailed · DatabaseUnreachable
        └── EngineFailed            the engine that holds what is published
            ├── GenerationGone      one that was read is no longer current
            └── EngineUnreachable · EngineRefused · EngineBehind · EngineTaken

The text stands with its class and takes the facts by name, so that it can be translated in one place. Each
text says where, what, and what to do.
"""

from collections.abc import Sequence
from pathlib import PurePath
from typing import ClassVar

from .problems import Problem


class OpenCollectionsError(Exception):
    """The root: ``facts`` carries what the text is made of."""

    text: ClassVar[str] = "{detail}"
    exit_code: ClassVar[int] = 3
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, **facts: object) -> None:
        self.facts = {name: str(f) if isinstance(f, PurePath) else f for name, f in facts.items()}
        super().__init__(self.text.format(**self.facts))

    def __init_subclass__(cls) -> None:
        """Name the error for machines as its class is named for people: SheetMissing is sheet-missing."""
        letters = [
            f"-{c.lower()}" if c.isupper() and not p.isupper() else c.lower()
            for p, c in zip(" " + cls.__name__, cls.__name__, strict=False)
        ]
        cls.code = "".join(letters).lstrip("-")


class UsageError(OpenCollectionsError):
    exit_code = 2
    status = 400


class UnknownMember(UsageError):
    text = "There is no member {member!r}. Add it with: ocn member add {member} --name NAME"
    status = 404


class UnknownCollection(UsageError):
    text = "There is no collection {collection!r}. Add it with: ocn collection add {collection} --title TITLE --licence URL --mapping FILE"
    status = 404


class UnknownVersion(UsageError):
    text = "The collection {collection!r} has no version {version}. See: ocn versions {collection}"
    status = 404


class UnknownEntity(UsageError):
    text = "Nothing is published under the identifier {iri}. Look for it at /search."
    status = 404


class UnknownMapping(UsageError):
    text = (
        "There is no mapping {mapping!r}: it is neither a file here nor one of the ready mappings ({known})."
    )


class UnknownFormat(UsageError):
    text = "The format {format!r} is not offered here. Choose one of: {known}."
    status = 406


class NotOffered(UsageError):
    text = "Nothing that is asked for is offered here. Choose one of: {known}."
    status = 406


class EntityWithdrawn(UsageError):
    text = "{name} was withdrawn on {day}.{why}{instead} Its identifier stays reserved and never means anything else."
    status = 410


class CollectionWithdrawn(UsageError):
    text = "The collection {title} ({collection}) was withdrawn on {day}.{why} What was published of it keeps its identifiers, which say so."
    status = 410


class CursorInvalid(UsageError):
    text = "{cursor!r} is no cursor of this list. Begin without one, and take the next from each answer as it is."


class DecisionError(UsageError):
    status = 409


class UnknownDraft(UsageError):
    text = "There is no draft {draft!r}, or not any more. List those there are: ocn drafts"
    status = 404


class UnknownDraftFile(UsageError):
    text = "The draft {draft} has no file {file!r}. Its files are: {known}."
    status = 404


class NoWorkbook(UsageError):
    text = "The draft {draft} has no workbook (.xlsx) that comments could be written into. Take the report as CSV."
    status = 404


class RecordNotNamed(UsageError):
    text = "There is no such record in the draft. {what}."
    status = 404


class UnknownJob(UsageError):
    text = "There is no job {job!r}. What was ordered is listed under /api/v1/jobs."
    status = 404


class MappingMissing(UsageError):
    text = (
        "{collection} has no mapping yet, so that its files cannot be read. Choose a ready one, or write one."
    )
    status = 409


class FileNameInvalid(UsageError):
    text = "A file cannot be called {name!r}. Give it a name of letters and digits with its ending, such as inventory.xlsx."


class TooManyFiles(UsageError):
    text = "A draft has at most {limit} files. Put the tables into one workbook, or hand in fewer at once."
    status = 413


class KeyUsedOtherwise(UsageError):
    text = "The Idempotency-Key {key!r} came with another request before. Use a new key for each thing you want done."
    status = 422


class KeyInUse(UsageError):
    text = "The first request with the Idempotency-Key {key!r} is still at work. Ask again a little later."
    status = 409


class KeyInvalid(UsageError):
    text = "An Idempotency-Key has 1 to {limit} characters. Take a random one for each thing you want done."


class MappingChanged(UsageError):
    text = "The mapping of {collection} was changed meanwhile. Get it anew, and change that."
    status = 412


class MappingMediaTypeUnknown(UsageError):
    text = "A mapping is taken as one of {known}. This one is said to be of type {media_type}."
    status = 415


class FormInvalid(UsageError):
    text = (
        "The form cannot be read: {detail}. Send files as multipart/form-data, or one file as it is by PUT."
    )


class ColumnUnknown(UsageError):
    text = "There is no {what} in the table {table!r} or among the words. Take tables, columns and words as the proposal names them."
    status = 422


class InvalidLanguage(UsageError):
    text = "{language!r} is no language. Give its tag, such as hu, en or de-AT."


class DraftBusy(UsageError):
    text = "The draft {draft} is just being worked on ({state}). Wait until that is done, or cancel it."
    status = 409


class DraftEnded(UsageError):
    text = "The draft {draft} was {state}, and nothing more can be done with it. Begin a new one."
    status = 409


class DraftNotReady(UsageError):
    text = "The draft {draft} cannot be published or looked at yet: it is {state}. Let it be mapped first."
    status = 409


class DraftEmpty(UsageError):
    text = "The draft {draft} has no file yet. Hand one in first."
    status = 409


class JobEnded(UsageError):
    text = "The job {job} has ended ({state}), so there is nothing to cancel."
    status = 409


class NothingToUndo(DecisionError):
    text = "{collection} has no earlier version to go back to. See: ocn versions {collection}"


class NothingPublished(DecisionError):
    text = (
        "Nothing of {collection} is public, so there is nothing to withdraw. See: ocn versions {collection}"
    )


class ForeignIdentifier(DecisionError):
    text = "{iri} is not an identifier of this network, whose identifiers begin with {space}. Only those can be withdrawn or merged; write the link to another's into the data (owl:sameAs, skos:exactMatch)."
    status = 400


class NotStated(DecisionError):
    text = "{collection} states nothing about {iri}, so it cannot withdraw it. {others}"
    status = 404


class AlreadyWithdrawn(DecisionError):
    text = "{collection} has withdrawn {iri} already. Take that back with: ocn withdraw {collection} {iri} --restore"


class NotWithdrawn(DecisionError):
    text = "{iri} is not withdrawn from {collection}, so there is nothing to restore."


class AlreadyMerged(DecisionError):
    text = "{old} was merged into {survivor} already, and stays so."


class MergeInCircle(DecisionError):
    text = "{old} cannot be merged into {into}: {why}. Name another survivor."


class SurvivorMerged(DecisionError):
    text = "{into} was itself merged into {survivor}. Merge into that: ocn merge {old} {survivor}"


class SurvivorNotPublished(DecisionError):
    text = "{old} cannot be merged into {into}, which {why}. Publish it first, or name another survivor."


class WholeCollectionMeant(DecisionError):
    text = "No thing is named. Name it by its identifier, or say that the whole collection is meant."
    status = 422


class InvalidIRI(UsageError):
    text = "{iri!r} is not an IRI: {reason}. Give a whole one, such as http://www.wikidata.org/entity/Q1781"


class SearchTooLong(UsageError):
    text = "A search may have {characters} characters, and be narrowed by {values} values. Ask for less."


class Unwritable(UsageError):
    text = "{format} has no way to write {what}. Take another format of this description, such as Turtle or N-Triples."
    status = 406


class DataMissing(UsageError):
    text = "There is no data in {path}: it has no {file}. Name the folder of the data: --data DIR"


class FolderNotEmpty(UsageError):
    text = "{path} is not empty, and nothing in it is overwritten. Name a new folder{hint}."
    status = 409


class AlreadyThere(UsageError):
    text = "{what} {name!r} is there already. Choose another name, or go on with the one that is there."
    status = 409


class InvalidSlug(UsageError):
    text = "{slug!r} cannot be the short name of a {what}. Use small letters a-z, digits and hyphens, beginning with a letter or digit, at most 64."


class InvalidBaseIRI(UsageError):
    text = "{base!r} cannot be the base of identifiers: {reason}. Give an http or https address without query and fragment, such as https://data.example.org"


class WrongOption(UsageError):
    text = "{option} {value!r} is not understood. Write {wanted}"


class InvalidLicence(UsageError):
    text = "{address!r} cannot be a licence: {reason}. Give the web address of one, such as http://creativecommons.org/publicdomain/zero/1.0/"


class BaseIRIChanged(UsageError):
    text = "This data was published under {kept}, and identifiers never change; {asked} is refused. Start with --base-url {kept}, or use another --data folder."


class FileMissing(UsageError):
    text = "There is no file {file!r} here. Check the name and the folder."


class SourceMissing(UsageError):
    text = "The mapping reads {file}, and there is no such file beside it.{hint} Put it there, or name another: --source {file}=FILE"


class SourceUnmatched(UsageError):
    text = "The mapping reads {wanted}, and no file of that name was handed in (handed in: {given}). Rename the file, or name it: --source {wanted}=FILE"


class ProbeNotAllowed(UsageError):
    text = "Media are asked for their size only where the operator allows it. Set OCN_MEDIA_PROBE=true, and try again."


class SettingInvalid(UsageError):
    text = "The setting OCN_{name} cannot be used: {detail}. The settings and what each allows stand in docs/operators.md."


class FunctionsInvalid(UsageError):
    text = "{file}: the functions that it should give to mappings cannot be read: {detail}. Mend the file, or take it out of the configuration."


class DatabaseInvalid(UsageError):
    text = "The database {name!r} in the configuration cannot be used: its connection is not written as postgresql://USER@HOST/DATABASE. Mend it in OCN_DATABASES."


class DatabaseTooMighty(UsageError):
    text = "The database {name!r} is granted with a superuser, by whom a query could read the files of its server, so nothing was read. Grant it with a user that may only read: CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader"


class QueryFileInvalid(UsageError):
    text = "{file}: this prepared query cannot be offered: {detail}. Mend the file, or take it out of the folder."


class UnknownQuery(UsageError):
    text = "There is no prepared query {query!r} here. The queries are listed at /queries."
    status = 404


class AccountError(UsageError):
    status = 403


class SignInNeeded(AccountError):
    text = "This needs a person who is signed in, or the token of a member in the header Authorization: Bearer TOKEN. Sign in at /sign-in, or ask the operator for an invitation."
    status = 401


class TokenRefused(AccountError):
    text = "The token in the header Authorization is not known here, or not any more. Make a new one at /workspace/tokens."
    status = 401


class SignInRefused(AccountError):
    text = "The e-mail address and the password do not belong together. Try again, or ask the operator for an invitation to set a new password."


class TooManyAttempts(AccountError):
    text = "There were too many attempts to sign in. Try again in {seconds} seconds."
    status = 429


class ForeignOrigin(AccountError):
    text = (
        "The request came from a page of another site, so nothing was done. Open the page here and try again."
    )


class ScopeMissing(AccountError):
    text = "This needs a token that may {needed}, and this one may only {scope}. Make another one at /workspace/tokens."


class NotYours(AccountError):
    text = "This belongs to the member {member}, for whom you do not work here. Ask that member, or the operator."


class OperatorsOnly(AccountError):
    text = "This is for operators of the network. Ask one of them."


class InvitationInvalid(AccountError):
    text = "This invitation was used already, or has expired. Ask the operator for a new one."
    status = 410


class PasswordUnfit(AccountError):
    text = "This password cannot be taken. Choose one of {shortest} to {longest} characters that is not your address; three or four words make a good one."
    status = 422


class EmailInvalid(AccountError):
    text = "{email!r} is not an e-mail address. Write one such as anna@museum.example."
    status = 422


class EmailTaken(AccountError):
    text = "There is an account with the address {email} already. Sign in with it, or name another address."
    status = 409


class NameMissing(AccountError):
    text = "A name is missing, or has more than {limit} characters. Write a shorter one by which others know what it is."
    status = 422


class UnknownPerson(AccountError):
    text = "Nobody with the address {email} works for {member}. See: ocn member people {member}"
    status = 404


class UnknownToken(AccountError):
    text = "The member {member} has no token {number}. See them at /workspace/tokens."
    status = 404


class GraphStoreError(UsageError):
    pass


class UnknownGraph(GraphStoreError):
    text = "There is no graph {graph} here. Each published collection has one; /catalog lists them, and the operator adds a collection."
    status = 404


class GraphParameterInvalid(GraphStoreError):
    text = "Which graph is meant is not told. Name it by ?graph= with its whole IRI, once, or write ?default for all of them together."


class DefaultGraphReadOnly(GraphStoreError):
    text = "The default graph is what all collections state together, and nobody writes it. Write the graph of your own collection."
    status = 403


class GraphMapped(GraphStoreError):
    text = "The collection {collection} is made from files by a mapping, and its next import would replace what is written here. Hand in its files instead, or have a collection of RDF as it is added."
    status = 409


class GraphChanged(GraphStoreError):
    text = "The graph {graph} is not in the state that If-Match or If-None-Match asks for, so nothing was changed. Read it again, and send the change to what it states now, with its new ETag."
    status = 412


class GraphMediaTypeUnknown(GraphStoreError):
    text = "A graph is taken as one of {known}. This one is said to be of type {media_type}."
    status = 415


class TokenUnknown(GraphStoreError):
    text = "Writing needs the token of a member, in the header Authorization: Bearer TOKEN. There is none here, or not a valid one."
    status = 401


class ForeignGraph(GraphStoreError):
    text = "The graph {graph} is not one of {member}. A member writes the graphs of its own collections."
    status = 403


class BodyTooLarge(GraphStoreError):
    text = "The body has more than {limit} bytes, the limit of this service. Send less at once, and add the rest by POST."
    status = 413


class QueryError(UsageError):
    pass


class QuerySyntaxError(QueryError):
    text = "The query is not valid SPARQL: {detail}"


class QueryRefused(QueryError):
    text = "The query was refused: {reason}"
    status = 403


class QueryLimit(QueryError):
    """Over one of the limits that are listed at /sparql/limits; ``name`` is what it is called there."""

    name: ClassVar[str] = ""


class QueryTooLarge(QueryLimit):
    """A query, or its result, over a limit that the fact ``name`` names."""

    text = "The query is over a limit: {limit} is {value}, and at most {allowed} is allowed here. {advice}"
    status = 413


class QueryParameterInvalid(QueryError):
    text = "The parameter {parameter!r} {reason}"


class QueryNotText(QueryError):
    text = "The {part} is not text in UTF-8: {detail}. Send it as UTF-8, which is also what needs no charset to be named."


class QueryMediaTypeUnknown(QueryError):
    text = (
        "A query is posted as application/sparql-query, or in the parameter query of a form "
        "(application/x-www-form-urlencoded). This request is of type {media_type}."
    )
    status = 415


class QueryTokenUnknown(QueryError):
    text = "The token in the header Authorization is not that of a member, or not any more. Ask without it, as everybody may, or ask the operator for a new one."
    status = 401


class QueryFailed(QueryError):
    text = "The query could not be answered: {detail}"
    status = 503


class QueryStopped(QueryLimit):
    text = "The query was stopped after {seconds:g} seconds, the limit for it. Ask for less with LIMIT, take the dump of the collection, or send the token of a member, which brings more time (/sparql/limits)."
    status = 503
    name = "time"


class QueueFull(QueryLimit):
    text = "All query workers are busy. Try again in {seconds} seconds."
    status = 503
    name = "queue"


class TooManyLong(QueryLimit):
    text = "The query was stopped, because {allowed} long ones are at work already and short ones must not wait for it. Try again in {seconds} seconds, ask for less with LIMIT, or take the dump of the collection."
    status = 503
    name = "long"


class TooManyAtOnce(QueryLimit):
    text = "You have {allowed} queries at work already, the limit for you. Wait until one is answered, or send the token of a member, which brings more (/sparql/limits)."
    status = 429
    name = "concurrent"


class BudgetSpent(QueryLimit):
    text = "Your queries have used up the {allowed:g} seconds of evaluation that you have in a minute. Try again in {seconds} seconds, take the dump of the collection, or send the token of a member, which brings more (/sparql/limits)."
    status = 429
    name = "budget"


class ServiceFailed(QueryError):
    text = "The query asks {endpoint}, and that could not be done: {detail}. Try again later, or write SERVICE SILENT to go on without it."
    status = 502


class DataError(OpenCollectionsError):
    exit_code = 1
    status = 422


class SourceError(DataError):
    pass


class UnknownFileKind(SourceError):
    text = "{file}: it cannot be told what kind of file this is. Hand in CSV, TSV, XLSX, ODS, JSON, NDJSON, XML, Parquet or SQLite."


class BrokenFile(SourceError):
    text = "{file}: the file cannot be read as {kind}: {detail}. Open it in the program that made it, save it again, and hand it in anew."


class NotRDF(SourceError):
    text = "{file}: this collection takes RDF as it is, in files ending with {known}. For a table or an export, add a collection with a mapping: ocn collection add … --mapping FILE"


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


class ReportRefused(DataError):
    text = "{file}: the problems cannot be written into this workbook: {detail} Take the report as CSV."


class MappingInvalid(DataError):
    """A mapping that cannot run; ``problems`` has all findings, and ``str`` tells them line by line."""

    text = "{detail}"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(detail="\n".join(problem.sentence() for problem in problems))


class IdentifierNeeded(DataError):
    text = "{file}: no column has another value in each record, so nothing tells the objects apart. Name the column or the columns that do, one of: {columns}."


class NoTable(DataError):
    text = "{files}: there is no table with headings or records in what was handed in, so there is nothing to propose. Hand in a spreadsheet, a CSV, JSON or XML file."


class ValueUnfit(DataError):
    """A value that makes no term; only a strict run ends with it, any other one goes on with the next."""

    text = "{problem} The run is strict, so it ended here."


class BackupDamaged(DataError):
    text = "The backup {path} cannot be restored: {detail}. Nothing was changed; take another backup."


class VersionDamaged(DataError):
    text = "{path} is not what was published as version {version} of {collection}: {detail}. Put the file of a backup in its place; ocn doctor tells what else there is."


class ShapesInvalid(DataError):
    """Shapes that are no Turtle, or outside of what the checks know of SHACL."""

    text = "The shapes in {file} cannot be used: {detail}. Write them with what docs/profile.md lists."
    code = "shapes-invalid"


class DraftRefused(DataError):
    """A draft that may not be published; ``problems`` has all findings."""

    text = "{collection}: nothing was published, because {count} records have errors. {first}"

    def __init__(self, collection: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = problems[0].sentence() if problems else ""
        super().__init__(collection=collection, count=len(problems), first=first)


class SystemFailure(OpenCollectionsError):
    pass


class JobBrokenOff(SystemFailure):
    text = "The work broke off {attempts} times before it was done ({detail}), so it is not begun again by itself. Nothing was changed. Try a smaller file, or ask the operator to look at the log."


class JobFault(SystemFailure):
    text = "The work was ended by a fault of the service ({detail}), which its log has under the number {job}. Nothing was changed; tell the operator."


class DiskFull(SystemFailure):
    text = "The disk is full while writing {path}. Nothing was changed; make room and try again."
    status = 507


class ExportsBusy(SystemFailure):
    status = 503
    text = (
        "{limit} exports are being made already, which is as many as are made at once. Try again in a minute."
    )


class DataBusy(SystemFailure):
    text = "{path} is in use by another ocn serve (process {process}). Stop that one, or give this one its own folder: --data DIR"
    status = 503


class DataNewer(SystemFailure):
    text = "The data folder {path} was written by a newer program (its schema is {found}, this program knows {known}). Start the newer program again, or restore a backup that this one made: ocn restore DIR"


class DataUnreadable(SystemFailure):
    text = "The data folder {path} cannot be used: {detail}. Check who may read and write it."


class AddressInUse(SystemFailure):
    text = "{host}:{port} cannot be listened on: {detail}. Stop the program that does, or choose another: --port {other}"


class EngineFailed(SystemFailure):
    text = "The store at {path} reported: {detail}. Try again; if it stays so, rebuild it with: ocn rebuild"


class GenerationGone(EngineFailed):
    """The folder of a generation is not there: it was swept, or was never made."""


class EngineUnreachable(EngineFailed):
    text = "The engine at {address} cannot be reached: {detail}. See whether it runs, and try again."
    status = 503


class EngineRefused(EngineFailed):
    text = "The engine at {address} answered {status}: {detail}. See the settings OCN_ENGINE… and the engine's own log."
    status = 503


class EngineBehind(EngineFailed):
    text = "The engine at {address} holds {held}, and {wanted} is published. Fill it from the versions with: ocn rebuild"
    status = 503


class EngineTaken(EngineFailed):
    text = "The engine at {address} holds the collections of another data folder under the same base. Give each its own engine, or its own base; to take this one over: ocn rebuild"
    status = 503


class FunctionFailed(SystemFailure):
    text = "A function of this service did not work: {detail}. Whoever runs the service can mend it; a function gives None for a value that it has nothing for."


class DatabaseUnreachable(SystemFailure):
    text = "The database {name!r} cannot be read: {detail}. Whoever runs the service can look at its connection in OCN_DATABASES."
    status = 503
