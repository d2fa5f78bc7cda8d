"""The form of a unit's hours of work (作息方案): from lines people type to the layers that `schedule.set` holds."""

import re
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from server.errors import Refusal

_SPAN = re.compile(
    r"(\d{1,2})[:\uff1a](\d{2})\s*(?:-|–|—|~|\uff5e|\uff0d|至|到|to)\s*(\d{1,2})[:\uff1a](\d{2})"
)
_BETWEEN = re.compile(r"[\s,\uff0c;\uff1b、]*")
POST_KINDS = ("window", "desk", "field", "duty")
EMPTY_ROWS = 2


def read_spans(text: str, where: str) -> list[list[str]]:
    """``9:00-12:00、13:30-17:00`` as pairs of times. Raises `schedule_invalid` for anything between that isn't one."""
    rest = _SPAN.sub("", text)
    if _BETWEEN.fullmatch(rest) is None:
        raise Refusal("schedule_invalid", where=where)
    return [[f"{int(a):02}:{b}", f"{int(c):02}:{d}"] for a, b, c, d in _SPAN.findall(text)]


def show_spans(spans: Iterable[Iterable[str]] | None) -> str:
    """The same as people type it: ``09:00-12:00 13:30-17:00``."""
    return " ".join("-".join(span) for span in spans or [])


def read_layers(form: MultiDict[str, str]) -> dict[str, Any]:
    """Every layer of the form; rows without hours are left out. Raises `schedule_invalid` naming the row."""
    layers: dict[str, Any] = {"hours": read_spans(form.get("hours", ""), "hours")}
    if form.get("every_day"):
        layers["every_day"] = True
    elif extra := _weekdays(form.getlist("extra")):
        layers["extra_weekdays"] = extra
    for name, rows in (("seasons", _seasons(form)), ("windows", _windows(form)), ("persons", _persons(form))):
        if rows:
            layers[name] = rows
    return layers


def _rows(form: MultiDict[str, str], prefix: str, names: Iterable[str]) -> Iterable[dict[str, str]]:
    columns = {name: form.getlist(f"{prefix}_{name}") for name in names}
    for values in zip_longest(*columns.values(), fillvalue=""):
        yield {name: value.strip() for name, value in zip(columns, values, strict=True)}


def _seasons(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    rows = enumerate(_rows(form, "season", ("from", "to", "hours")), 1)
    return [{**row, "hours": read_spans(row["hours"], f"seasons {n}")} for n, row in rows if row["hours"]]


def _windows(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    found = []
    for n, row in enumerate(_rows(form, "window", ("for", "hours", "extra")), 1):
        if not row["hours"]:
            continue
        key = "post_kind" if row["for"] in POST_KINDS else "dept"
        layer: dict[str, Any] = {key: row["for"], "hours": read_spans(row["hours"], f"windows {n}")}
        if extra := _weekdays(row["extra"].split(",")):
            layer["extra_weekdays"] = extra
        found.append(layer)
    return found


def _persons(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    found = []
    for n, row in enumerate(_rows(form, "person", ("staff", "hours", "from", "to", "reason")), 1):
        if row["hours"]:
            kept = {name: value for name, value in row.items() if value and name != "hours"}
            found.append({**kept, "hours": read_spans(row["hours"], f"persons {n}")})
    return found


def _weekdays(chosen: Iterable[str]) -> list[int]:
    return sorted({int(day) for day in chosen if day in ("5", "6")})


def form_of(layers: Mapping[str, Any]) -> dict[str, Any]:
    """The form's values for layers that are set already, with empty rows to fill."""
    return {
        "hours": show_spans(layers.get("hours")),
        "every_day": bool(layers.get("every_day")),
        "extra": list(layers.get("extra_weekdays", [])),
        "seasons": _padded(layers.get("seasons", [])),
        "windows": _padded(layers.get("windows", [])),
        "persons": _padded(layers.get("persons", [])),
    }


def _padded(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    shown = [{**row, "hours": show_spans(row["hours"])} for row in rows]
    return shown + [{} for _ in range(EMPTY_ROWS)]
