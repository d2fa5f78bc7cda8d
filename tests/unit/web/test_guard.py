"""The console's gate: closed by default, then session, permission and form token, in that order."""

import pytest
from flask import Blueprint

from server.web.office.base import SESSION_COOKIE, office_blueprint, office_route
from tests.support.world import World


def test_a_permission_outside_the_table_stops_the_program(world: World) -> None:
    with pytest.raises(ValueError, match="no such permission"):
        office_route(office_blueprint("x"), "/x", permission="everything")


def test_a_route_without_a_declared_permission_answers_nobody(world: World) -> None:
    bare = Blueprint("bare", __name__, url_prefix="/office")
    bare.add_url_rule("/bare", view_func=lambda: "secret")
    world.app.register_blueprint(bare)
    answer = world.login("director").get("/office/bare")
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_an_anonymous_page_leads_to_the_login_and_back(world: World) -> None:
    answer = world.client.get("/office/accounts?state=all")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/office/login?next=/office/accounts?state%3Dall"


def test_an_anonymous_change_is_refused_not_redirected(world: World) -> None:
    answer = world.client.post("/office/accounts", data={"username": "x"})
    assert answer.status_code == 401


def test_another_role_is_refused_with_what_to_do(world: World) -> None:
    answer = world.login("editor").get("/office/accounts")
    assert answer.status_code == 403
    assert "请系统管理员" in answer.text


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_its_token_changes_nothing(world: World, token: str) -> None:
    answer = world.login("administrator").post(
        "/office/accounts",
        data={"csrf_token": token, "username": "hejing", "display_zh": "何静", "roles": ["reviewer"]},
    )
    assert answer.status_code == 403
    assert "没有改变" in answer.text


def test_the_token_of_another_session_is_refused(world: World) -> None:
    other = world.login("administrator", 2)
    answer = world.login("administrator").post("/office/logout", data={"csrf_token": other.person.csrf})
    assert answer.status_code == 403


def test_the_token_may_come_in_the_header(world: World) -> None:
    me = world.login("administrator")
    me.client.set_cookie(SESSION_COOKIE, me.token, path="/office")
    answer = me.client.post("/office/logout", headers={"X-CSRF-Token": me.person.csrf})
    assert answer.status_code == 303


def test_a_form_sent_by_script_is_told_where_to_go(world: World) -> None:
    answer = world.login("reviewer").post("/office/logout", headers={"X-Office-Form": "1"})
    assert answer.json == {"location": "/office/login?done=shell.signed_out"}


def test_a_refusal_of_a_form_sent_by_script_comes_in_both_languages(world: World) -> None:
    answer = world.login("administrator").post("/office/accounts", headers={"X-Office-Form": "1"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "username_malformed"
    assert set(answer.json["message"]) == {"zh", "en"}


def test_a_first_password_must_be_changed_before_anything_else(world: World) -> None:
    from server.identity.accounts import NewAccount, create_account
    from server.identity.sessions import open_session
    from tests.support.office import PASSWORD

    with world.work() as office:
        account = create_account(office, "system", NewAccount("new", PASSWORD, ["reviewer"], "新"))
        token = open_session(office, account)
    client = world.client
    client.set_cookie(SESSION_COOKIE, token, path="/office")
    answer = client.get("/office/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/office/password")
    assert client.get("/office/password").status_code == 200
