"""Accept 9: every route refuses an anonymous request unless it is on the short list below; every changing route of the
console leaves an entry. Both are enumerated from the URL map, so a new route can't be forgotten.

Each area registers its requests in `tests/structure/office_requests/<area>.py` as `REQUESTS`: endpoint → a function
that prepares a world and makes the request last.
"""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, request, request_started
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule
from werkzeug.test import TestResponse

from tests.structure import office_requests
from tests.support.world import World, make_world

ANONYMOUS = {
    "home",
    "health.healthz",
    "health.readyz",
    "health.metrics",
    "time.time",
    "enrol.enrol_phone",
    "api-docs.openapi_json",
    "field.app_file",
    "assets.asset",
    "auth.login",
    "auth.sign_in",
    "auth.language",
}
"""The short list. `enrol` is guarded by its one-time code, the login page by its throttle."""

_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
Request = Callable[[World], TestResponse]


def _registered() -> dict[str, Request]:
    found: dict[str, Request] = {}
    for module in pkgutil.iter_modules(office_requests.__path__):
        found |= importlib.import_module(f"{office_requests.__name__}.{module.name}").REQUESTS
    return found


def _rules(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))


def _path(rule: Rule) -> str:
    built = rule.build({name: _value(rule._converters[name]) for name in rule.arguments})
    assert built is not None
    return built[1]


def _value(converter: BaseConverter) -> object:
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "x"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    data: Path = tmp_path_factory.mktemp("routes")
    return make_world(data / "var", None).app


def _refused(answer: TestResponse) -> bool:
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/office/login")
    return to_login or answer.status_code in (401, 403)


def test_every_route_refuses_an_anonymous_request_unless_it_is_on_the_short_list(app: Flask) -> None:
    open_to_all = []
    for rule in _rules(app):
        if rule.endpoint in ANONYMOUS:
            continue
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            answer = app.test_client().open(_path(rule), method=method)
            if not _refused(answer):
                open_to_all.append((method, rule.rule, rule.endpoint, answer.status_code))
    assert open_to_all == []


def test_the_short_list_names_only_routes_that_exist(app: Flask) -> None:
    known = {rule.endpoint for rule in _rules(app)}
    assert known >= ANONYMOUS


def _changing(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in _rules(app)
        if rule.rule.startswith("/office") and _CHANGING & (rule.methods or set())
    }


def test_every_changing_route_of_the_console_has_its_request(app: Flask) -> None:
    assert _changing(app) == set(_registered())


@pytest.mark.parametrize("endpoint", sorted(_registered()))
def test_a_successful_change_at_the_console_leaves_an_entry(endpoint: str, tmp_path: Path) -> None:
    world = make_world(tmp_path / "var", None)
    seen: list[tuple[str | None, int]] = []

    def note(_: Flask, **__: object) -> None:
        seen.append((request.endpoint, _size(world)))

    with request_started.connected_to(note, world.app):
        answer = _registered()[endpoint](world)
    assert answer.status_code < 400, answer.text
    last, before = seen[-1]
    assert last == endpoint
    assert _size(world) > before
    world.close()


def _size(world: World) -> int:
    with world.office() as office:
        return office.ledger.head().size
