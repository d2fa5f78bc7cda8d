"""Opens the demonstration district 临江区 (演示): the office, its people, a roster, hours and leave, all through the
services that a real office uses. Doing it again adds nothing that is there already."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from server.clock import CHINA, Clock
from server.domain.ids import Rng
from server.identity import accounts, passwords
from server.identity.accounts import NewAccount
from server.planning.hours import set_schedule
from server.planning.leave_import import import_leave
from server.planning.roster_import import import_roster
from server.projections.timetable import schedule_of
from server.projections.work import unit_of_work
from server.settings import Settings
from server.storage import sql
from server.storage.context import Office
from server.storage.founding import found
from server.storage.store import Store
from server.storage.tables import directory

SYSTEM = "system"
_ONE = timedelta(days=1)


def description(config: Path) -> dict[str, Any]:
    """What `config/demonstration/district.json` says."""
    read: dict[str, Any] = json.loads((config / "demonstration" / "district.json").read_text("utf-8"))
    return read


def open_district(settings: Settings, clock: Clock, rng: Rng) -> Store:
    """Found the office and fill its directory."""
    district = description(settings.config)
    store = found(settings, clock, rng, **district["office"])
    with unit_of_work(store) as office:
        roster = (settings.config / "demonstration" / "roster.csv").read_bytes()
        import_roster(office, SYSTEM, roster, "roster.csv")
    with unit_of_work(store) as office:
        for unit in sql.rows(office.session, directory.unit, office=office.id):
            if schedule_of(office, unit["unit"]) is None:
                layers = district["schedule"]
                set_schedule(office, SYSTEM, unit=unit["unit"], name="演示作息", layers=layers)
    return store


def leave_today(office: Office, settings: Settings) -> None:
    """Today's leave and trips, approved yesterday."""
    today = office.clock().astimezone(CHINA).date()
    lines = ["工号,类别,起,止,审批人,审批时间,来源"]
    for one in description(settings.config)["leave"]:
        approved = f"{today - _ONE} 16:20"
        whole_day = f"{today} 00:00,{today} 23:59"
        lines.append(f"{one['staff']},{one['kind']},{whole_day},{one['approver']},{approved},演示")
    import_leave(office, SYSTEM, "\n".join(lines).encode("utf-8"), f"leave-{today}.csv")


def open_accounts(store: Store, settings: Settings, memory: Path) -> dict[str, str]:
    """The console's accounts with passwords of this installation's own, kept in a file only its owner reads.
    Gives password by username."""
    known: dict[str, str] = recall(memory).get("passwords", {})
    for one in description(settings.config)["accounts"]:
        with unit_of_work(store) as office:
            if accounts.credential_of(office, one["username"]) is not None:
                continue
            password = passwords.invented()
            new = NewAccount(one["username"], password, one["roles"], one["zh"], one["en"], must_change=False)
            accounts.create_account(office, SYSTEM, new)
            known[one["username"]] = password
    remember(memory, {"passwords": known})
    return known


def recall(memory: Path) -> dict[str, Any]:
    """What earlier starts kept; nothing at the first."""
    read: dict[str, Any] = json.loads(memory.read_text("utf-8")) if memory.is_file() else {}
    return read


def remember(memory: Path, news: Mapping[str, Any]) -> None:
    """Keep it for the next start, in a file that only its owner may read from its first byte on."""
    kept = recall(memory) | dict(news)
    fresh = memory.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(kept, file, ensure_ascii=False, indent=1)
    fresh.replace(memory)


def beginning(now: datetime, lasting: timedelta) -> datetime:
    """When a visit of that length began that is over now and lies within one day of Beijing time, clear of the first
    minutes in which the day's work begins."""
    begins = now - lasting
    midnight = now.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    if begins < midnight + timedelta(minutes=10):
        begins = midnight - timedelta(hours=4)
    return begins.astimezone(UTC)
