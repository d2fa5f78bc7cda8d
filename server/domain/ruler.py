"""The time ruler (时间尺): one line of a visit with the schedule's bounds, every look with its interval, what
a rule asks between looks, approved absences and photographs. Pure layout; `ruler_svg` draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

State = Literal["present", "absent", "claimed", "neutral"]
BarKind = Literal["leave", "trip", "meeting", "duty", "visit"]

_SHORTEST = timedelta(minutes=40)
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 180, 360)


@dataclass(frozen=True)
class Mark:
    """One look. `earliest` and `latest` bound it: not before the checkpoint it saw, not after its receipt."""

    at: datetime
    state: State
    label: str
    earliest: datetime | None = None
    latest: datetime | None = None
    photographs: tuple[int, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True)
class Bound:
    """A moment of the schedule (作息): start or end of working hours, the end of the grace."""

    at: datetime
    label: str


@dataclass(frozen=True)
class Bar:
    """A stretch with a name: approved leave, a trip, a meeting, a duty, or the visit itself."""

    start: datetime
    end: datetime
    kind: BarKind
    label: str


@dataclass(frozen=True)
class Span:
    """What a rule measures between two looks, and whether its threshold is met."""

    start: datetime
    end: datetime
    label: str
    met: bool


@dataclass(frozen=True)
class Ruler:
    """Everything on one line. `hours` are the working periods, drawn as the ground."""

    marks: Sequence[Mark]
    bounds: Sequence[Bound] = ()
    hours: Sequence[tuple[datetime, datetime]] = ()
    bars: Sequence[Bar] = ()
    spans: Sequence[Span] = ()


@dataclass(frozen=True)
class Scale:
    """From moments to the page. `width` and `margin` in the drawing's own units."""

    start: datetime
    end: datetime
    width: float
    margin: float

    def x(self, moment: datetime) -> float:
        """Where a moment stands, kept on the page."""
        share = (moment - self.start) / (self.end - self.start)
        return round(self.margin + min(1.0, max(0.0, share)) * (self.width - 2 * self.margin), 1)

    def shows(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end

    def ticks(self) -> list[datetime]:
        """Round moments, four to nine of them."""
        minutes = (self.end - self.start) / timedelta(minutes=1)
        step = timedelta(minutes=next((s for s in _STEPS if minutes / s <= 9), _STEPS[-1]))
        midnight = self.start.replace(hour=0, minute=0, second=0, microsecond=0)
        first = midnight + ((self.start - midnight) // step + 1) * step
        found = []
        while first <= self.end:
            found.append(first)
            first += step
        return found


def scale(ruler: Ruler, width: float, margin: float) -> Scale:
    """The window: all looks and spans, with the nearby bounds of the schedule, and some air."""
    moments = [m.at for m in ruler.marks] + [t for s in ruler.spans for t in (s.start, s.end)]
    if not moments:
        moments = [b.at for b in ruler.bounds] or [t for bar in ruler.bars for t in (bar.start, bar.end)]
    if not moments:
        raise ValueError("an empty ruler has no scale")
    first, last = min(moments), max(moments)
    near = max(timedelta(minutes=20), last - first)
    wanted = [b.at for b in ruler.bounds if first - near <= b.at <= last + near]
    wanted += [t for bar in ruler.bars for t in (bar.start, bar.end) if first - near <= t <= last + near]
    first, last = min([first, *wanted]), max([last, *wanted])
    air = max(timedelta(minutes=2), (last - first) * 0.08, (_SHORTEST - (last - first)) / 2)
    return Scale(first - air, last + air, width, margin)


def lanes(places: Sequence[tuple[float, float]], gap: float = 6.0) -> list[int]:
    """For each stretch (left, right) the lowest lane in which it touches no earlier one."""
    taken: list[list[tuple[float, float]]] = []
    chosen = []
    for left, right in places:
        for number, lane in enumerate(taken):
            if all(right + gap <= start or left - gap >= end for start, end in lane):
                lane.append((left, right))
                chosen.append(number)
                break
        else:
            taken.append([(left, right)])
            chosen.append(len(taken) - 1)
    return chosen


def apart(places: Sequence[float], least: float = 18.0) -> list[float]:
    """Marks of the same minute would hide each other: those nearer than `least` are spread around their middle."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    spread, group = list(places), list[int]()
    for place, number in enumerate(order):
        group.append(number)
        follower = order[place + 1] if place + 1 < len(order) else None
        if follower is None or places[follower] - places[number] >= least:
            middle = sum(places[n] for n in group) / len(group)
            if len(group) > 1:
                for position, n in enumerate(group):
                    spread[n] = middle + (position - (len(group) - 1) / 2) * least
            group = []
    return spread


def breadth(text: str, size: float = 11.0) -> float:
    """About how broad a text is: a Chinese character is square, a Latin one a little over half of that."""
    return sum(size if ord(c) > 0x2E7F else size * 0.56 for c in text)


def centred(middle: float, text: str, width: float, size: float = 11.0) -> tuple[float, float]:
    """The stretch of a text centred at `middle`, pushed back onto the page."""
    half = breadth(text, size) / 2
    left = min(max(middle - half, 2.0), max(2.0, width - 2 * half - 2.0))
    return left, left + 2 * half
