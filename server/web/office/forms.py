"""Reading forms: small conversions that say clearly what is wrong instead of guessing."""

from datetime import date

from flask import request

from server.errors import Refusal


def revision_seen() -> int | None:
    """The revision that the form was made from, so that a stale one is refused. Raises `form_incomplete`."""
    text = required("revision")
    return None if text == "new" else _number(text)


def required(name: str) -> str:
    """A field that must say something. Raises `form_incomplete` naming it."""
    value = request.form.get(name, "").strip()
    if not value:
        raise Refusal("form_incomplete", field=name)
    return value


def day(name: str) -> date:
    """A date as the browser's date field sends it. Raises `form_incomplete` for anything else."""
    try:
        return date.fromisoformat(required(name))
    except ValueError as error:
        raise Refusal("form_incomplete", field=name) from error


def page_number() -> int:
    """The page asked for in the address, 1 for anything unreadable."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Refusal("form_incomplete", field="revision") from error
