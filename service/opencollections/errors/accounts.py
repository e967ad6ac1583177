"""Accounts: who asks, and what they may."""

from .root import UsageError


class AccountError(UsageError):
    status = 403


class SignInNeeded(AccountError):
    text = "This needs a person who is signed in, or the token of a member in the header Authorization: Bearer TOKEN. Sign in at /sign-in, or ask the operator for an invitation."
    status = 401


class TokenRefused(AccountError):
    text = "The token in the header Authorization is not known here, or not any more. Make a new one at /workspace/tokens."
    status = 401
    translated = False


class SignInRefused(AccountError):
    text = "The e-mail address and the password do not belong together. Try again, or ask the operator for an invitation to set a new password."


class TooManyAttempts(AccountError):
    text = "There were too many attempts to sign in. Try again in {seconds} s."
    status = 429


class ForeignOrigin(AccountError):
    text = (
        "The request came from a page of another site, so nothing was done. Open the page here and try again."
    )


class ScopeMissing(AccountError):
    text = "This needs a token that may {needed}, and this one may only {scope}. Make another one at /workspace/tokens."
    translated = False


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
    text = "Nobody with the address {email} works for {member}."
    verb = "See: ocn member people {member}"
    status = 404


class UnknownToken(AccountError):
    text = "The member {member} has no token {number}. See them at /workspace/tokens."
    status = 404
