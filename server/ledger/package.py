"""The publication package (公开发布包): how it is put together and how anyone verifies it, without a
database.

Members, in this order: `manifest.json`, the files it lists (sorted), then the proof: `office.pub`,
`publication.jws` (the office's entry that commits to the manifest), `checkpoint.txt` and `proof.json`. The
proof comes to be after the entry was appended, so the manifest can't list it; its every byte is fixed by a
signature or by a canonical form."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from server.ledger import canonical_zip
from server.ledger.b64 import hash_id, unb64u
from server.ledger.checkpoint import Checkpoint, read_checkpoint, read_verifier_key, verifier_key
from server.ledger.jwk import public_jwk, thumbprint
from server.ledger.jws import Jws, holds, parse
from server.ledger.merkle import check_consistency, check_inclusion, leaf_hash
from server.ledger.strict_json import compact, read_object

MANIFEST, KEY, ENTRY, CHECKPOINT, PROOF = (
    "manifest.json",
    "office.pub",
    "publication.jws",
    "checkpoint.txt",
    "proof.json",
)
_PROOF_MEMBERS = (KEY, ENTRY, CHECKPOINT, PROOF)
KIND = "mingcha-publication"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: a stable code and what it is about."""

    code: str
    about: str = ""


@dataclass(frozen=True)
class Report:
    """VALID, INVALID or INCOMPLETE, why, and what the package says of itself (only what was proven)."""

    status: str
    faults: tuple[Fault, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Proof:
    """Ties the publication's entry to a checkpoint, and the one printed in the bulletin to that checkpoint."""

    leaf: int
    size: int
    inclusion: Sequence[str]
    consistency: Sequence[str]


class _Broken(Exception):  # noqa: N818 - carries the fault that stops the verification
    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code)
        self.fault = Fault(code, about)


def manifest_of(files: Mapping[str, tuple[str, bytes]], about: Mapping[str, object]) -> bytes:
    """The canonical manifest of `files` (name → media type, content); `about`: what the publication says."""
    rows = [
        {"name": name, "type": kind, "bytes": len(content), "sha256": hash_id(content)}
        for name, (kind, content) in sorted(files.items(), key=lambda item: item[0].encode())
    ]
    return compact({"v": 1, "kind": KIND, **about, "files": rows}).encode()


def stands_on(manifest: bytes) -> int:
    """The size of the checkpoint that the bulletin prints."""
    return int(read_object(manifest)["stands_on"]["size"])


def build(
    manifest: bytes, files: Mapping[str, bytes], *, key_line: str, entry: str, note: str, proof: Proof
) -> bytes:
    """The package as one canonical ZIP."""
    proof_json = compact({"v": 1, **{name: getattr(proof, name) for name in Proof.__annotations__}})
    return canonical_zip.write(
        [
            (MANIFEST, manifest),
            *((name, files[name]) for name in sorted(files, key=str.encode)),
            (KEY, f"{key_line}\n".encode()),
            (ENTRY, entry.encode("ascii")),
            (CHECKPOINT, note.encode()),
            (PROOF, proof_json.encode()),
        ]
    )


def verify(data: bytes, pinned: Sequence[str], *, explicit: bool = False) -> Report:
    """Check every byte. `pinned` are verifier keys (`office.pub` lines) that are trusted; `explicit` says they
    are the reader's own choice for this package: another key is a fault then, not an unknown office."""
    facts: dict[str, Any] = {}
    try:
        _check(data, facts)
    except _Broken as broken:
        return Report("INVALID", (broken.fault,), facts)
    line = facts["key"]
    trusted = {text.strip() for text in pinned}
    if line in trusted:
        return Report("VALID", (), facts)
    same_office = any(text.split("+", 1)[0] == facts["origin"] for text in trusted)
    if explicit or same_office:
        return Report("INVALID", (Fault("other_key", facts["fingerprint"]),), facts)
    return Report("INCOMPLETE", (Fault("key_unknown", facts["fingerprint"]),), facts)


def _check(data: bytes, facts: dict[str, Any]) -> None:
    try:
        members = canonical_zip.read(data)
    except canonical_zip.ZipFault as fault:
        raise _Broken(fault.code, fault.member) from fault
    content = dict(members)
    names = [name for name, _ in members]
    for name in (MANIFEST, *_PROOF_MEMBERS):
        if name not in content:
            raise _Broken("member_missing", name)
    origin, key = _key(content[KEY])
    kid = thumbprint(public_jwk(key))
    facts.update(origin=origin, key=content[KEY].decode().strip(), fingerprint=kid)
    jws, payload = _entry(content[ENTRY], key, kid)
    manifest = _manifest(content[MANIFEST], payload)
    _files(manifest, content, names)
    checkpoint = _checkpoint(content[CHECKPOINT], origin, key)
    proof = _proof(content[PROOF])
    if proof.size != checkpoint.size:
        raise _Broken("proof_other_checkpoint", PROOF)
    path = [_hash(text) for text in proof.inclusion]
    if not check_inclusion(leaf_hash(jws.id), proof.leaf, proof.size, path, checkpoint.root):
        raise _Broken("not_in_ledger", ENTRY)
    _stands_on(manifest, proof, checkpoint)
    about = {name: manifest.get(name) for name in ("publication", "number", "title", "stands_on")}
    facts.update(about, files=len(manifest["files"]), leaf=proof.leaf, size=proof.size, entry=jws.id)


def _key(raw: bytes) -> tuple[str, Ed25519PublicKey]:
    try:
        text = raw.decode()
        origin, key = read_verifier_key(text)
        if f"{verifier_key(origin, key)}\n" != text:
            raise ValueError("not the canonical line")
    except ValueError as error:
        raise _Broken("key_unreadable", KEY) from error
    return origin, key


def _entry(raw: bytes, key: Ed25519PublicKey, kid: str) -> tuple[Jws, dict[str, Any]]:
    try:
        jws = parse(raw.decode("ascii"), "mingcha-entry+jws")
        payload = read_object(jws.payload)
    except ValueError as error:
        raise _Broken("entry_unreadable", ENTRY) from error
    if jws.kid != kid or not holds(jws, key):
        raise _Broken("signature_wrong", ENTRY)
    data = payload.get("data")
    if (
        payload.get("type") != "publication.issued"
        or not isinstance(data, dict)
        or data.get("final") is not True
    ):
        raise _Broken("not_a_publication", ENTRY)
    return jws, data


def _manifest(raw: bytes, entry: Mapping[str, Any]) -> dict[str, Any]:
    if entry.get("manifest_sha256") != hash_id(raw):
        raise _Broken("manifest_changed", MANIFEST)
    try:
        manifest = read_object(raw)
    except ValueError as error:
        raise _Broken("manifest_unreadable", MANIFEST) from error
    if (
        manifest.get("v") != 1
        or manifest.get("kind") != KIND
        or manifest.get("publication") != entry.get("publication")
    ):
        raise _Broken("manifest_unreadable", MANIFEST)
    return manifest


def _files(manifest: Mapping[str, Any], content: Mapping[str, bytes], names: Sequence[str]) -> None:
    try:
        listed = {row["name"]: (row["bytes"], row["sha256"]) for row in manifest["files"]}
    except (KeyError, TypeError) as error:
        raise _Broken("manifest_unreadable", MANIFEST) from error
    for name in names:
        if name not in listed and name != MANIFEST and name not in _PROOF_MEMBERS:
            raise _Broken("member_unlisted", name)
    for name, (size, digest) in listed.items():
        if name not in content:
            raise _Broken("member_missing", name)
        if (len(content[name]), hash_id(content[name])) != (size, digest):
            raise _Broken("member_changed", name)
    order = [MANIFEST, *sorted(listed, key=str.encode), *_PROOF_MEMBERS]
    if list(names) != order:
        wrong = next(name for name, expected in zip(names, order, strict=False) if name != expected)
        raise _Broken("order_changed", wrong)


def _checkpoint(raw: bytes, origin: str, key: Ed25519PublicKey) -> Checkpoint:
    try:
        note = raw.decode()
        checkpoint = read_checkpoint(note, origin, key)
        # Base64 leaves bits unused: one value, one text. A package carries the office's signature alone.
        signature = note.partition("\n\n")[2].rsplit(" ", 1)[-1].rstrip("\n")
        if (
            base64.b64encode(base64.b64decode(signature, validate=True)).decode() != signature
            or note.count("\n") != 5
        ):
            raise ValueError("not the canonical note")
    except ValueError as error:
        raise _Broken("checkpoint_wrong", CHECKPOINT) from error
    return checkpoint


def _proof(raw: bytes) -> Proof:
    try:
        fields = read_object(raw)
        if compact(fields).encode() != raw or fields.pop("v") != 1:
            raise ValueError("not the canonical form")
        proof = Proof(**fields)
        if any(type(n) is not int or n < 0 for n in (proof.leaf, proof.size)):
            raise ValueError("not a place in the ledger")
    except (ValueError, TypeError, KeyError) as error:
        raise _Broken("proof_unreadable", PROOF) from error
    return proof


def _stands_on(manifest: Mapping[str, Any], proof: Proof, checkpoint: Checkpoint) -> None:
    try:
        size, root = int(manifest["stands_on"]["size"]), _hash(manifest["stands_on"]["root"])
    except (KeyError, TypeError, ValueError) as error:
        raise _Broken("manifest_unreadable", MANIFEST) from error
    path = [_hash(text) for text in proof.consistency]
    if not check_consistency(size, checkpoint.size, root, checkpoint.root, path):
        raise _Broken("stands_on_other_ledger", MANIFEST)


def _hash(text: object) -> bytes:
    try:
        value = unb64u(text) if isinstance(text, str) else b""
    except ValueError as error:
        raise _Broken("proof_unreadable", PROOF) from error
    if len(value) != 32:
        raise _Broken("proof_unreadable", PROOF)
    return value
