"""The types of entries (条目类型) and the shape of their data, read from `config/protocol/entry_types.json`.

Pure: it judges values, never signatures. Field kinds are explained in docs/protocol.md §2.1.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from server.clock import parse_iso

Origin = Literal["phone", "office"]
Kind = str | tuple[str, ...]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_CODE = re.compile(r"[A-Za-z0-9._+-]{1,64}")
_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_LONGEST_TEXT = 20_000
_LARGEST = 2**53


@dataclass(frozen=True)
class Field:
    """One member: its kind (a name, or the tuple of allowed states) and whether it may be absent."""

    kind: Kind
    optional: bool


@dataclass(frozen=True)
class EntryType:
    """What an entry of this type may carry: `clear` in the open, `private` as salted digests, `media` at most."""

    name: str
    origin: Origin
    dv: int
    clear: Mapping[str, Field]
    private: Mapping[str, Field]
    media: int


@dataclass(frozen=True)
class EntryTypes:
    types: Mapping[str, EntryType]

    def find(self, origin: Origin, name: str) -> EntryType | None:
        found = self.types.get(name)
        return found if found is not None and found.origin == origin else None


def _field(kind: object) -> Field:
    if isinstance(kind, list):
        return Field(tuple(kind), optional=False)
    text = str(kind)
    return Field(text.rstrip("?"), optional=text.endswith("?"))


def _is_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    if _CLOCK_TIME.fullmatch(value):
        return True
    try:
        parse_iso(value)
    except ValueError:
        return False
    return True


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_text(value: object) -> bool:
    """Text that every database can keep: no NUL, no half of a surrogate pair (RFC 7493 §2.1)."""
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT or "\0" in value:
        return False
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST


_CHECKS: Mapping[str, Callable[[object], bool]] = {
    "id": lambda v: isinstance(v, str) and _ID.fullmatch(v) is not None,
    "code": lambda v: isinstance(v, str) and _CODE.fullmatch(v) is not None,
    "state": lambda v: isinstance(v, str) and _CODE.fullmatch(v) is not None,
    "text": _is_text,
    "count": _is_count,
    "ms": _is_count,
    "number": _is_number,
    "bool": lambda v: isinstance(v, bool),
    "time": _is_time,
    "date": _is_date,
    "object": lambda v: isinstance(v, dict),
    "list": lambda v: isinstance(v, list),
}


def value_fits(kind: Kind, value: object) -> bool:
    """Whether a JSON value is of that kind."""
    if isinstance(kind, tuple):
        return isinstance(value, str) and value in kind
    return _CHECKS[kind](value)


def fault(fields: Mapping[str, Field], values: Mapping[str, object], *, partial: bool = False) -> str | None:
    """The first member that is unknown, missing or of the wrong kind, or None. `partial`: missing ones are fine."""
    for name, value in values.items():
        field = fields.get(name)
        if field is None or not value_fits(field.kind, value):
            return name
    if partial:
        return None
    return next((name for name, field in fields.items() if not field.optional and name not in values), None)


def _type(name: str, origin: Origin, raw: Mapping[str, object]) -> EntryType:
    def fields(part: str) -> dict[str, Field]:
        members = raw.get(part, {})
        assert isinstance(members, dict)  # noqa: S101 - our own configuration, tested
        return {key: _field(kind) for key, kind in members.items()}

    dv, media = raw["dv"], raw.get("media", 0)
    if not isinstance(dv, int) or not isinstance(media, int):
        raise ValueError(f"{name}: dv and media are numbers")
    return EntryType(name, origin, dv, fields("clear"), fields("private"), media)


@lru_cache
def load_entry_types(config: Path) -> EntryTypes:
    raw = json.loads((config / "protocol" / "entry_types.json").read_text(encoding="utf-8"))
    types = {n: _type(n, "phone", r) for n, r in raw["phone"].items()}
    types |= {n: _type(n, "office", r) for n, r in raw["office"].items()}
    return EntryTypes(types)
