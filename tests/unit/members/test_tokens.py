"""Tokens: random, and kept only as a hash."""

from opencollections.members.tokens import new_token, token_hash


def test_every_token_is_new_and_its_hash_tells_it_apart():
    tokens = {new_token() for _ in range(50)}
    assert len(tokens) == len({token_hash(token) for token in tokens}) == 50
    assert all(token.startswith("ocn_") and len(token) > 40 for token in tokens)


def test_a_hash_is_stable_and_does_not_contain_the_token():
    token = new_token()
    assert token_hash(token) == token_hash(token)
    assert token not in token_hash(token)
