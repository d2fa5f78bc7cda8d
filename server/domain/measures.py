"""Measures (处理种类) and ban lists (禁令) as data. Persons and measures are counted apart, so a decision
holds a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from server.domain.sourced import Provenance, read_sourced


@dataclass(frozen=True)
class Measure:
    """`months` is how long a sanction (政务处分期) runs; None where there is no such term."""

    id: str
    kind: str
    zh: str
    en: str
    months: int | None


@dataclass(frozen=True)
class Ban:
    """One line of a ban list, with the codes that show a breach of it."""

    zh: str
    en: str
    violations: tuple[str, ...]


@dataclass(frozen=True)
class BanList:
    id: str
    issuer: str
    zh: str
    en: str
    provenance: Provenance
    bans: tuple[Ban, ...]


def load_measures(path: Path) -> Mapping[str, Measure]:
    """Read `config/measures/measures.json`, in its order."""
    _, body = read_sourced(path)
    rows = (Measure(m["id"], m["kind"], m["zh"], m["en"], m.get("months")) for m in body["measures"])
    return {m.id: m for m in rows}


def load_ban_lists(folder: Path) -> Mapping[str, BanList]:
    """Read every ban list under `folder`."""
    lists: dict[str, BanList] = {}
    for path in sorted(folder.glob("*.json")):
        origin, body = read_sourced(path)
        bans = tuple(Ban(b["zh"], b["en"], tuple(b["violations"])) for b in body["bans"])
        lists[body["id"]] = BanList(body["id"], body["issuer"], body["zh"], body["en"], origin, bans)
    return lists
