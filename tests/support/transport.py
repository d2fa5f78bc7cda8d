"""How the test phone reaches a server: through Flask's test client, or over a real socket that may be cut."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from flask.testing import FlaskClient


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Transport(Protocol):
    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer: ...


@dataclass
class InProcess:
    client: FlaskClient

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        found = self.client.open(path, method=method, headers=dict(headers), data=body)
        return Answer(found.status_code, found.headers, found.data)


@dataclass
class OverHttp:
    """Raises OSError (or http.client.HTTPException) when the connection breaks."""

    url: str
    timeout: float = 120

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, dict(headers))
            found = connection.getresponse()
            return Answer(found.status, found.headers, found.read())  # type: ignore[arg-type]
        finally:
            connection.close()
