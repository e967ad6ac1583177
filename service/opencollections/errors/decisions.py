"""Decisions: a withdrawal, merge or undo that cannot be."""

from .root import UsageError


class DecisionError(UsageError):
    status = 409


class NothingToUndo(DecisionError):
    text = "{collection} has no earlier version to go back to."
    verb = "See: ocn versions {collection}"


class NothingPublished(DecisionError):
    text = "Nothing of {collection} is public, so there is nothing to withdraw."
    verb = "See: ocn versions {collection}"


class ForeignIdentifier(DecisionError):
    text = "{iri} is not an identifier of this network: those begin with {space}, and stand on the page of each thing. Only they can be withdrawn or merged; the same thing elsewhere is told by a column of the file."
    status = 400


class NotStated(DecisionError):
    text = "{collection} states nothing about {iri}, so it cannot withdraw it. {others}"
    status = 404


class AlreadyWithdrawn(DecisionError):
    text = (
        "{collection} has withdrawn {iri} already. Put it back where the collection lists what is withdrawn."
    )
    verb = "Or do so with: ocn withdraw {collection} {iri} --restore"


class NotWithdrawn(DecisionError):
    text = "{iri} is not withdrawn from {collection}, so there is nothing to restore."


class AlreadyMerged(DecisionError):
    text = "{old} was merged into {survivor} already, and stays so."


class MergeInCircle(DecisionError):
    text = "{old} cannot be merged into {into}: {why}. Name another survivor."


class SurvivorMerged(DecisionError):
    text = "{into} was itself merged into {survivor}. Merge into that instead."
    verb = "Do so with: ocn merge {old} {survivor}"


class SurvivorNotPublished(DecisionError):
    text = "{old} cannot be merged into {into}, which {why}. Publish it first, or name another survivor."


class WholeCollectionMeant(DecisionError):
    text = "No thing is named. Name it by its identifier, or say that the whole collection is meant."
    status = 422
