"""The tree against a plain recursive reading of RFC 9162 §2.1, and its proofs against each other."""

import hashlib
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from server.ledger import merkle
from server.ledger.b64 import b64u


def _leaf(number: int) -> bytes:
    return merkle.leaf_hash(b64u(hashlib.sha256(str(number).encode()).digest()))


def _mth(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word, over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + _mth(leaves[:k]) + _mth(leaves[k:])).digest()


def _stored(size: int) -> Callable[[int, int], bytes]:
    nodes: dict[tuple[int, int], bytes] = {}
    merkle_nodes = merkle.grow(
        0, [_leaf(number) for number in range(size)], lambda level, index: nodes[level, index]
    )
    nodes |= merkle_nodes
    return lambda level, index: nodes[level, index]


def _reader(nodes: dict[tuple[int, int], bytes]) -> Callable[[int, int], bytes]:
    return lambda level, index: nodes[level, index]


STORED = _stored(200)


@given(st.integers(0, 200))
def test_the_root_is_the_merkle_tree_hash(size: int) -> None:
    assert merkle.root(size, STORED) == _mth([_leaf(number) for number in range(size)])


@given(st.lists(st.integers(1, 9), max_size=20))
def test_growing_in_batches_gives_the_same_nodes_as_growing_at_once(batches: list[int]) -> None:
    nodes: dict[tuple[int, int], bytes] = {}
    size = 0
    for batch in batches:
        leaves = [_leaf(number) for number in range(size, size + batch)]
        nodes |= merkle.grow(size, leaves, _reader(nodes))
        size += batch
    once = merkle.grow(0, [_leaf(number) for number in range(size)], lambda level, index: nodes[level, index])
    assert nodes == once


@given(st.data())
def test_every_leaf_s_inclusion_proof_holds_and_for_no_other_leaf(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 200))
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion(index, size, STORED)
    root = merkle.root(size, STORED)
    assert merkle.check_inclusion(_leaf(index), index, size, path, root)
    assert not merkle.check_inclusion(_leaf(index + 1), index, size, path, root)
    assert not merkle.check_inclusion(_leaf(index), index, size, [*path, root], root)
    assert len(path) <= 8


@given(st.data())
def test_consistency_holds_between_any_two_sizes(data: st.DataObject) -> None:
    new = data.draw(st.integers(0, 200))
    old = data.draw(st.integers(0, new))
    path = merkle.consistency(old, new, STORED)
    roots = merkle.root(old, STORED), merkle.root(new, STORED)
    assert merkle.check_consistency(old, new, *roots, path)


@given(st.data())
def test_consistency_fails_for_another_history(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 200))
    old = data.draw(st.integers(1, new - 1))
    path = merkle.consistency(old, new, STORED)
    other = hashlib.sha256(b"other").digest()
    assert not merkle.check_consistency(old, new, other, merkle.root(new, STORED), path)
    assert not merkle.check_consistency(old, new, merkle.root(old, STORED), other, path)
