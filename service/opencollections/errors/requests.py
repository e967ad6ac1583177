"""What is asked for: it is not there any more or never was, or it is asked in a way that nobody understands."""

from .root import UsageError


class UnknownMember(UsageError):
    text = "There is no member {member!r}."
    verb = "Add it with: ocn member add {member} --name NAME"
    status = 404
    translated = False


class UnknownCollection(UsageError):
    text = "There is no collection {collection!r}."
    verb = "Add it with: ocn collection add {collection} --title TITLE --licence URL --mapping FILE"
    status = 404
    translated = False


class UnknownVersion(UsageError):
    text = (
        "The collection {collection!r} has no version {version}. Choose one of those that are listed with it."
    )
    verb = "See: ocn versions {collection}"
    status = 404


class UnknownEntity(UsageError):
    text = "Nothing is published under the identifier {iri}. Look for it at /search."
    status = 404


class UnknownFormat(UsageError):
    text = "The format {format!r} is not offered here. Choose one of: {known}."
    status = 406


class NotOffered(UsageError):
    text = "Nothing that is asked for is offered here. Choose one of: {known}."
    status = 406


class RangeUnsatisfiable(UsageError):
    text = "The file has {size} bytes, and no part {range} of them. Ask for a part within it, or without the header Range for all of it."
    status = 416
    translated = False


class EntityWithdrawn(UsageError):
    text = "{name} was withdrawn on {day}.{why}{instead} Its identifier stays reserved and never means anything else."
    status = 410
    translated = False


class CollectionWithdrawn(UsageError):
    text = "The collection {title} ({collection}) was withdrawn on {day}.{why} What was published of it keeps its identifiers, which say so."
    status = 410


class CursorInvalid(UsageError):
    text = "{cursor!r} is no cursor of this list. Begin without one, and take the next from each answer as it is."


class KeyUsedOtherwise(UsageError):
    text = "The Idempotency-Key {key!r} came with another request before. Use a new key for each thing you want done."
    status = 422
    translated = False


class KeyInUse(UsageError):
    text = "The first request with the Idempotency-Key {key!r} is still at work. Ask again a little later."
    status = 409
    translated = False


class KeyInvalid(UsageError):
    text = "An Idempotency-Key has 1 to {limit} characters. Take a random one for each thing you want done."
    translated = False


class FormInvalid(UsageError):
    text = (
        "The form cannot be read: {detail}. Send files as multipart/form-data, or one file as it is by PUT."
    )
    translated = False


class InvalidLanguage(UsageError):
    text = "{language!r} is no language. Give its tag, such as hu, en or de-AT."


class InvalidIRI(UsageError):
    text = "{iri!r} is not an IRI: {reason}. Give a whole one, such as http://www.wikidata.org/entity/Q1781"


class SearchTooLong(UsageError):
    text = "A search may have {characters} characters, and be narrowed by {values} values. Ask for less."


class Unwritable(UsageError):
    text = "{format} has no way to write {what}. Take another format of this description, such as Turtle or N-Triples."
    status = 406


class UnknownQuery(UsageError):
    text = "There is no prepared query {query!r} here. The queries are listed at /queries."
    status = 404
    translated = False
