"""A setting that cannot be used is named; its value, which may be a secret, is not shown."""

import pytest

from opencollections.cli import options
from opencollections.errors import UsageError
from opencollections.publishing.grants import grants


def _used() -> None:
    settings = options.settings(None, None)
    grants(settings)
    options.folder(settings)


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("OCN_QUERY_WORKERS", "0", "OCN_QUERY_WORKERS cannot be used: Input should be greater than"),
        ("OCN_DATABASES", '{"a": "secret', "OCN_DATABASES cannot be used: It is not valid JSON"),
        ("OCN_DATABASES", '{"a": ["secret"]}', "OCN_DATABASES cannot be used: Input should be a valid string"),
        ("OCN_DATABASES", '{"a": "mysql://secret@h/b"}', "The database 'a' in the configuration cannot be used"),
        ("OCN_ENGINE", "oxygraph", "OCN_ENGINE cannot be used: Input should be 'embedded'"),
        ("OCN_ENGINE", "virtuoso", "OCN_ENGINE_QUERY_URL cannot be used: the engine 'virtuoso' needs an http"),
    ],
)  # fmt: skip
def test_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, setting: str, value: str, sentence: str):
    monkeypatch.setenv(setting, value)
    with pytest.raises(UsageError, match=sentence) as refused:
        _used()
    assert "secret" not in str(refused.value)


def test_a_password_in_an_address_is_refused_and_not_shown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OCN_ENGINE", "sparql")
    monkeypatch.setenv("OCN_ENGINE_QUERY_URL", "http://me:secret@localhost/query")
    with pytest.raises(UsageError, match="OCN_ENGINE_PASSWORD") as refused:
        _used()
    assert "secret" not in str(refused.value)
