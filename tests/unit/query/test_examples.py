import pytest
from pyoxigraph import Store

from opencollections.query.examples import EXAMPLES, Example
from opencollections.query.limits import QueryLimits
from opencollections.query.sparql import checked_query


def test_there_are_five_examples() -> None:
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES) == 5


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_an_example_is_a_query_that_this_service_answers(example: Example) -> None:
    query = checked_query(example.text, QueryLimits())
    list(Store().query(query.text))
    assert not query.names_dataset
    assert example.text.count("PREFIX") == len(
        {line for line in example.text.splitlines() if line.startswith("PREFIX")}
    )
