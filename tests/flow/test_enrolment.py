"""Enrolment and its refusals, over the API, on both databases."""

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from server.identity import devices, tries
from server.ledger import jws
from server.ledger.b64 import hash_id
from server.ledger.jwk import public_jwk, thumbprint
from tests.support.phone import Phone
from tests.support.transport import Answer
from tests.support.world import World


def _ask(phone: Phone, code: str, **other: Any) -> Answer:
    return phone.post("/api/v1/enrol", phone.enrol_request(code) | other)


def _refused(answer: Answer, status: int, code: str) -> None:
    assert (answer.status, answer.json["code"]) == (status, code)
    assert answer.json["message"]["zh"]
    assert answer.json["message"]["en"]


def test_a_phone_is_told_the_office_its_keys_and_a_checkpoint(world: World) -> None:
    phone = world.phone()
    assert phone.office["device"] == phone.device
    assert phone.office["office"]["filing_number"] == "临网备〔2026〕3号"
    assert phone.office["intake_key"]["kid"] == thumbprint(phone.office["intake_key"])
    assert phone.checkpoint is not None
    assert phone.checkpoint.size >= 3


def test_the_code_is_read_as_people_type_it(world: World) -> None:
    code = world.invite().code
    typed = f" {code.lower().replace('1', 'i').replace('0', 'o').replace('-', ' ')} "
    assert _ask(world.unenrolled_phone(), typed).status == 201


def test_a_lost_answer_costs_nothing(world: World) -> None:
    code, phone = world.invite().code, world.unenrolled_phone()
    first, second = _ask(phone, code), _ask(phone, code)
    assert first.body == second.body
    with world.office() as office:
        assert len(devices.listing(office)) == 1


def test_an_unknown_code_is_refused(world: World) -> None:
    _refused(_ask(world.unenrolled_phone(), "0000-0000-0000"), 404, "enrol_code_unknown")


def test_a_code_used_by_another_phone_is_refused(world: World) -> None:
    code = world.invite().code
    assert _ask(world.unenrolled_phone(), code).status == 201
    _refused(_ask(world.unenrolled_phone(), code), 409, "enrol_code_used")


def test_the_same_log_key_with_another_auth_key_does_not_get_the_answer_again(world: World) -> None:
    code, phone = world.invite().code, world.unenrolled_phone()
    assert _ask(phone, code).status == 201
    phone.auth = generate_private_key(SECP256R1())
    _refused(_ask(phone, code), 409, "enrol_code_used")


def test_an_expired_code_is_refused(world: World) -> None:
    code = world.invite().code
    world.clock.advance(days=3)
    _refused(_ask(world.unenrolled_phone(), code), 410, "enrol_code_expired")


def test_an_enrolled_phone_does_not_use_up_a_second_code(world: World) -> None:
    phone, code = world.phone(), world.invite().code
    _refused(_ask(phone, code), 409, "device_enrolled_already")
    assert _ask(world.unenrolled_phone(), code).status == 201


def test_whoever_does_not_hold_the_log_key_is_refused(world: World) -> None:
    code, phone, other = world.invite().code, world.unenrolled_phone(), world.unenrolled_phone()
    stolen = other.enrol_request(code)["log_key"]
    _refused(_ask(phone, code, log_key=stolen), 401, "proof_invalid")


def test_a_proof_for_another_code_is_refused(world: World) -> None:
    code, phone = world.invite().code, world.unenrolled_phone()
    says = {"code": hash_id(b"0" * 12), "auth": thumbprint(public_jwk(phone.auth.public_key()))}
    proof = jws.sign("mingcha-enrol+jws", phone.device, says, phone.log.key)
    _refused(_ask(phone, code, proof=proof), 401, "proof_invalid")


def test_a_key_of_another_kind_is_refused(world: World) -> None:
    phone = world.unenrolled_phone()
    key = phone.log.jwk | {"crv": "P-384"}
    _refused(_ask(phone, world.invite().code, log_key=key), 422, "key_invalid")


def test_a_private_key_in_the_request_is_refused(world: World) -> None:
    phone = world.unenrolled_phone()
    key = phone.log.jwk | {"d": "AA"}
    _refused(_ask(phone, world.invite().code, log_key=key), 422, "validation_failed")


def test_an_unknown_member_is_refused_by_name(world: World) -> None:
    answer = _ask(world.unenrolled_phone(), world.invite().code, extra=1)
    _refused(answer, 422, "validation_failed")
    assert answer.json["details"]["fields"] == "extra"


def test_guessing_codes_is_slowed_down_and_then_possible_again(world: World) -> None:
    phone, code = world.unenrolled_phone(), world.invite().code
    for number in range(tries.LIMIT):
        _refused(_ask(phone, f"0000-0000-00{number:02}"), 404, "enrol_code_unknown")
    _refused(_ask(phone, code), 429, "too_many_tries")
    world.clock.advance(minutes=16)
    assert _ask(phone, code).status == 201


def test_a_wrong_proof_does_not_count_as_guessing(world: World) -> None:
    phone, code = world.unenrolled_phone(), world.invite().code
    for _ in range(tries.LIMIT + 1):
        assert _ask(phone, code, proof="a.b.c").status == 401
    assert _ask(phone, code).status == 201


@pytest.mark.parametrize("code", ["", "7K3M", "7K3M-9QTF-X2D!", "报" * 12])
def test_what_can_not_be_a_code_is_refused_in_words(world: World, code: str) -> None:
    phone = world.unenrolled_phone()
    body = phone.enrol_request("0000-0000-0000") | {"code": code}
    _refused(phone.post("/api/v1/enrol", body), 404, "enrol_code_unknown")
