"""Whatever goes wrong on the way is answered in one form, in both languages, and nothing leaks."""

import pytest

from server.web.api import time as time_view
from tests.support.world import World


def test_an_unknown_address_is_told_so(world: World) -> None:
    found = world.client.get("/api/v1/nowhere")
    assert (found.status_code, found.json["code"]) == (404, "not_found")


def test_a_wrong_method_is_told_which_are_allowed(world: World) -> None:
    found = world.client.delete("/api/v1/time")
    assert (found.status_code, found.json["code"]) == (405, "method_not_allowed")
    assert "GET" in found.headers["Allow"]


@pytest.mark.parametrize("body", [b"", b"{", b'"text"', b"[]", b"\xff"])
def test_a_body_that_is_no_object_is_refused_in_our_form(world: World, body: bytes) -> None:
    found = world.client.post("/api/v1/enrol", data=body, content_type="application/json")
    assert found.status_code in (400, 422)
    assert set(found.json) == {"code", "message", "details"}


def test_a_form_in_place_of_json_is_refused_in_our_form(world: World) -> None:
    found = world.client.post("/api/v1/enrol", data={"v": "1"})
    assert found.status_code in (415, 422)
    assert found.json["message"]["zh"]


def test_a_fault_of_ours_has_a_reference_and_no_trace_of_its_cause(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise ZeroDivisionError("secret of the house")

    monkeypatch.setattr(time_view, "fresh_nonce", broken)
    found = world.client.get("/api/v1/time")
    assert (found.status_code, found.json["code"]) == (500, "internal_error")
    assert "secret" not in found.text
    assert found.json["details"]["reference"] in caplog.text


def test_the_machine_s_questions_are_answered(world: World) -> None:
    assert world.client.get("/healthz").text == "ok\n"
    assert world.client.get("/readyz").text == "ready\n"
    assert "mingcha_projections_stopped 0" in world.client.get("/metrics").text


def test_the_description_names_every_path_of_the_api(world: World) -> None:
    described = set(world.client.get("/api/v1/openapi.json").json["paths"])
    served = {
        rule.rule.replace("<string:", "{").replace(">", "}")
        for rule in world.app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert described == served - {"/api/v1/openapi.json"}
