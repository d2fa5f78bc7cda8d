"""One Merkle tree per office (RFC 9162 §2.1). Only complete subtrees are stored, so appending costs one or two nodes
and every root and proof is read in O(log n). Pure: nodes come through a function."""

import hashlib
from collections.abc import Callable, Sequence

from server.ledger.b64 import b64u, unb64u

NodeAt = Callable[[int, int], bytes]
"""The hash of the complete subtree at (level, index): it covers leaves index·2^level … (index + 1)·2^level − 1."""

EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry_id: str) -> bytes:
    # RFC 9162 §2.1.1: MTH({d[0]}) = HASH(0x00 || d[0]). Our d is the 32-byte id.
    return hashlib.sha256(b"\x00" + unb64u(entry_id)).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(size: int, leaves: Sequence[bytes], node_at: NodeAt) -> dict[tuple[int, int], bytes]:
    """The nodes that come to be when leaf hashes are appended to a tree of `size`."""
    new: dict[tuple[int, int], bytes] = {}
    for offset, leaf in enumerate(leaves):
        level, index, value = 0, size + offset, leaf
        new[level, index] = value
        while index % 2:
            left = new.get((level, index - 1)) or node_at(level, index - 1)
            level, index, value = level + 1, index // 2, node_hash(left, value)
            new[level, index] = value
    return new


def span(start: int, end: int, node_at: NodeAt) -> bytes:
    """The hash of leaves start … end − 1, where `start` is a multiple of the largest power of two ≤ the width."""
    if start == end:
        return EMPTY
    parts: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        parts.append(node_at(level, start >> level))
        start += 1 << level
    value = parts.pop()
    while parts:
        value = node_hash(parts.pop(), value)
    return value


def root(size: int, node_at: NodeAt) -> bytes:
    return span(0, size, node_at)


def _split(width: int) -> int:
    """The largest power of two smaller than `width`."""
    return 1 << (width - 1).bit_length() - 1


def inclusion(index: int, size: int, node_at: NodeAt) -> list[bytes]:
    """RFC 9162 §2.1.3.1: PATH(m, D_n)."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    start, end = 0, size
    path: list[bytes] = []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(span(middle, end, node_at))
            end = middle
        else:
            path.append(span(start, middle, node_at))
            start = middle
    return path[::-1]


def consistency(old: int, new: int, node_at: NodeAt) -> list[bytes]:
    """RFC 9162 §2.1.4.1: PROOF(m, D_n). Empty for an empty or an equal tree."""
    if not 0 <= old <= new:
        raise ValueError("the old tree is larger than the new one")
    if old in (0, new):
        return []
    start, end, whole = 0, new, True
    path: list[bytes] = []
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(span(middle, end, node_at))
            end = middle
        else:
            path.append(span(start, middle, node_at))
            start, whole = middle, False
    if not whole:
        path.append(span(start, end, node_at))
    return path[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], expected: bytes) -> bool:
    """RFC 9162 §2.1.3.2, step by step."""
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while fn != 0 and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == expected


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 §2.1.4.2; an empty old tree is a prefix of every tree."""
    if old > new:
        return False
    if old == 0:
        return not path and old_root == EMPTY
    if old == new:
        return not path and old_root == new_root
    proof = list(path)
    if old & (old - 1) == 0:
        proof.insert(0, old_root)
    if not proof:
        return False
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while fn != 0 and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


def texts(path: Sequence[bytes]) -> list[str]:
    """A proof as it stands on the wire."""
    return [b64u(value) for value in path]
