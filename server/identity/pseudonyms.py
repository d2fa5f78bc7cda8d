"""Pseudonyms (代号): inside the office a phone is called by team and letter, anew in each campaign: 第三组·乙."""

import re
from dataclasses import dataclass

from server.storage import sql
from server.storage.context import Office
from server.storage.tables.devices import pseudonym

LETTERS = "甲乙丙丁戊己庚辛壬癸"
_LATIN = "ABCDEFGHIJ"
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_TEAM = re.compile(r"第([一二三四五六七八九十]{1,3}|[0-9]{1,3})组")


@dataclass(frozen=True)
class Pseudonym:
    zh: str
    en: str


def of(office: Office, campaign: str, device: str) -> Pseudonym | None:
    """How this phone is called during this campaign, or None before it has an assignment there."""
    row = sql.one(office.session, pseudonym, office=office.id, campaign=campaign, device=device)
    return None if row is None else name(row["team"], row["member"])


def allot(office: Office, campaign: str, team: str, device: str) -> str:
    """The member's letter for a phone in a campaign: its own if it has one, else a free one drawn at random, so that
    letters tell nothing about who joined first."""
    rows = sql.rows(office.session, pseudonym, office=office.id, campaign=campaign)
    own = next((row["member"] for row in rows if row["device"] == device and row["team"] == team), None)
    if own is not None:
        return str(own)
    taken = {row["member"] for row in rows if row["team"] == team}
    free = [letter for letter in LETTERS if letter not in taken]
    if not free:
        return f"{len(taken) + 1}号"
    return free[int.from_bytes(office.rng(8), "big") % len(free)]


def name(team: str, member: str) -> Pseudonym:
    return Pseudonym(f"{team}·{member}", f"{team_in_english(team)} · {member_in_english(member)}")


def member_in_english(member: str) -> str:
    return _LATIN[LETTERS.index(member)] if len(member) == 1 and member in LETTERS else member.rstrip("号")


def team_in_english(team: str) -> str:
    """第三组 → Team 3; another form is left as it stands."""
    found = _TEAM.fullmatch(team)
    return f"Team {_number(found[1])}" if found else team


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, mark, units = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if mark else 0) + _DIGITS.get(units, 0)
