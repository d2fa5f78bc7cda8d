"""Passwords: hashed with argon2id, checked in the same way whoever asks, refused when easy to guess."""

import pytest
from argon2 import PasswordHasher

from server.errors import Refusal
from server.identity import passwords
from tests.support import office as _cheap_hashes  # noqa: F401 - makes argon2 cheap


def test_a_hash_is_argon2id_and_never_the_password() -> None:
    stored = passwords.hashed("seven-grey-herons")
    assert stored.startswith("$argon2id$")
    assert "herons" not in stored


def test_the_same_password_hashes_differently_each_time() -> None:
    assert passwords.hashed("seven-grey-herons") != passwords.hashed("seven-grey-herons")


def test_the_right_password_matches_and_another_does_not() -> None:
    stored = passwords.hashed("seven-grey-herons")
    assert passwords.matches(stored, "seven-grey-herons")
    assert not passwords.matches(stored, "seven-grey-heron")


def test_an_unknown_name_costs_a_verification_too(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Watching(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            verified.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "_HASHER", Watching(time_cost=1, memory_cost=64, parallelism=1))
    assert not passwords.matches(None, "seven-grey-herons")
    assert len(verified) == 1


def test_a_damaged_hash_matches_nothing() -> None:
    assert not passwords.matches("$argon2id$damaged", "seven-grey-herons")


def test_a_hash_under_weaker_parameters_is_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("x")
    assert passwords.outdated(weak)


@pytest.mark.parametrize(
    "password", ["short", "aaaaaaaaaaaa", "1234567890", "hejing-2026!", "HEJING2026xyz", ""]
)
def test_an_easy_password_is_refused(password: str) -> None:
    with pytest.raises(Refusal, match="password_weak"):
        passwords.require_strong(password, "hejing")


def test_a_long_phrase_is_accepted() -> None:
    passwords.require_strong("seven-grey-herons", "hejing")


def test_an_invented_password_is_strong_and_new_each_time() -> None:
    first, second = passwords.invented(), passwords.invented()
    assert first != second
    passwords.require_strong(first, "hejing")
