"""A small publication package from a small ledger, without a database, so that each byte can be tried."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ledger import merkle, package
from server.ledger.b64 import b64u, hash_id
from server.ledger.checkpoint import sign_checkpoint, verifier_key
from server.ledger.jwk import public_jwk, thumbprint
from server.ledger.jws import parse, sign

ORIGIN = "linjiang.example/mingcha"
FILES = {
    "bulletin.docx": ("application/docx", b"the document"),
    "photographs/2026-03-16_区甲局_A03_1.jpg": ("image/jpeg", b"\xff\xd8masked\xff\xd9"),
}


def key_of(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)


@dataclass(frozen=True)
class Small:
    """The parts of one package; `replace` any, then `build`."""

    key: Ed25519PrivateKey
    manifest: bytes
    files: Mapping[str, bytes]
    entry: str
    note: str
    proof: package.Proof

    @property
    def line(self) -> str:
        return verifier_key(ORIGIN, self.key.public_key())

    def build(self) -> bytes:
        return package.build(
            self.manifest, self.files, key_line=self.line, entry=self.entry, note=self.note, proof=self.proof
        )

    def with_files(self, files: Mapping[str, bytes]) -> "Small":
        return replace(self, files=files)


def small(seed: int = 1, *, final: bool = True, entry_type: str = "publication.issued") -> Small:
    """A package whose entry is leaf 4 of 7 and whose bulletin stands on the checkpoint of size 3."""
    key = key_of(seed)
    leaves = [hash_id(bytes([n])) for n in range(7)]
    nodes: dict[tuple[int, int], bytes] = {}

    def node_at(level: int, index: int) -> bytes:
        return nodes[level, index]

    nodes.update(merkle.grow(0, [merkle.leaf_hash(leaf) for leaf in leaves[:3]], node_at))
    stands_on = {"size": 3, "root": b64u(merkle.root(3, node_at))}
    about: dict[str, object] = {
        "publication": "p1",
        "number": "临效办〔2026〕7号",
        "title": "通报",
        "stands_on": stands_on,
    }
    manifest = package.manifest_of(FILES, about)
    data: dict[str, Any] = {"publication": "p1", "manifest_sha256": hash_id(manifest), "final": final}
    entry = sign(
        "mingcha-entry+jws",
        thumbprint(public_jwk(key.public_key())),
        {"v": 1, "type": entry_type, "data": data},
        key,
    )
    leaves[4] = parse(entry, "mingcha-entry+jws").id
    nodes.update(merkle.grow(3, [merkle.leaf_hash(leaf) for leaf in leaves[3:]], node_at))
    return Small(
        key=key,
        manifest=manifest,
        files={name: content for name, (_, content) in FILES.items()},
        entry=entry,
        note=sign_checkpoint(ORIGIN, 7, merkle.root(7, node_at), key),
        proof=package.Proof(
            leaf=4,
            size=7,
            inclusion=merkle.texts(merkle.inclusion(4, 7, node_at)),
            consistency=merkle.texts(merkle.consistency(3, 7, node_at)),
        ),
    )
