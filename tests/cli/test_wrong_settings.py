"""A setting that cannot be used is named; its value, which may be a secret, is not shown."""

import pytest

from opencollections.cli import options
from opencollections.errors import UsageError
from opencollections.publishing.grants import grants


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("OCN_QUERY_WORKERS", "0", "OCN_QUERY_WORKERS cannot be used: Input should be greater than"),
        ("OCN_DATABASES", '{"a": "secret', "OCN_DATABASES cannot be used: It is not valid JSON"),
        ("OCN_DATABASES", '{"a": ["secret"]}', "OCN_DATABASES cannot be used: Input should be a valid string"),
        ("OCN_DATABASES", '{"a": "mysql://secret@h/b"}', "The database 'a' in the configuration cannot be used"),
    ],
)  # fmt: skip
def test_a_wrong_setting(monkeypatch: pytest.MonkeyPatch, setting: str, value: str, sentence: str):
    monkeypatch.setenv(setting, value)
    with pytest.raises(UsageError, match=sentence) as refused:
        grants(options.settings(None, None))
    assert "secret" not in str(refused.value)
