"""The signed manifest (清单): the list of bundles that a device may fetch, and its tag."""

from collections.abc import Mapping
from typing import Any

from server.ledger import jws
from server.ledger.b64 import hash_id
from server.ledger.strict_json import compact
from server.storage.keys import OfficeKeys

TYP = "mingcha-manifest+jws"


def manifest_bytes(payload: Mapping[str, Any]) -> bytes:
    return compact(payload).encode()


def tag(payload: Mapping[str, Any]) -> str:
    """Names a manifest: the hash of the bytes that its JWS signs. The same list has the same tag."""
    return hash_id(manifest_bytes(payload))


def sign_manifest(payload: Mapping[str, Any], keys: OfficeKeys) -> str:
    return jws.sign(TYP, keys.sign_kid, manifest_bytes(payload), keys.sign)
