"""Salted values (the pattern of RFC 9901): a signed entry holds digests, the values travel sealed beside it.

A disclosure is the b64u of `[salt, name, value]`, a media descriptor that of `[salt, {…}]`; its digest is the hash
of the ASCII text of the disclosure itself, so nothing is serialised again to check it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.ledger.b64 import b64u, hash_id, is_hash, unb64u
from server.ledger.strict_json import compact, read_json, read_object

LIMIT = 64 * 1024
"""The sum of an entry's disclosures, in bytes."""


@dataclass(frozen=True)
class Contents:
    """What a sealed text holds: disclosures as received, and the keys of the photographs (媒体密钥) by `sd`."""

    disclosures: tuple[str, ...]
    media_keys: Mapping[str, bytes]

    def to_bytes(self) -> bytes:
        keys = {sd: b64u(key) for sd, key in self.media_keys.items()}
        return compact({"disclosures": list(self.disclosures), "media_keys": keys}).encode()


def disclose(salt: bytes, name: str, value: object) -> str:
    return b64u(compact([b64u(salt), name, value]).encode())


def describe(salt: bytes, descriptor: Mapping[str, object]) -> str:
    return b64u(compact([b64u(salt), dict(descriptor)]).encode())


def digest(disclosure: str) -> str:
    return hash_id(disclosure.encode("ascii"))


def read_contents(plaintext: bytes) -> Contents:
    """Parse a sealed text. Raises ValueError when its form is not that of docs/protocol.md §3."""
    raw = read_object(plaintext)
    disclosures, keys = raw.get("disclosures"), raw.get("media_keys")
    if (
        set(raw) != {"disclosures", "media_keys"}
        or not isinstance(disclosures, list)
        or not isinstance(keys, dict)
    ):
        raise ValueError("a sealed text holds disclosures and media_keys")
    if not all(isinstance(text, str) for text in disclosures) or sum(map(len, disclosures)) > LIMIT:
        raise ValueError("disclosures are texts of at most 64 KiB together")
    media_keys = {sd: unb64u(key) for sd, key in keys.items() if is_hash(sd) and isinstance(key, str)}
    if len(media_keys) != len(keys) or any(len(key) != 32 for key in media_keys.values()):
        raise ValueError("media keys are 32 bytes by sd")
    return Contents(tuple(disclosures), media_keys)


@dataclass(frozen=True)
class Disclosed:
    """The values that match digests of an entry. `stray` counts disclosures that match none."""

    private: Mapping[str, Any]
    media: Mapping[str, Mapping[str, Any]]
    stray: int


def match(contents: Contents, digests: Iterable[str], media: Iterable[str]) -> Disclosed:
    """Bind values to the signed digests. Raises ValueError for a disclosure that matches a digest but can't be read."""
    wanted, wanted_media = set(digests), set(media)
    private: dict[str, Any] = {}
    descriptors: dict[str, Mapping[str, Any]] = {}
    stray = 0
    for text in contents.disclosures:
        name = digest(text) if text.isascii() else ""
        if name in wanted:
            _, member, value = _parts(text, 3)
            if not isinstance(member, str) or member in private:
                raise ValueError("a disclosure's member is a name, once")
            private[member] = value
        elif name in wanted_media:
            _, descriptor = _parts(text, 2)
            if not isinstance(descriptor, dict):
                raise ValueError("a media descriptor is an object")
            descriptors[name] = descriptor
        else:
            stray += 1
    return Disclosed(private, descriptors, stray)


def _parts(text: str, count: int) -> list[Any]:
    value = read_json(unb64u(text))
    if not isinstance(value, list) or len(value) != count or not isinstance(value[0], str):
        raise ValueError("not a disclosure")
    return value
