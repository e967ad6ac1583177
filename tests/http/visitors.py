"""Visitors: people at a browser, who fill in forms and stay signed in."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
from speaking import Client

from opencollections.members.invitations import accept, invite
from opencollections.members.scopes import Scope
from opencollections.members.tokens import add_token
from opencollections.store.folders import DataFolder

PASSWORD = "three plain words"


@dataclass
class Visitor:
    """A browser at the service; ``cookies`` are what it keeps, by name."""

    client: Client
    cookies: dict[str, str] = field(default_factory=dict)
    site: str = "same-origin"

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self._sent("GET", path, {name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form from a page of the service, or of ``site``."""
        headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": self.site}
        return self._sent("POST", path, headers, urlencode(fields).encode())

    def hand_in(self, path: str, files: dict[str, bytes], *, cut: int | None = None) -> httpx.Response:
        """Send files as a browser does; with ``cut`` the form ends after so many bytes."""
        parts = [
            b'--edge\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n'
            % (name.replace('"', "%22").encode(), content)
            for name, content in files.items()
        ]
        body = b"".join([*parts, b"--edge--\r\n"])[:cut]
        headers = {"content-type": "multipart/form-data; boundary=edge", "sec-fetch-site": self.site}
        return self._sent("POST", path, headers, body)

    def ask(self, method: str, path: str, document: Any = None) -> httpx.Response:
        """Ask the interface for programs, as a script of a page of ``site`` would."""
        headers = {"accept": "application/json", "sec-fetch-site": self.site}
        if document is None:
            return self._sent(method, f"/api/v1{path}", headers)
        headers["content-type"] = "application/json"
        return self._sent(method, f"/api/v1{path}", headers, json.dumps(document).encode())

    def signed_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        answer = self.post("/sign-in", email=email, password=password)
        assert answer.status_code == 303, answer.text
        return self

    def _sent(
        self, method: str, path: str, headers: dict[str, str], content: bytes | None = None
    ) -> httpx.Response:
        kept = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        sent = {"accept": "text/html"} | headers | (kept if self.cookies else {})
        answer = self.client.request(method, path, sent, content)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
        return answer


def employ(data: DataFolder, member: str, email: str, *, operator: bool = False) -> None:
    """Make an account with the password of all visitors."""
    with data.control() as control:
        secret = invite(control, member, email, operator=operator)
        accept(control, secret, email, email.partition("@")[0].title(), "en", PASSWORD)


def token_of(data: DataFolder, member: str, scope: Scope = Scope.PUBLISH) -> str:
    with data.control() as control:
        return add_token(control, member, "test", scope, "a test")[1]
