"""Tokens: 256 random bits that a member shows; only their hash is kept, so that they are shown once."""

import hashlib
import secrets
from typing import Final

PREFIX: Final = "ocn_"


def new_token() -> str:
    """Make a token for a member."""
    return PREFIX + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Give what is kept of a token (SHA-256; a token has too many bits to be guessed from it)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
