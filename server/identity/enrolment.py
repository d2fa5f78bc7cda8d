"""Enrolment (设备登记): a code and two public keys become a device. Its id is the thumbprint of the key that signs."""

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey

from server.clock import iso
from server.errors import Refusal
from server.identity import invitations
from server.ledger import jws
from server.ledger.jwk import Jwk, public_jwk, read_jwk, thumbprint
from server.ledger.strict_json import compact, read_object
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import Guard
from server.storage.tables import devices as t
from server.storage.tables import log

_TYP = "mingcha-enrol+jws"


@dataclass(frozen=True)
class Applicant:
    """A phone that asks to be admitted: its keys, already proven to be its own."""

    device: str
    log_key: Jwk
    auth_key: Jwk


def read_applicant(code: str, log_key: dict[str, Any], auth_key: dict[str, Any], proof: str) -> Applicant:
    """Check that whoever sends the code holds the log key. Raises Refusal `key_invalid`, `enrol_code_unknown`
    (it can't be a code at all) or `proof_invalid`."""
    log_jwk, auth_jwk = _phone_key(log_key), _phone_key(auth_key)
    device = thumbprint(log_jwk)
    expected = {"code": invitations.code_hash(code), "auth": thumbprint(auth_jwk)}
    try:
        parsed = jws.parse(proof, _TYP)
        says = read_object(parsed.payload)
    except ValueError as unreadable:
        raise Refusal("proof_invalid") from unreadable
    if parsed.kid != device or says != expected or not jws.holds(parsed, read_jwk(log_jwk)):
        raise Refusal("proof_invalid")
    return Applicant(device, log_jwk, auth_jwk)


def _phone_key(jwk: dict[str, Any]) -> Jwk:
    try:
        key = read_jwk(jwk)
    except ValueError as wrong:
        raise Refusal("key_invalid") from wrong
    if not isinstance(key, EllipticCurvePublicKey):
        raise Refusal("key_invalid")
    return public_jwk(key)


def enrol(office: Office, code: str, applicant: Applicant) -> str:
    """Admit the phone and return the answer's JSON. The same code with the same keys gets the same answer again."""
    invitation = invitations.find(office, code)
    known = sql.one(office.session, t.device, office=office.id, device=applicant.device)
    if known is not None and known["invitation"] == invitation["invitation"]:
        if known["auth_key"] == applicant.auth_key:
            return str(invitation["answer"])
        raise Refusal("enrol_code_used")
    invitations.require_unused(office, invitation)
    if known is not None:
        raise Refusal("device_enrolled_already")
    clear = {"device": applicant.device, "invitation": invitation["invitation"]}
    keys = {"log_key": applicant.log_key, "auth_key": applicant.auth_key}
    guards = [Guard("device", applicant.device, None), Guard("invitation", invitation["invitation"], None)]
    office.log.append("device.enrolled", actor="system", clear=clear | keys, guards=guards)
    answer = _answer(office, applicant.device)
    key = {"office": office.id, "invitation": invitation["invitation"]}
    sql.change(office.session, t.invitation, key, {"device": applicant.device, "answer": answer})
    return answer


def _answer(office: Office, device: str) -> str:
    ours = sql.one(office.session, log.office, office=office.id) or {}
    names = {"zh": ours.get("name_zh"), "en": ours.get("name_en")}
    contact = {"filing_number": ours.get("filing_number") or "", "complaints": ours.get("complaints") or ""}
    size = office.ledger.head().size
    return compact(
        {
            "v": 1,
            "device": device,
            "office": {"id": office.id, **names, **contact},
            "origin": office.keys.origin,
            "sign_key": office.keys.sign_jwk,
            "intake_key": office.keys.intake_jwk,
            "epoch": 1,
            "checkpoint": office.ledger.checkpoint(size),
            "time": iso(office.clock()),
        }
    )
