"""The institution's rules are data: every file under `config/` says where it comes from, its version and
the day it took effect, and whether it is only an example to be replaced. This reads such a file and keeps
what it says."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Provenance:
    """Where a rule comes from. `example` marks a text that each office replaces by its own."""

    source: str
    version: str
    effective: date
    example: bool


def read_sourced(path: Path) -> tuple[Provenance, Mapping[str, Any]]:
    """Read one rule file. Raises ValueError naming the file when it is not JSON or does not say its
    provenance."""
    try:
        body: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        origin = Provenance(
            source=str(body["source"]),
            version=str(body["version"]),
            effective=date.fromisoformat(body["effective"]),
            example=bool(body.get("example", False)),
        )
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(
            f"{path.name}: a rule file needs source, version and effective date ({fault})"
        ) from fault
    return origin, body
