"""Proof of possession: every way in which a request may not be its sender's."""

from server.ledger import jws
from server.ledger.b64 import hash_id
from tests.support.phone import Phone
from tests.support.world import World

PATH = "/api/v1/manifest"


def _send(
    phone: Phone, proof: str | None, path: str = PATH, method: str = "GET", body: bytes = b""
) -> tuple[int, str]:
    headers = {} if proof is None else {"MC-Proof": proof}
    found = phone.transport.send(method, path, headers, body)
    return found.status, found.json["code"]


def test_every_answer_carries_a_fresh_nonce_also_a_refusal(world: World) -> None:
    for path in ("/api/v1/time", PATH, "/api/v1/nowhere"):
        assert world.client.get(path).headers["MC-Nonce"]


def test_no_proof_is_refused(world: World) -> None:
    assert _send(world.phone(), None) == (401, "proof_missing")


def test_an_unreadable_proof_is_refused(world: World) -> None:
    assert _send(world.phone(), "abc") == (401, "proof_invalid")


def test_a_device_that_was_never_enrolled_is_refused(world: World) -> None:
    phone = world.unenrolled_phone()
    phone.nonce = world.client.get("/api/v1/time").headers["MC-Nonce"]
    assert _send(phone, phone.proof("GET", PATH, b"")) == (401, "device_unknown")


def test_a_proof_for_another_method_path_or_body_is_refused(world: World) -> None:
    phone = world.phone()
    for proof in (
        phone.proof("POST", PATH, b""),
        phone.proof("GET", "/api/v1/sync", b""),
        phone.proof("GET", PATH, b"other"),
        phone.proof("GET", PATH, b"", extra="member"),
    ):
        assert _send(phone, proof) == (401, "proof_invalid")


def test_a_proof_by_another_key_is_refused(world: World) -> None:
    phone, other = world.phone(), world.phone()
    says = {"htm": "GET", "htu": PATH, "bh": hash_id(b""), "nonce": phone.nonce}
    forged = jws.sign("mingcha-proof+jws", phone.device, says, other.auth)
    assert _send(phone, forged) == (401, "proof_invalid")


def test_a_stale_nonce_is_refused_with_a_fresh_one_and_the_retry_succeeds(world: World) -> None:
    phone = world.phone()
    world.clock.advance(minutes=11)
    assert _send(phone, phone.proof("GET", PATH, b"")) == (401, "nonce_expired")
    assert phone.request("GET", PATH).status == 200


def test_a_nonce_that_the_office_did_not_make_is_refused(world: World) -> None:
    phone = world.phone()
    milliseconds, _, mac = phone.nonce.partition(".")
    for nonce in (f"{int(milliseconds) + 1}.{mac}", milliseconds, "", f"{milliseconds}.", f"x.{mac}"):
        assert _send(phone, phone.proof("GET", PATH, b"", nonce=nonce)) == (401, "nonce_expired")


def test_a_request_in_another_device_s_name_is_refused(world: World) -> None:
    phone, other = world.phone(), world.phone()
    found = phone.post("/api/v1/sync", phone.sync_request([]) | {"device": other.device})
    assert (found.status, found.json["code"]) == (403, "device_other")
