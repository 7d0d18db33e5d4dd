"""A browser's side of HTTP: one connection that stays open, a session cookie, gzip."""

import gzip
import http.client
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.test import Client

from newsreader.models import User


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    wire: int
    """Bytes of the body as sent."""
    body: bytes


@dataclass
class Http:
    """Signed in as the user, on the server at `root`. A request returns when its answer is whole."""

    root: str
    user: User
    connection: http.client.HTTPConnection = field(init=False)
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.root)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        token = secrets.token_hex(16)
        self.headers = {
            "Accept-Encoding": "gzip",
            "Accept-Language": "de",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(self.user)}; csrftoken={token}",
            "X-CSRFToken": token,
        }

    def get(self, path: str, **headers: str) -> Answer:
        return self._send("GET", path, None, headers)

    def post(self, path: str, values: dict[str, str], **headers: str) -> Answer:
        sent = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
        return self._send("POST", path, urlencode(values), sent | headers)

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        self.connection.request(method, path, body, self.headers | headers)
        response = self.connection.getresponse()
        data = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{method} {path} answers {response.status}")
        kept = {name.lower(): value for name, value in response.getheaders()}
        plain = gzip.decompress(data) if kept.get("content-encoding") == "gzip" else data
        return Answer(response.status, kept, len(data), plain)


def session_of(user: User) -> str:
    """The cookie of a new session, as signing in makes it."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value
