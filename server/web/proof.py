"""Proof of possession (设备证明; docs/protocol.md §5): who sent this request, shown by a signature over it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Response, g, request

from server.errors import Refusal
from server.identity import devices
from server.ledger import jws
from server.ledger.b64 import hash_id
from server.ledger.jwk import read_jwk
from server.ledger.strict_json import read_object
from server.storage import sql
from server.sync.nonces import make_nonce, nonce_is_good
from server.web.context import office, store

P = ParamSpec("P")
R = TypeVar("R")

TYP = "mingcha-proof+jws"


def _secret() -> bytes:
    return store().keys.secret_for("nonce")


def fresh_nonce() -> str:
    return make_nonce(_secret(), store().clock)


def prove_device() -> sql.Row:
    """The device that signed this request. Raises Refusal `proof_missing`, `device_unknown`, `proof_invalid`,
    `nonce_expired`."""
    parsed = _parse()
    found = devices.find(office(), parsed.kid)
    _check(parsed, found["auth_key"])
    g.device = found
    return found


def proven(view: Callable[P, R]) -> Callable[P, R]:
    """Refuses a view to whoever can't prove to be a device, before anything else of the request is looked at."""

    @wraps(view)
    def guarded(*args: P.args, **named: P.kwargs) -> R:
        prove_device()
        return view(*args, **named)

    return guarded


def device_row() -> sql.Row:
    """The device that a `proven` view serves."""
    found: sql.Row = g.device
    return found


def prove_key(device: str, auth_key: dict[str, Any]) -> None:
    """Enrolment: the keys come with the request itself."""
    parsed = _parse()
    if parsed.kid != device:
        raise Refusal("proof_invalid")
    _check(parsed, auth_key)


def _parse() -> jws.Jws:
    text = request.headers.get("MC-Proof")
    if text is None:
        raise Refusal("proof_missing")
    try:
        return jws.parse(text, TYP)
    except ValueError as unreadable:
        raise Refusal("proof_invalid") from unreadable


def _check(parsed: jws.Jws, auth_key: dict[str, Any]) -> None:
    try:
        says = read_object(parsed.payload)
    except ValueError as unreadable:
        raise Refusal("proof_invalid") from unreadable
    streamed = request.method == "PATCH"
    body = "" if streamed else hash_id(request.get_data())
    expected = {"htm": request.method, "htu": request.path, "bh": body, "nonce": says.get("nonce")}
    if says != expected or not jws.holds(parsed, read_jwk(auth_key)):
        raise Refusal("proof_invalid")
    nonce = says["nonce"]
    if not isinstance(nonce, str) or not nonce_is_good(_secret(), nonce, store().clock()):
        raise Refusal("nonce_expired")


def renew(response: Response) -> Response:
    """Every answer of the API carries a fresh nonce, refusals included."""
    if request.path.startswith("/api/v1"):
        response.headers["MC-Nonce"] = fresh_nonce()
        response.headers.setdefault("Cache-Control", "no-store")
    return response
