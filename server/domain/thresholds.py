"""The attendance thresholds that are not columns of the codebook. Bounds are exact: "late > 5 min" means
that five minutes to the second is not late; "≥ 30 min apart" means that thirty counts."""

from dataclasses import dataclass
from pathlib import Path

from server.domain.sourced import Provenance, read_sourced


@dataclass(frozen=True)
class Thresholds:
    """Minutes unless named otherwise. `disagreement_minutes`: looks of two inspectors so close that they
    should agree. `offset_tolerance_ms`: two clock checks that differ by no more are consistent."""

    provenance: Provenance
    late_grace_minutes: int
    late_unverified_minutes: int
    early_grace_minutes: int
    early_unverified_minutes: int
    disagreement_minutes: int
    offset_tolerance_ms: int
    dismissal_consecutive_days: int
    dismissal_yearly_days: int


def load_thresholds(path: Path) -> Thresholds:
    """Read `config/attendance/thresholds.json`; an unknown or missing name raises TypeError."""
    origin, body = read_sourced(path)
    return Thresholds(provenance=origin, **{name: int(value) for name, value in body["values"].items()})
