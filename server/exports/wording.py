"""The office's own wording of a bulletin, as data; and how dates and lists are written in official Chinese."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from server.clock import CHINA

_ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Wording:
    """`text("counts", findings=3)` fills a sentence; a missing placeholder is our mistake and raises KeyError."""

    sentences: dict[str, Any]

    def text(self, name: str, **values: object) -> str:
        return str(self.sentences[name]).format(**values)

    @property
    def annexes(self) -> list[str]:
        return list(self.sentences["annexes"])


def load_wording(config: Path) -> Wording:
    return Wording(json.loads((config / "documents" / "bulletin.json").read_text("utf-8")))


def long_date(day: date) -> str:
    """2026年3月30日: Arabic numerals, no leading zeros (GB/T 9704-2012 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_date(day: date) -> str:
    return f"{day.month}月{day.day}日"


def clock(moment: datetime) -> str:
    """9时05分, Beijing time."""
    local = moment.astimezone(CHINA)
    return f"{local.hour}时{local.minute:02d}分"


def span(first: date, last: date) -> str:
    """3月16日至18日; a month or year is repeated only when it changes."""
    if first == last:
        return short_date(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{short_date(first)}至{last.day}日"
    return f"{short_date(first)}至{short_date(last)}"


def ordinal(number: int) -> str:
    """一 … 十 … 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_ORDINALS[tens - 1]}十")
    return head + (_ORDINALS[ones - 1] if ones else "")


def listed(parts: Iterable[str]) -> str:
    """甲、乙、丙, each once."""
    return "、".join(dict.fromkeys(part for part in parts if part))
