"""The cache: an answer is given again only to a request that would get the very same one."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import Request, Response

from opencollections.errors import DataUnreadable
from opencollections.web.cache import SHARE, Cache, keep

BUDGET = 1_000_000

Route = Callable[[Request], Response]


class Service:
    """An application with one route behind a cache; ``asked`` counts how often the route is asked."""

    def __init__(self, route: Route, budget: int = BUDGET) -> None:
        self.asked = 0
        self.generation = 1
        self.edition = 0
        self.keeps = True
        self._route = route
        self._cache = Cache(self._app, current=self._current, budget_bytes=budget)

    def _current(self) -> tuple[int, int]:
        if self.generation < 0:
            raise DataUnreadable(path="data", detail="it is not there")
        return self.generation, self.edition

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        request = Request(scope)
        if self.keeps:
            keep(request, self.generation)
        await self._route(request)(scope, receive, send)

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path with headers, and give status, headers and body."""
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path.partition("?")[0],
            "raw_path": path.partition("?")[0].encode(),
            "query_string": path.partition("?")[2].encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }
        asyncio.run(self._cache(scope, None, send))
        start, *pieces = sent
        body = b"".join(piece["body"] for piece in pieces)
        return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body


def numbered(status: int = 200, size: int = 10, **headers: str) -> Route:
    """Make a route whose answers differ each time, so that one given again can be told."""
    counted = iter(range(1_000))

    def route(_: Request) -> Response:
        body = str(next(counted)).rjust(size).encode()
        return Response(body, status, {name.replace("_", "-"): value for name, value in headers.items()})

    return route


def is_kept(service: Service, *asked: dict[str, Any]) -> bool:
    """Tell whether the second of two requests, or the same again, is answered without asking the route."""
    service.get(**asked[0])
    before = service.asked
    service.get(**asked[-1])
    return service.asked == before


def test_the_same_request_gets_the_same_answer_without_asking_the_route() -> None:
    service = Service(numbered(etag='"a"', x_request_id="first", server_timing="query;dur=5"))
    first, again = service.get("/a?b"), service.get("/a?b")
    assert service.asked == 1
    assert (first[0], first[2]) == (again[0], again[2])
    assert again[1]["etag"] == '"a"'
    assert again[1]["x-request-id"] != "first"
    assert "server-timing" not in again[1]


DIFFERENT = [
    ({"path": "/a"}, {"path": "/b"}),
    ({"path": "/a%2Fb"}, {"path": "/a/b"}),
    ({"path": "/a?b"}, {"path": "/a?c"}),
    ({"path": "/a"}, {"path": "/a?"} | {"accept": "text/html"}),
    ({"accept": "text/turtle"}, {"accept": "text/html"}),
    ({"accept": "text/turtle"}, {}),
    ({"accept": "text/turtle"}, {"accept": "text/turtle", "accept_language": "hu"}),
    ({}, {"method": "POST"}),
    ({}, {"authorization": "Bearer a"}),
    ({"authorization": "Bearer a"}, {"authorization": "Bearer a"}),
    ({}, {"range": "bytes=0-1"}),
]


@pytest.mark.parametrize(("first", "second"), DIFFERENT)
def test_another_request_asks_the_route(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert not is_kept(Service(numbered(vary="Accept, accept-language")), first, second)


def test_a_header_that_vary_does_not_name_makes_no_difference() -> None:
    service = Service(numbered(vary="Accept"))
    assert is_kept(service, {"accept": "text/html", "user_agent": "a"}, {"accept": "text/html"})


def test_answers_that_vary_by_different_headers_are_told_apart() -> None:
    def route(request: Request) -> Response:
        language = request.headers.get("accept-language", "")
        page = request.headers.get("accept") == "text/html"
        vary = "Accept, Accept-Language" if page else "Accept"
        return Response(language if page else "data", headers={"Vary": vary})

    service = Service(route)
    for _ in range(2):
        assert service.get(accept="text/turtle", accept_language="hu")[2] == b"data"
        assert service.get(accept="text/html", accept_language="hu")[2] == b"hu"
        assert service.get(accept="text/html", accept_language="en")[2] == b"en"
    assert service.asked < 6


def test_another_generation_forgets_everything() -> None:
    service = Service(numbered())
    assert is_kept(service, {})
    service.generation = 2
    assert service.get()[2].strip() == b"1"
    assert is_kept(service, {})


def test_what_is_said_anew_without_a_publish_forgets_everything_too() -> None:
    service = Service(lambda _: Response(b"x"))
    service.get()
    service.edition += 1
    service.get()
    assert service.asked == 2


def test_an_answer_that_something_was_said_anew_under_is_not_kept() -> None:
    def route(_: Request) -> Response:
        service.edition = 1
        return Response(b"x")

    service = Service(route)
    service.get()
    service.get()
    assert service.asked == 2


def test_an_answer_from_a_generation_that_is_not_current_is_not_kept() -> None:
    service = Service(numbered())

    async def late(scope: Any, receive: Any, send: Any) -> None:
        keep(Request(scope), service.generation)
        service.generation += 1
        service.asked += 1
        await Response(b"of the one before")(scope, receive, send)

    service._cache.app = late
    service.get()
    service._cache.app = service._app
    assert service.get()[2].strip() == b"0"


NOT_KEPT = [
    numbered(404),
    numbered(503),
    numbered(304),
    numbered(vary="*"),
    numbered(vary="Accept, *"),
    numbered(cache_control="no-store"),
    numbered(cache_control="private, max-age=60"),
    numbered(set_cookie="a=b"),
    numbered(size=BUDGET // SHARE + 1),
]


@pytest.mark.parametrize("route", NOT_KEPT)
def test_an_answer_that_is_not_for_everybody_is_not_kept(route: Route) -> None:
    assert not is_kept(Service(route), {})


def test_a_route_that_does_not_take_part_is_asked_each_time() -> None:
    service = Service(numbered())
    service.keeps = False
    assert not is_kept(service, {})


def test_where_nobody_can_tell_the_generation_the_route_is_asked() -> None:
    service = Service(numbered())
    service.get()
    service.generation = -1
    assert service.get()[0] == 200
    assert service.asked == 2


def test_a_budget_of_nothing_keeps_nothing() -> None:
    assert not is_kept(Service(numbered(), budget=0), {})


def test_a_stream_that_ends_early_is_not_kept() -> None:
    class Broken(Response):
        async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"half", "more_body": True})

    assert not is_kept(Service(lambda _: Broken()), {})


def test_head_is_answered_from_what_get_has_left_and_leaves_nothing_itself() -> None:
    service = Service(numbered(size=10))
    service.get(method="HEAD")
    assert service.get()[2].strip() == b"1"
    status, headers, body = service.get(method="HEAD")
    assert (status, headers["content-length"], body) == (200, "10", b"")
    assert service.asked == 2


CONDITIONS = [
    ({"if_none_match": '"a"'}, 304),
    ({"if_none_match": 'W/"a", "b"'}, 304),
    ({"if_none_match": "*"}, 304),
    ({"if_none_match": '"b"'}, 200),
    ({"if_none_match": '"b"', "if_modified_since": "Mon, 23 Nov 2026 10:00:00 GMT"}, 200),
    ({"if_modified_since": "Mon, 23 Nov 2026 10:00:00 GMT"}, 304),
    ({"if_modified_since": "Mon, 23 Nov 2026 09:00:00 GMT"}, 200),
    ({"if_modified_since": "yesterday"}, 200),
]


@pytest.mark.parametrize(("condition", "status"), CONDITIONS)
def test_a_client_that_has_it_is_told_so(condition: dict[str, str], status: int) -> None:
    service = Service(numbered(etag='"a"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT", vary="Accept"))
    service.get()
    found, headers, body = service.get(**condition)
    assert (service.asked, found) == (1, status)
    assert (headers["etag"], headers["vary"]) == ('"a"', "Accept")
    assert (body == b"") is (status == 304)
    assert ("content-length" in headers) is (status == 200)


def test_the_budget_holds_and_the_oldest_goes_first() -> None:
    service = Service(numbered(size=10_000), budget=200_000)
    for number in range(100):
        service.get(f"/{number}")
        service.get("/0")
        assert service._cache._weight <= 200_000
    assert service._cache._weight == sum(one.weight for one in service._cache._resources.values())
    assert service.asked == 100
    assert is_kept(service, {"path": "/99"})
    assert not is_kept(service, {"path": "/98"}, {"path": "/1"})


def test_one_resource_in_many_variants_takes_its_share_and_no_more() -> None:
    service = Service(numbered(size=10, vary="Accept"))
    service.get("/other")
    for number in range(200):
        service.get(accept=f"text/x{number}" + "," * 8_000)
        assert service._cache._weight <= BUDGET // SHARE + 20_000
    assert is_kept(service, {"path": "/other"})
