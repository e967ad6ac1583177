"""Problems as a check finds them, for the tests of its report."""

from opencollections.mapping.cell_problems import more_of
from opencollections.problems import Problem, Severity, Telling

DATE = Telling(
    "{value!r} is no date: there is no {readings}.",
    "Look it up, and correct day, month or year.",
    {"value": "1903.02.30", "readings": "1903-02-30"},
)
LATITUDE = Telling(
    "Missing: {property} ({kind}).",
    "Add the latitude: with coordinates the place stands on the map and raises the metadata tier.",
    {
        "property": "http://www.w3.org/2003/01/geo/wgs84_pos#lat",
        "kind": "http://www.europeana.eu/schemas/edm/Place",
    },
)
RIGHTS = Telling(
    "{value!r} is not understood as a rights statement.",
    "Write a licence such as CC BY 4.0 or CC0, or Public Domain, or In Copyright.",
    {"value": '=HYPERLINK("https://evil.example")'},
)
PLACE = {"file": "ledger.xlsx", "sheet": "Objects"}


def problem(code: str, severity: Severity, telling: Telling, **place) -> Problem:
    return Problem.told(code, severity, telling, **{**PLACE, "value": telling.facts.get("value"), **place})


PROBLEMS = (
    problem("date-impossible", Severity.WARNING, DATE, row=2, column="When"),
    *(
        problem(
            "place-latitude-missing", Severity.ADVICE, LATITUDE, row=row, column="Where", entity=f"urn:{row}"
        )
        for row in (2, 3)
    ),
    Problem.told("place-latitude-missing", Severity.ADVICE, more_of(210), column="Where", **PLACE),
    problem("rights-unread", Severity.ERROR, RIGHTS, row=3, column="Rights"),
    Problem("mapping-odd", Severity.WARNING, "The mapping is odd.", "Mend it.", file="mapping.yml", row=4),
)
