"""Nonces: ours, and of the last ten minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from server.sync.nonces import make_nonce, nonce_is_good

SECRET = b"s" * 32
NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
NONCE = make_nonce(SECRET, lambda: NOW)


@pytest.mark.parametrize(
    ("seconds", "good"), [(0, True), (600, True), (601, False), (-60, True), (-61, False)]
)
def test_a_nonce_is_good_for_ten_minutes_and_a_node_may_run_a_minute_ahead(seconds: int, good: bool) -> None:
    assert nonce_is_good(SECRET, NONCE, NOW + timedelta(seconds=seconds)) is good


def test_a_nonce_under_another_secret_is_not_ours() -> None:
    assert not nonce_is_good(b"t" * 32, NONCE, NOW)


@pytest.mark.parametrize(
    "text", ["", ".", "x.y", "٣.abc", "9" * 16 + ".a", NONCE + "x", NONCE.replace(".", "")]
)
def test_anything_else_is_not_a_nonce(text: str) -> None:
    assert not nonce_is_good(SECRET, text, NOW)
