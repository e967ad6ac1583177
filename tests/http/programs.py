"""Programs: members' scripts at ``/api/v1``, with a token and JSON, and a worker that does what they order."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
from speaking import Client, settings_of

from opencollections.publishing.jobs import do
from opencollections.store import jobs
from opencollections.store.folders import DataFolder


@dataclass
class Program:
    """A script that shows a token."""

    client: Client
    token: str | None
    kept: dict[str, Any] = field(default_factory=dict)

    def send(
        self, method: str, path: str, document: Any = None, *, content: Any = None, **headers: str
    ) -> httpx.Response:
        """Send JSON, or a body as it is; a header is named with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent["authorization"] = f"Bearer {self.token}"
        if document is not None:
            sent["content-type"] = "application/json"
            content = json.dumps(document).encode()
        return self.client.request(method, f"/api/v1{path}", sent, content)

    def get(self, path: str, **headers: str) -> Any:
        """Give what a path answers, which must be well."""
        answer = self.send("GET", path, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, document: Any = None, *, status: int = 202, **headers: str) -> Any:
        """Give what comes of an order, which must be taken."""
        answer = self.send("POST", path, document, **headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def put_file(self, draft: str, name: str, content: bytes) -> Any:
        answer = self.send("PUT", f"/drafts/{draft}/files/{name}", content=content)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, method: str, path: str, document: Any = None, **given: Any) -> tuple[int, str]:
        """Give the status and the code of a problem."""
        answer = self.send(method, path, document, **given)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        problem = answer.json()
        assert problem["detail"]
        return answer.status_code, problem["code"]


def worked(data: DataFolder) -> None:
    """Do all jobs that wait, as the ingest worker would."""
    while True:
        with data.control() as control:
            waiting = [job for job in jobs.open_jobs(control) if job.state is jobs.JobState.WAITING]
            if not waiting:
                return
            with control.transaction():
                jobs.begin(control, waiting[0])
        do(data, settings_of(data.root), waiting[0])
