"""Cleans what stands in a cell: full-width spaces and digits, line breaks, numbers that were text, and the
many ways in which people write a date."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from server.clock import CHINA
from server.planning.spreadsheet import Cell

# full-width digits, letters and the signs of dates become narrow; Chinese punctuation stays as it is
_WIDE = [*range(ord("０"), ord("９") + 1), *range(ord("Ａ"), ord("Ｚ") + 1), *range(ord("ａ"), ord("ｚ") + 1)]
_NARROW = {**{at: at - 0xFEE0 for at in (*_WIDE, *map(ord, "－．：／"))}, 0x3000: 0x20, 0xA0: 0x20}
_CJK = "\u3400-\u9fff\U00020000-\U0003ffff"
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{_CJK}])\s+(?=[{_CJK}])")
_BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")
_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"[T\s]*(\d{1,2})\s*[:：时]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2}))?(?:\.\d+)?\s*[分秒]?")
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - Excel's serial numbers have no zone
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_18 = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_ID_15 = re.compile(r"(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")


def clean(cell: Cell) -> str:
    """A cell as text: narrow letters and digits for full-width ones, one space where there were many, none
    between Chinese characters; a whole number without its `.0`; nothing as the empty text."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return _clean_text(str(cell))


def without_spaces(cell: Cell) -> str:
    """For numbers and codes: no white space at all."""
    return "".join(clean(cell).split())


def heading(cell: Cell) -> str:
    """A column's heading as it is compared: no spaces, no line breaks, nothing in brackets, no star."""
    return _BRACKETS.sub("", without_spaces(cell)).strip("*＊:： ").casefold()


def read_date(cell: Cell) -> date | None:
    """A date, or None when the cell can't be read as one. An empty cell is for the caller to judge."""
    moment = _moment(cell)
    return None if moment is None else moment[0]


def read_moment(cell: Cell, *, end: bool) -> datetime | None:
    """A moment in Beijing time. A bare date means its first moment, or with `end` its last second; 上午 and
    下午 mean half of the day."""
    found = _moment(cell)
    if found is None:
        return None
    day, at, half = found
    if at is None:
        bounds = {
            None: (time(), time(23, 59, 59)),
            "上午": (time(), time(12)),
            "下午": (time(12), time(23, 59, 59)),
        }
        at = bounds[half][int(end)]
    elif half == "下午" and at.hour < 12:
        at = at.replace(hour=at.hour + 12)
    return datetime.combine(day, at, CHINA)


def looks_like_identity_number(cells: Iterable[Cell]) -> int | None:
    """The position of the first cell that holds what looks like an identity-card number (公民身份号码,
    GB 11643-1999: 17 digits and a check character; or the former 15 digits), or None."""
    for position, cell in enumerate(cells):
        text = without_spaces(cell)
        if any(_checks(found[0]) for found in _ID_18.finditer(text)) or _ID_15.search(text):
            return position
    return None


def _checks(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


@lru_cache(maxsize=65_536)  # a roster says 机关 and 行政 thousands of times
def _clean_text(text: str) -> str:
    return _SPACE_IN_CHINESE.sub("", " ".join(text.translate(_NARROW).split()))


def _moment(cell: Cell) -> tuple[date, time | None, str | None] | None:
    if isinstance(cell, bool) or cell is None or isinstance(cell, time):
        return None
    if isinstance(cell, datetime):
        return cell.date(), cell.time().replace(microsecond=0) if cell.time() != time() else None, None
    if isinstance(cell, date):
        return cell, None, None
    if isinstance(cell, int | float):
        return _serial(float(cell))
    return _written(clean(cell))


def _serial(number: float) -> tuple[date, time | None, str | None] | None:
    """A date as Excel stores it: days since the end of 1899; or eight digits, 20260131."""
    if not math.isfinite(number):
        return None
    if int(number) in _SERIALS:
        moment = _SERIAL_ZERO + timedelta(seconds=round(number * 86_400))
        return moment.date(), moment.time() if moment.time() != time() else None, None
    return _written(str(int(number))) if number.is_integer() else None


def _written(text: str) -> tuple[date, time | None, str | None] | None:
    if text.isdigit() and len(text) == 5:
        return _serial(float(text))
    found = _PACKED.fullmatch(text) or _DATE.match(text)
    if found is None:
        return None
    rest = text[found.end() :].strip()
    half = next((word for word in ("上午", "下午") if word in rest), None)
    rest = rest.replace("上午", "").replace("下午", "").strip()
    clock = _TIME.fullmatch(rest) if rest else None
    if rest and clock is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        at = None if clock is None else time(int(clock[1]), int(clock[2] or 0), int(clock[3] or 0))
    except ValueError:
        return None
    return day, at, half
