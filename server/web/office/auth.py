"""Coming and going: the login page, signing out, the own password, the language, and the demonstration's role
switch."""

from urllib.parse import urlsplit

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.domain.permissions import PUBLIC, SIGNED_IN
from server.errors import Refusal
from server.identity import accounts, passwords, sessions, throttle
from server.web import i18n
from server.web.context import office, unit_of_work
from server.web.office.base import (
    FORM_COOKIE,
    SESSION_COOKIE,
    cookie_flags,
    current_person,
    office_blueprint,
    office_route,
    person,
)
from server.web.office.page import refusal_sentence

blueprint = office_blueprint("auth")


@office_route(blueprint, "/login", permission=PUBLIC)
def login() -> str | AnyResponse:
    """The login page; whoever is signed in already goes on."""
    if current_person() is not None:
        return redirect(_next())
    return render_template("office/login.html", next=_next(), username="", fault=None)


@office_route(blueprint, "/login", permission=PUBLIC, methods=["POST"])
def sign_in() -> AnyResponse:
    """Checks name and password; a wrong one says the same whether the name exists, after the same time."""
    username, password = request.form.get("username", ""), request.form.get("password", "")
    try:
        token = _sign_in(username, password, request.remote_addr or "")
    except Refusal as refusal:
        page = render_template(
            "office/login.html", next=_next(), username=username, fault=refusal_sentence(refusal)
        )
        return make_response(page, i18n.errors().status(refusal.code))
    return _with_session(token, _next())


def _sign_in(username: str, password: str, address: str) -> str:
    with unit_of_work() as work:
        throttle.count_attempt(work, username, address)
    stored = accounts.credential_of(office(), username)
    right = passwords.matches(stored.hash if stored else None, password)
    if stored is None or not right or not accounts.find_account(office(), stored.account).active:
        raise Refusal("login_wrong")
    before = current_person()
    with unit_of_work() as work:
        throttle.forgive(work, username, address)
        if passwords.outdated(stored.hash):
            accounts.renew_hash(work, stored.account, password)
        if before is not None:
            sessions.close_session(work, before)
        return sessions.open_session(work, stored.account)


@office_route(blueprint, "/logout", permission=SIGNED_IN, methods=["POST"])
def logout() -> AnyResponse:
    """Ends the session here and on the server."""
    with unit_of_work() as work:
        sessions.close_session(work, person())
    response = redirect(url_for("auth.login", done="shell.signed_out"), 303)
    response.delete_cookie(SESSION_COOKIE, **cookie_flags())
    return response


@office_route(blueprint, "/password", permission=SIGNED_IN)
def password() -> str:
    """The page for changing the own password."""
    return render_template("office/password.html", minimum=passwords.MINIMUM)


@office_route(blueprint, "/password", permission=SIGNED_IN, methods=["POST"])
def password_set() -> AnyResponse:
    """Changes it; other sessions of the account end, this one goes on."""
    wanted = request.form.get("wanted", "")
    if wanted != request.form.get("repeat", ""):
        raise Refusal("password_repeat")
    me = person()
    with unit_of_work() as work:
        accounts.change_own_password(work, me.account, me.session, request.form.get("present", ""), wanted)
    return redirect(url_for("home.home", done="shell.password_changed"), 303)


@office_route(blueprint, "/language/<code>", permission=PUBLIC)
def language(code: str) -> AnyResponse:
    """Remembers the language on this browser and goes back to where the person was."""
    response = redirect(_next(), 303)
    if code in i18n.LANGUAGES:
        response.set_cookie(i18n.COOKIE, code, max_age=31_536_000, **cookie_flags())
    return response


@office_route(blueprint, "/demo/role", permission=SIGNED_IN, methods=["POST"])
def demo_role() -> AnyResponse:
    """演示: go on as another of the demonstration's people. A real change of session, so two-person rules
    still hold."""
    if not office().settings.demonstration:
        raise Refusal("not_a_demonstration")
    wanted = request.form.get("account") or request.form.get("role", "")
    found = [a for a in accounts.accounts_of(office()) if a.active and (a.id == wanted or wanted in a.roles)]
    if not found:
        raise Refusal("account_unknown")
    with unit_of_work() as work:
        sessions.close_session(work, person())
        token = sessions.open_session(work, found[0].id)
    return _with_session(token, url_for("home.home"))


def _with_session(token: str, target: str) -> AnyResponse:
    response: Response = make_response(redirect(target, 303))
    response.set_cookie(SESSION_COOKIE, token, **cookie_flags())
    response.delete_cookie(FORM_COOKIE, **cookie_flags())
    return response


def _next() -> str:
    """Where to go on: only an address inside the console, never another site."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/office/")
    return wanted if inside and "\\" not in wanted and "//" not in parts.path else url_for("home.home")
