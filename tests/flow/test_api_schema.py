"""Whatever a program makes of the OpenAPI description, the API answers with what it described and never fails."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.web.proof import make_nonce
from tests.support.phone import Phone
from tests.support.signing import signed
from tests.support.world import World, make_world

EXAMPLES = 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = make_world(tmp_path_factory.mktemp("api") / "var", None)
    yield made
    made.close()


@pytest.fixture(scope="module")
def phone(world: World) -> Phone:
    return world.phone()


@pytest.fixture(scope="module")
def schema(world: World, phone: Phone) -> Any:
    secret = world.store.keys.secret_for("nonce")
    door = signed(world.app.wsgi_app, phone, lambda: make_nonce(secret, world.clock))
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", door)


def test_no_request_makes_the_api_fail_or_answer_what_it_did_not_describe(schema: Any, phone: Phone) -> None:
    tried = 0
    for found in schema.get_all_operations():
        fuzz(found.ok(), phone)
        tried += 1
    assert tried >= 10


def fuzz(operation: Any, phone: Phone) -> None:
    """Seeded requests to one operation; the first answer that was not described fails. What no program can guess, the
    device's id and the version of tus, is put in, so that the requests get behind those gates."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def one(case: Any) -> None:
        if isinstance(case.body, dict) and "device" in case.body:
            case.body["device"] = phone.device
        if "/uploads" in operation.path:
            case.headers["Tus-Resumable"] = "1.0.0"
        case.call_and_validate(checks=CHECKS)

    one()


def test_the_description_itself_is_valid_and_names_every_route_of_the_api(world: World) -> None:
    described = json.loads(world.client.get("/api/v1/openapi.json").data)
    assert described["openapi"].startswith("3.")
    paths = {
        rule.rule.replace("<path:", "<").replace("<string:", "<")
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and rule.endpoint != "api-docs.openapi_json"
    }
    spoken = {path.replace("{", "<").replace("}", ">") for path in described["paths"]}
    assert paths == spoken


def test_a_member_that_nobody_described_is_refused_by_name(world: World) -> None:
    phone = world.phone()
    answer = phone.post("/api/v1/sync", {"v": 1, "device": phone.device, "surprise": True})
    assert answer.status == 422
    assert answer.json["code"] == "validation_failed"
    assert "surprise" in json.dumps(answer.json["details"])
    assert answer.json["message"]["zh"]
    assert answer.json["message"]["en"]
