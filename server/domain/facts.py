"""The facts on which the attendance rules (考勤规则) work, as plain values: what was seen, who is on the
roster, what was approved and when. Nothing here knows where they come from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from server.domain.schedule import DayHours
from server.domain.times import Timing

Seen = Literal[
    "present",
    "absent_unverified",
    "leave_claimed",
    "trip_claimed",
    "meeting_claimed",
    "duty_claimed",
    "unchecked",
]
CLAIMS: frozenset[Seen] = frozenset({"leave_claimed", "trip_claimed", "meeting_claimed", "duty_claimed"})
AWAY: frozenset[Seen] = CLAIMS | {"absent_unverified"}
"""Not seen at the post; what a colleague says does not change that, it is only written down (口头说明)."""

ApprovalKind = Literal["leave", "trip", "meeting", "duty"]


@dataclass(frozen=True)
class Look:
    """One look at one person (点名一次). `arrived_at`, `left_at`: a moment that the inspector saw and
    noted."""

    staff: str
    state: Seen
    timing: Timing
    claimed_by: str | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def entry(self) -> str:
        return self.timing.entry


@dataclass(frozen=True)
class RosterRow:
    """A person's row of the roster (花名册); `entry` is the import that last said so."""

    staff: str
    unit: str
    post_kind: str
    status: str
    dept: str | None = None
    b_post: str | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    entry: str | None = None

    def listed(self, day: date) -> bool:
        """名单: in force that day, and neither seconded (借调) nor gone."""
        started = self.effective_from is None or self.effective_from <= day
        return self.status == "active" and started and (self.effective_to is None or day <= self.effective_to)


@dataclass(frozen=True)
class Approval:
    """An approved absence with its approver and time; approved after the visit is 事后补办, for a human."""

    staff: str
    kind: ApprovalKind
    starts: datetime
    ends: datetime
    approver: str
    approved_at: datetime
    entry: str

    def covers(self, timing: Timing) -> bool:
        """Whether the look falls into it, by the device's clock or by the corrected one: in doubt, yes."""
        return any(self.starts <= moment <= self.ends for moment in (timing.at, timing.corrected))

    def meets(self, start: datetime, end: datetime) -> bool:
        """Whether it touches a stretch of time."""
        return self.starts <= end and self.ends >= start


@dataclass(frozen=True)
class Confirmation:
    """The unit head's written confirmation (单位负责人书面确认), by its entry."""

    entry: str


@dataclass(frozen=True)
class Cover:
    """Whether the B post (B岗) stood in; `present` None when nobody recorded it."""

    present: bool | None = None
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonDay:
    """Everything about one person on the day of a visit. `hours` None: no schedule is set (未设作息方案).
    `confirmation` is of the absence, `leaving_confirmed` of the early leaving."""

    day: date
    visit_started: datetime
    row: RosterRow | None
    looks: tuple[Look, ...]
    hours: DayHours | None
    approvals: tuple[Approval, ...] = ()
    cover: Cover = Cover()
    confirmation: Confirmation | None = None
    leaving_confirmed: Confirmation | None = None


@dataclass(frozen=True)
class WindowLook:
    """One look at a seat or window. None: not recorded."""

    seat: str
    state: Literal["occupied", "empty", "window_unattended", "cannot_see"]
    timing: Timing
    b_post_present: bool | None = None
    service_suspended_sign: bool | None = None
    waiting: int | None = None

    @property
    def entry(self) -> str:
        return self.timing.entry
