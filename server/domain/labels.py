"""The words with which the rules explain themselves: what each condition asks, and why a time is trusted or
not."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from server.domain.sourced import read_sourced

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Labels:
    """Texts by id, then by language."""

    conditions: Mapping[str, Mapping[Language, str]]
    reasons: Mapping[str, Mapping[Language, str]]


def load_labels(path: Path) -> Labels:
    """Read `config/attendance/conditions.json`."""
    _, body = read_sourced(path)
    return Labels(body["conditions"], body["reasons"])
