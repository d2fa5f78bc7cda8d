"""Clock and chance for tests: a clock that moves only when told, random bytes that repeat."""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta


@dataclass
class TestClock:
    """Starts on a Monday, 2026-11-23, at 09:00 in Beijing."""

    __test__ = False
    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 1, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        """`clock.advance(minutes=30)`."""
        self.now += timedelta(**by)


class SeededRng:
    """Random bytes from a seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def __call__(self, count: int) -> bytes:
        return self._random.randbytes(count)
