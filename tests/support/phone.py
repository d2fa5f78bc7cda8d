"""A phone in Python (测试手机): enrols, records a visit, syncs and uploads by docs/protocol.md.

It verifies what it is told as the app does: receipts by the office's key, checkpoints by their consistency.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key

from server.clock import Clock
from server.domain.enrolment_code import clean
from server.domain.ids import Rng, new_id
from server.ledger import jws, merkle
from server.ledger.b64 import b64u, hash_id, unb64u
from server.ledger.checkpoint import Checkpoint, read_checkpoint
from server.ledger.jwk import public_jwk, read_jwk, thumbprint
from server.ledger.receipts import read_receipt
from tests.support.phone_log import PhoneLog, Photo, Sealed, Written
from tests.support.transport import Answer, Transport

__all__ = ["Phone", "Photo", "Written"]
CHUNK = 1024 * 1024


@dataclass
class Phone:
    transport: Transport
    clock: Clock
    rng: Rng
    receipts: dict[str, str] = field(default_factory=dict)
    media_receipts: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    answer: dict[str, Any] = field(default_factory=dict)
    missing: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.log = PhoneLog(self.clock, self.rng)
        self.auth = derive_private_key(int.from_bytes(self.rng(31), "big") + 1, SECP256R1())
        self.nonce = ""
        self.checkpoint: Checkpoint | None = None

    @property
    def device(self) -> str:
        return self.log.device

    def new_id(self) -> str:
        return new_id(self.clock, self.rng)

    # -- requests ---------------------------------------------------------------------------------------------------

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """One request with its proof; a stale nonce is renewed once."""
        found = self._once(method, path, body, headers)
        if found.status == 401 and method != "HEAD" and found.json["code"] == "nonce_expired":
            return self._once(method, path, body, headers)
        return found

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if not self.nonce:
            self.nonce = self.transport.send("GET", "/api/v1/time", {}, b"").headers["MC-Nonce"]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        found = self.transport.send(method, path, {"MC-Proof": self.proof(method, path, body), **named}, body)
        self.nonce = found.headers.get("MC-Nonce", self.nonce)
        return found

    def proof(self, method: str, path: str, body: bytes, **other: str) -> str:
        says = {
            "htm": method,
            "htu": path,
            "bh": "" if method == "PATCH" else hash_id(body),
            "nonce": self.nonce,
        }
        return jws.sign("mingcha-proof+jws", self.device, says | other, self.auth)

    def post(self, path: str, value: object) -> Answer:
        return self.request("POST", path, json.dumps(value).encode(), Content_Type="application/json")

    # -- enrolment --------------------------------------------------------------------------------------------------

    def enrol_request(self, code: str) -> dict[str, Any]:
        auth = public_jwk(self.auth.public_key())
        says = {"code": hash_id(clean(code).encode()), "auth": thumbprint(auth)}
        proof = jws.sign("mingcha-enrol+jws", self.device, says, self.log.key)
        keys = {"log_key": self.log.jwk, "auth_key": auth}
        return {"v": 1, "code": code, **keys, "app": "0.1.0", "agent": "test", "proof": proof}

    def enrol(self, code: str) -> dict[str, Any]:
        found = self.post("/api/v1/enrol", self.enrol_request(code))
        assert found.status == 201, found.body
        self.office: dict[str, Any] = found.json
        self.log.intake_key = self.office["intake_key"]
        self.sign_key: Any = read_jwk(self.office["sign_key"])
        self._see(self.office["checkpoint"], [])
        return self.office

    def _see(self, note: str, proof: Sequence[str]) -> None:
        """Keep the newest checkpoint, having checked that it grew from the last one."""
        new = read_checkpoint(note, self.office["origin"], self.sign_key)
        old = self.checkpoint
        if old is not None:
            path = [unb64u(text) for text in proof]
            assert merkle.check_consistency(old.size, new.size, old.root, new.root, path)
        self.checkpoint = new
        self.log.saw = {"size": new.size, "root": b64u(new.root)}

    # -- entries ----------------------------------------------------------------------------------------------------

    def append(
        self,
        type: str,
        /,
        clear: Mapping[str, Any] | None = None,
        private: Mapping[str, Any] | None = None,
        photos: Sequence[Photo] = (),
        **other: Any,
    ) -> Written:
        return self.log.append(type, clear or {}, private or {}, photos, **other)

    def start_visit(self, visit: str | None = None, assignment: str = "a1", campaign: str = "c1") -> str:
        visit = visit or self.new_id()
        clear = {"visit": visit, "assignment": assignment, "campaign": campaign, "position": "refused"}
        self.append("visit.started", clear)
        return visit

    def observe(
        self,
        visit: str,
        violation: str = "B01",
        note: str | None = None,
        photos: Sequence[Photo] = (),
        **private: Any,
    ) -> Written:
        clear = {"visit": visit, "observation": self.new_id(), "violation": violation}
        return self.append("observation.recorded", clear, _given(note=note, **private), photos)

    def identify(self, visit: str) -> Written:
        """亮明身份."""
        return self.append("identity.shown", {"visit": visit, "inspectors": 2, "credentials": True})

    def mark(
        self, visit: str, staff: str, name: str, state: str = "absent_unverified", look: int = 1, **other: Any
    ) -> Written:
        """One look at one person in the roll call; `mark` and `previous` may be given."""
        own = {key: other.pop(key) for key in ("previous",) if key in other}
        photos = other.pop("photos", ())
        clear = {
            "visit": visit,
            "mark": other.pop("mark", None) or self.new_id(),
            "look": look,
            "state": state,
        } | own
        return self.append("person.marked", clear, _given(staff=staff, name=name, **other), photos)

    def seat(
        self, visit: str, room: str, plate: str, state: str = "empty", look: int = 1, **other: Any
    ) -> Written:
        photos = other.pop("photos", ())
        clear = {
            "visit": visit,
            "seat": other.pop("seat", None) or self.new_id(),
            "look": look,
            "state": state,
        }
        clear |= {key: other.pop(key) for key in ("b_post_present", "service_suspended_sign") if key in other}
        return self.append("seat.seen", clear, _given(room=room, plate=plate, **other), photos)

    def finish_visit(self, visit: str) -> Written:
        return self.append(
            "visit.finished", {"visit": visit, "observations": 0, "photographs": 0, "unchecked": 0}
        )

    # -- sync -------------------------------------------------------------------------------------------------------

    def sync_request(self, entries: Sequence[Written], want: Sequence[str] = ()) -> dict[str, Any]:
        last = self.log.entries[-1] if self.log.entries else None
        return {
            "v": 1,
            "device": self.device,
            "head": {"seq": last.seq, "id": last.id} if last else None,
            "entries": [{"jws": entry.jws, "seal": entry.seal} for entry in entries],
            "saw": self.log.saw,
            "manifest": None,
            "epoch": 1,
            "want": list(want),
        }

    def unsent(self) -> list[Written]:
        return [entry for entry in self.log.entries if entry.id not in self.receipts]

    def push(self, entries: Sequence[Written] | None = None, want: Sequence[str] = ()) -> dict[str, Any]:
        """One sync request; checks and keeps everything in the answer."""
        chosen = self.unsent()[:100] if entries is None else entries
        found = self.post("/api/v1/sync", self.sync_request(chosen, want))
        assert found.status == 200, (found.status, found.body)
        return self.take(found.json)

    def take(self, answer: dict[str, Any]) -> dict[str, Any]:
        self._see(answer["checkpoint"], answer["consistency"])
        for verdict in answer["verdicts"]:
            if verdict["receipt"] is not None:
                says = read_receipt(verdict["receipt"], self.sign_key)
                assert (says["entry"], says["device"]) == (verdict["id"], self.device)
                self.receipts[verdict["id"]] = verdict["receipt"]
        for text in answer["media_receipts"]:
            says = dict(read_receipt(text, self.sign_key))
            self.media_receipts[says["entry"], says["sd"]] = says
        self.missing = answer["media_missing"]
        self.answer = answer
        return answer

    def sync(self) -> dict[str, Any]:
        """Push everything, then upload everything that the office lacks, then fetch the receipts of media."""
        answer = self.push()
        while self.unsent() and answer["verdicts"] and answer["status"] != "gap":
            before = len(self.unsent())
            answer = self.push()
            if len(self.unsent()) == before:
                break
        self.upload_all()
        waiting = [medium for medium in self.media() if (medium.entry, medium.sd) not in self.media_receipts]
        return self.push([], want=sorted({medium.entry for medium in waiting})[:100]) if waiting else answer

    # -- media ------------------------------------------------------------------------------------------------------

    def media(self) -> list[Sealed]:
        return [medium for entry in self.log.entries for medium in entry.media]

    def upload_all(self) -> None:
        wanted = {(item["entry"], item["sd"]) for item in self.missing}
        for medium in self.media():
            if (medium.entry, medium.sd) in wanted:
                self.upload(medium)

    def create_upload(self, medium: Sealed, length: int | None = None) -> Answer:
        pairs = {"entry": medium.entry, "sd": medium.sd}
        metadata = ",".join(
            f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items()
        )
        size = str(len(medium.content) if length is None else length)
        headers = {"Tus_Resumable": "1.0.0", "Upload_Length": size, "Upload_Metadata": metadata}
        return self.request("POST", "/api/v1/uploads", **headers)

    def patch(self, location: str, offset: int, part: bytes, checksum: bool = True) -> Answer:
        headers = {"Tus_Resumable": "1.0.0", "Upload_Offset": str(offset)}
        headers["Content_Type"] = "application/offset+octet-stream"
        if checksum:
            headers["Upload_Checksum"] = "sha256 " + base64.b64encode(sha256(part).digest()).decode()
        return self.request("PATCH", location, part, **headers)

    def offset(self, location: str) -> int:
        found = self.request("HEAD", location, Tus_Resumable="1.0.0")
        assert found.status == 200, found.status
        return int(found.headers["Upload-Offset"])

    def upload(self, medium: Sealed, chunk: int = CHUNK) -> None:
        """Send one medium from wherever the server stands."""
        made = self.create_upload(medium)
        assert made.status == 201, made.body
        offset, location = int(made.headers["Upload-Offset"]), made.headers["Location"]
        while offset < len(medium.content):
            found = self.patch(location, offset, medium.content[offset : offset + chunk])
            assert found.status == 204, found.body
            offset = int(found.headers["Upload-Offset"])


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
