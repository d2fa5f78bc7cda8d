"""What templates know: sentences, the person, the navigation, dates in Beijing time, built assets."""

import re
from datetime import datetime
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from markupsafe import Markup, escape

from server.clock import CHINA, parse_iso
from server.errors import Refusal
from server.identity.accounts import accounts_of
from server.web import i18n
from server.web.assets import asset_tags
from server.web.context import office
from server.web.office import navigation
from server.web.office.base import allowed, current_person, form_token, wants_fragment

_NOTICE = re.compile(r"([a-z]+)\.([a-z_]+)")


def moment(text: str | datetime | None, form: str = "%Y-%m-%d %H:%M") -> str:
    """A stored UTC moment as Beijing time, e.g. ``2026-11-22 09:05``; nothing for None."""
    if not text:
        return ""
    value = parse_iso(text) if isinstance(text, str) else text
    return value.astimezone(CHINA).strftime(form)


def csrf_field() -> Markup:
    """The hidden field that every changing form holds."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(form_token())


def notice() -> str | None:
    """What was just done, told after a redirect: ``?done=shell.account_created`` is
    `shell.done.account_created`."""
    found = _NOTICE.fullmatch(request.args.get("done", ""))
    return i18n.known(f"{found[1]}.done.{found[2]}") if found else None


def content(text: object) -> Markup:
    """Marks text as content of the record (a name, a note), which stays in its own language."""
    return Markup("<span data-content>{}</span>").format(escape("" if text is None else text))


def refusal_page(refusal: Refusal) -> tuple[str | Response, int]:
    """A refusal as a page (what happened, that nothing is lost, what to do), or beside the form that was sent."""
    status = i18n.errors().status(refusal.code)
    if "X-Office-Form" in request.headers:
        return jsonify(i18n.errors().body(refusal)), status
    sentence = refusal_sentence(refusal)
    return render_template("office/fault.html", sentence=sentence, code=refusal.code, status=status), status


def refusal_sentence(refusal: Refusal) -> str:
    """The refusal in the person's language."""
    return i18n.errors().render(refusal, "en" if i18n.language() == "en" else "zh")


def _side_by_side(zh: str | None, en: str | None) -> str:
    """In a demonstration English names stand beside the Chinese, so that either reader can follow."""
    return " ".join(name for name in (zh, en) if name)


def _context() -> dict[str, Any]:
    if not request.path.startswith("/office"):
        return {"t": i18n.t, "lang": i18n.language()}
    here = current_person()
    work = office()
    return {
        "t": i18n.t,
        "lang": i18n.language(),
        "both": i18n.both,
        "named": _side_by_side if work.settings.demonstration else i18n.both,
        "told": lambda code, **details: refusal_sentence(Refusal(code, **details)),
        "person": here,
        "may": allowed,
        "nav": navigation.lines(work, here) if here else {},
        "notice": notice(),
        "csrf_field": csrf_field,
        "csrf_token": form_token,
        "asset_tags": asset_tags,
        "layout": "office/fragment.html" if wants_fragment() else "office/page.html",
        "demonstration": work.settings.demonstration,
        "demo_accounts": [a for a in accounts_of(work) if a.active] if work.settings.demonstration else [],
    }


def install(app: Flask) -> None:
    """Gives the templates their words and filters."""
    app.context_processor(_context)
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["content"] = content
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
