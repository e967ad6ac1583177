"""Deeds: what the audit log tells of actions and their outcome, in the reader's language."""

from typing import Final

from .interface import Interface, marked

DEEDS: Final = {
    "sign in": marked("signed in"),
    "accept invitation": marked("followed an invitation"),
    "change account": marked("changed name or language"),
    "change password": marked("changed the password"),
    "sign out everywhere": marked("signed out everywhere"),
    "make token": marked("made a token"),
    "revoke token": marked("ended a token"),
    "invite": marked("invited"),
    "end invitation": marked("ended an invitation"),
    "revoke account": marked("took an account back"),
    "add member": marked("added the member"),
    "add collection": marked("added a collection"),
    "change collection": marked("changed a collection"),
    "hand in": marked("handed in"),
    "take back file": marked("took a file out"),
    "correct reading": marked("corrected how a file is read"),
    "begin draft": marked("began a draft"),
    "change draft": marked("changed a draft"),
    "check draft": marked("had a draft checked"),
    "discard draft": marked("discarded a draft"),
    "change mapping": marked("changed a mapping"),
    "publish": marked("published"),
    "undo": marked("went back to an earlier version"),
    "withdraw": marked("withdrew"),
    "restore": marked("took a withdrawal back"),
    "merge": marked("merged"),
    "map ended": marked("the check ended"),
    "publish ended": marked("the publishing ended"),
    "undo ended": marked("the way back ended"),
    "withdraw ended": marked("the withdrawal ended"),
    "restore ended": marked("the restoration ended"),
    "merge ended": marked("the merge ended"),
    "cancel": marked("cancelled"),
    "take out": marked("took everything out"),
}
"""The actions of the log; one that is not here is told as it is."""

OUTCOMES: Final = {"done": marked("done"), "failed": marked("failed")}


def deed(action: str, interface: Interface) -> str:
    """Tell an action of the log."""
    known = DEEDS.get(action)
    return interface.gettext(known) if known else action


def outcome(code: str, interface: Interface) -> str:
    """Tell what came of it: done, failed, or refused for the reason that an error's code names."""
    known = OUTCOMES.get(code)
    return interface.gettext(known) if known else interface.gettext("refused (%(code)s)", code=code)
