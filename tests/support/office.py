"""A person at the console, for tests: signed in with a role, sending forms with their token as a browser
would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.identity import passwords
from server.identity.accounts import NewAccount, accounts_of, create_account
from server.identity.sessions import Person, csrf_of, open_session, person_of
from server.web.context import office, unit_of_work
from server.web.office.base import SESSION_COOKIE

NAMES = {
    "administrator": ("管信", "Guan Xin"),
    "reviewer": ("何静", "He Jing"),
    "editor": ("闻达", "Wen Da"),
    "director": ("郑明", "Zheng Ming"),
}
PASSWORD = "seven-grey-herons"

passwords._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""Real argon2id, but cheap: a test opens many accounts."""


@dataclass
class OfficeClient:
    """Requests as one signed-in person. Paths are whole (`/office/…`)."""

    client: FlaskClient
    token: str
    person: Person

    def get(self, path: str, **options: Any) -> TestResponse:
        return self._send("GET", path, **options)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **options: Any) -> TestResponse:
        return self._send("POST", path, data={"csrf_token": self.person.csrf, **(data or {})}, **options)

    def _send(self, method: str, path: str, **options: Any) -> TestResponse:
        self.client.set_cookie(SESSION_COOKIE, self.token, path="/office")
        return self.client.open(path, method=method, **options)


def account_with(roles: Sequence[str], n: int = 1) -> str:
    """The id of the n-th test account with these roles, made when it isn't there. Needs an application
    context."""
    username = f"{'-'.join(roles)}-{n}"
    for found in accounts_of(office()):
        if found.username == username:
            return found.id
    zh, en = NAMES[roles[0]]
    new = NewAccount(username, PASSWORD, roles, zh, en, must_change=False)
    with unit_of_work() as work:
        return create_account(work, "system", new)


def login(client: FlaskClient, role: str, n: int = 1) -> OfficeClient:
    """Signs in the n-th person with the role; `n=2` is somebody else, for the rules that need two."""
    with client.application.app_context():
        account = account_with([role], n)
        with unit_of_work() as work:
            token = open_session(work, account)
        found = person_of(office(), token)
    assert found is not None
    assert found.csrf == csrf_of(token)
    return OfficeClient(client, token, found)
