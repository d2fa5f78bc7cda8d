"""What every console view stands on: a route names its permission, and a route without one answers nobody.

`office_route(blueprint, "/queue", permission="findings.see")` declares; `guard` (before each request) finds the
session, checks the permission and, for changing requests, the form token. Views below may take all that as
done."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from hmac import compare_digest
from typing import Any, ParamSpec, TypeVar

from flask import Blueprint, Flask, Response, current_app, g, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from server.domain.permissions import PUBLIC, known, may
from server.errors import Refusal
from server.identity import sessions
from server.identity.sessions import Person
from server.web.context import office, unit_of_work

P = ParamSpec("P")
R = TypeVar("R")

SESSION_COOKIE = "mc_session"
FORM_COOKIE = "mc_form"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UPLOAD_LIMIT = 96 * 1024 * 1024
_WITHOUT_NEW_PASSWORD = frozenset({"auth.password", "auth.password_set", "auth.logout"})


def office_blueprint(name: str) -> Blueprint:
    """A blueprint under `/office` whose refusals come out as pages of the console."""
    return Blueprint(name, f"server.web.office.{name}", url_prefix="/office")


def office_route(
    blueprint: Blueprint, rule: str, *, permission: str, methods: Sequence[str] = ("GET",)
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Adds a view that only holders of the permission reach. Raises ValueError for a permission not in the
    table."""
    if not known(permission):
        raise ValueError(f"no such permission: {permission}")

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.office_permission = permission  # type: ignore[attr-defined]
        blueprint.add_url_rule(rule, view_func=view, methods=list(methods))  # type: ignore[arg-type]
        return view

    return declare


def person() -> Person:
    """Who is signed in. Raises `login_needed` where nobody is."""
    found = current_person()
    if found is None:
        raise Refusal("login_needed")
    return found


def current_person() -> Person | None:
    """Who is signed in, if anybody; asked of the database once a request."""
    if "person" not in g:
        g.person = sessions.person_of(office(), request.cookies.get(SESSION_COOKIE))
    found: Person | None = g.person
    return found


def allowed(permission: str) -> bool:
    """Whether whoever is signed in may; for showing or leaving out a button, never instead of the route's own
    check."""
    found = current_person()
    return found is not None and may(found.roles, permission)


def form_token() -> str:
    """The token that a changing form must carry: of the session, or before login of a cookie of the login
    page."""
    found = current_person()
    if found is not None:
        return found.csrf
    if "form_cookie" not in g:
        g.form_cookie = request.cookies.get(FORM_COOKIE) or office().rng(24).hex()
    return _anonymous_token(g.form_cookie)


def guard() -> AnyResponse | None:
    """Runs before every request under `/office`: deny by default, then session, permission, form token."""
    if not request.path.startswith("/office") or request.url_rule is None:
        return None
    permission = getattr(current_app.view_functions[str(request.endpoint)], "office_permission", None)
    if permission is None:
        raise Refusal("not_permitted")
    request.max_content_length = _UPLOAD_LIMIT
    if permission == PUBLIC:
        if request.method not in _SAFE:
            _require_token(_anonymous_token(request.cookies.get(FORM_COOKIE, "")))
        return None
    found = current_person()
    if found is None:
        return _to_login()
    if not may(found.roles, permission):
        raise Refusal("not_permitted")
    if request.method not in _SAFE:
        _require_token(found.csrf)
    if found.must_change and request.endpoint not in _WITHOUT_NEW_PASSWORD:
        return redirect(url_for("auth.password"), 303)
    if found.stale:
        with unit_of_work() as work:
            sessions.touch(work, found.session)
    return None


def _to_login() -> AnyResponse:
    if request.method not in _SAFE or wants_fragment():
        raise Refusal("login_needed")
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    return redirect(url_for("auth.login", next=request.path + query), 302)


def wants_fragment() -> bool:
    """Whether a script asked, which wants a part of a page or a short answer rather than a whole page."""
    return "HX-Request" in request.headers or "X-Office-Form" in request.headers


def _require_token(expected: str) -> None:
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token", "")
    if not compare_digest(given.encode(), expected.encode()):
        raise Refusal("form_expired")


def _anonymous_token(cookie: str) -> str:
    return sha256(b"mingcha-login:" + cookie.encode()).hexdigest()


def _after(response: Response) -> Response:
    """Sets the login page's cookie, and tells a form sent by script where to go instead of redirecting under
    it."""
    if "form_cookie" in g and FORM_COOKIE not in request.cookies:
        response.set_cookie(FORM_COOKIE, g.form_cookie, **cookie_flags())
    if "X-Office-Form" in request.headers and response.status_code in (302, 303):
        answer = jsonify(location=response.headers["Location"])
        for cookie in response.headers.getlist("Set-Cookie"):
            answer.headers.add("Set-Cookie", cookie)
        return answer
    return response


def cookie_flags() -> dict[str, Any]:
    """Cookies are for the console only, unreadable by script, never sent from another site."""
    secure = office().settings.secure_cookies
    return {"path": "/office", "httponly": True, "samesite": "Strict", "secure": secure}


def install(app: Flask) -> None:
    """Puts the guard before and the form helper after every request."""
    app.before_request(guard)
    app.after_request(_after)
