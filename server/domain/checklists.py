"""Checklists as data: the five ticks of 四牌一栏 for a visit, the legal checklist before a publication.
Each keeps its version, because a visit keeps the text that was in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from server.domain.codebook import Codebook
from server.domain.sourced import Provenance, read_sourced

Kind = Literal["visit", "publication"]


@dataclass(frozen=True)
class Item:
    """One line; `violation` is the fact that a "no" suggests, e.g. B01, or None."""

    id: str
    zh: str
    en: str
    violation: str | None


@dataclass(frozen=True)
class Checklist:
    id: str
    kind: Kind
    zh: str
    en: str
    provenance: Provenance
    items: tuple[Item, ...]


def load_checklists(folder: Path, codebook: Codebook) -> Mapping[str, Checklist]:
    """Read every checklist; one that names a code no phone may carry raises ValueError."""
    return {c.id: c for c in (_checklist(path, codebook) for path in sorted(folder.glob("*.json")))}


def _checklist(path: Path, codebook: Codebook) -> Checklist:
    origin, body = read_sourced(path)
    items = tuple(Item(i["id"], i["zh"], i["en"], i["violation"]) for i in body["items"])
    allowed = {v.code for v in codebook.on_phone()}
    for item in items:
        if item.violation is not None and item.violation not in allowed:
            raise ValueError(f"{path.name}: {item.id} names {item.violation}, which a phone may not carry")
    return Checklist(body["id"], cast("Kind", body["kind"]), body["zh"], body["en"], origin, items)
