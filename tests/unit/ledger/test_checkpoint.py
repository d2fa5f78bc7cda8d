"""Checkpoints as C2SP signed notes."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.ledger.checkpoint import read_checkpoint, read_verifier_key, sign_checkpoint, verifier_key

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ORIGIN = "mingcha/test"
NOTE = sign_checkpoint(ORIGIN, 12, bytes(32), KEY)


def test_a_signed_checkpoint_is_read_back() -> None:
    found = read_checkpoint(NOTE, ORIGIN, KEY.public_key())
    assert (found.size, found.root) == (12, bytes(32))


def test_signing_the_same_tree_gives_the_same_bytes() -> None:
    assert sign_checkpoint(ORIGIN, 12, bytes(32), KEY) == NOTE


def test_a_witness_s_further_signature_does_not_disturb() -> None:
    more = NOTE + "— witness.example AAAA\n"
    assert read_checkpoint(more, ORIGIN, KEY.public_key()).size == 12


def test_the_verifier_key_names_origin_and_key() -> None:
    line = verifier_key(ORIGIN, KEY.public_key())
    origin, key = read_verifier_key(line + "\n")
    assert origin == ORIGIN
    assert read_checkpoint(NOTE, origin, key).size == 12


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("\n12\n", "\n13\n"),
        NOTE.replace(ORIGIN, "mingcha/other"),
        NOTE.split("\n\n")[0],
        NOTE.rstrip("\n"),
        "",
        NOTE.replace("— mingcha", "- mingcha"),
    ],
)
def test_an_altered_note_is_refused(note: str) -> None:
    with pytest.raises(ValueError):
        read_checkpoint(note, ORIGIN, KEY.public_key())


def test_a_note_of_another_key_is_refused() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(ValueError, match="not signed"):
        read_checkpoint(sign_checkpoint(ORIGIN, 12, bytes(32), other), ORIGIN, KEY.public_key())


def test_a_size_with_leading_zeros_is_refused_though_signed() -> None:
    odd = sign_checkpoint(ORIGIN, "012", bytes(32), KEY)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="zeros"):
        read_checkpoint(odd, ORIGIN, KEY.public_key())


@pytest.mark.parametrize(
    "line", ["", "a+b", f"{ORIGIN}+00000000+AQ==", verifier_key("x", KEY.public_key())[1:]]
)
def test_a_verifier_key_that_does_not_fit_together_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_verifier_key(line)
