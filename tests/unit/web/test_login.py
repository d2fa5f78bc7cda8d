"""Coming in: the same answer for every wrong pair, a wait for guessers, a fresh session for the right one."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.storage.overview import acts
from server.web.office.base import FORM_COOKIE, SESSION_COOKIE
from tests.support.office import PASSWORD, account_with
from tests.support.world import World


def try_login(client: FlaskClient, username: str, password: str, **more: str) -> TestResponse:
    page = client.get("/office/login").text
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page)
    assert found is not None
    data = {"csrf_token": found[1], "username": username, "password": password, **more}
    return client.post("/office/login", data=data)


@pytest.fixture
def client(world: World) -> FlaskClient:
    with world.app.app_context():
        account_with(["reviewer"])
    return world.client


def test_the_right_pair_opens_a_session_and_leaves_an_entry(world: World, client: FlaskClient) -> None:
    answer = try_login(client, "reviewer-1", PASSWORD)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/office/")
    assert client.get("/office/").status_code == 200
    with world.office() as office:
        assert acts(office, "session", 1)[0][0].type == "session.opened"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookies = try_login(client, "reviewer-1", PASSWORD).headers.getlist("Set-Cookie")
    mine = next(one for one in cookies if one.startswith(SESSION_COOKIE))
    assert "HttpOnly" in mine
    assert "SameSite=Strict" in mine
    assert "Path=/office" in mine


def test_an_unknown_name_and_a_wrong_password_read_the_same(client: FlaskClient) -> None:
    unknown = try_login(client, "nobody", PASSWORD)
    wrong = try_login(client, "reviewer-1", "wrong-password")
    assert unknown.status_code == wrong.status_code == 401
    sentence = re.compile(r'role="alert">([^<]+)<')
    assert sentence.findall(unknown.text) == sentence.findall(wrong.text) != []


def test_a_wrong_password_keeps_the_name_typed(client: FlaskClient) -> None:
    assert 'value="reviewer-1"' in try_login(client, "reviewer-1", "wrong-password").text


def test_a_deactivated_account_cannot_come_in(world: World, client: FlaskClient) -> None:
    from server.identity import accounts

    with world.work() as office:
        found = next(one for one in accounts.accounts_of(office) if one.username == "reviewer-1")
        accounts.deactivate(office, "system", found.id, "", found.revision)
    assert try_login(client, "reviewer-1", PASSWORD).status_code == 401


def test_after_five_failures_even_the_right_password_waits(world: World, client: FlaskClient) -> None:
    for _ in range(5):
        try_login(client, "reviewer-1", "wrong-password")
    answer = try_login(client, "reviewer-1", PASSWORD)
    assert answer.status_code == 429
    assert "31 秒" in answer.text
    world.clock.advance(seconds=31)
    assert try_login(client, "reviewer-1", PASSWORD).status_code == 303


def test_a_login_form_from_elsewhere_is_refused(client: FlaskClient) -> None:
    client.get("/office/login")
    answer = client.post("/office/login", data={"username": "reviewer-1", "password": PASSWORD})
    assert answer.status_code == 403


def test_logging_in_again_ends_the_session_before(world: World, client: FlaskClient) -> None:
    try_login(client, "reviewer-1", PASSWORD)
    before = client.get_cookie(SESSION_COOKIE, path="/office")
    assert before is not None
    me = client.get("/office/password").text
    token = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', me)
    assert token is not None
    client.set_cookie(FORM_COOKIE, "ab", path="/office")
    from server.web.office.base import _anonymous_token

    data = {"csrf_token": _anonymous_token("ab"), "username": "reviewer-1", "password": PASSWORD}
    assert client.post("/office/login", data=data).status_code == 303
    other = world.client
    other.set_cookie(SESSION_COOKIE, before.value, path="/office")
    assert other.get("/office/").status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/office/",
        "//evil.example/office/",
        "/field/",
        "/office\\@evil",
        "javascript:alert(1)",
    ],
)
def test_login_leads_nowhere_outside_the_console(client: FlaskClient, target: str) -> None:
    assert try_login(client, "reviewer-1", PASSWORD, next=target).headers["Location"] == "/office/"


def test_login_leads_back_to_where_the_person_was_going(client: FlaskClient) -> None:
    answer = try_login(client, "reviewer-1", PASSWORD, next="/office/ledger?page=2")
    assert answer.headers["Location"] == "/office/ledger?page=2"


def test_signing_out_ends_the_session_on_the_server(world: World) -> None:
    me = world.login("reviewer")
    assert me.post("/office/logout").status_code == 303
    assert me.get("/office/").status_code == 302


def test_a_stored_hash_of_weaker_parameters_is_renewed_at_login(world: World, client: FlaskClient) -> None:
    from argon2 import PasswordHasher
    from sqlalchemy import update

    from server.identity import accounts, passwords
    from server.storage.tables.accounts import credential

    with world.work() as office:
        weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
        office.session.execute(update(credential).values(hash=weak))
    try_login(client, "reviewer-1", PASSWORD)
    with world.office() as office:
        stored = accounts.credential_of(office, "reviewer-1")
    assert stored is not None
    assert not passwords.outdated(stored.hash)
