"""The console's two languages. Sentences lie in `config/locales/{zh,en}/<area>.json`; a key is
`<area>.<name>`.

Templates and views say `t("shell.nav.home")`. A missing key is an error while testing; on a running server
the key itself is shown, because a missing sentence must not stop a person's work.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, current_app, g, has_request_context, request

from server.domain.messages import ErrorCatalogue, load_errors

LANGUAGES = ("zh", "en")
COOKIE = "mc_lang"

Catalogue = Mapping[str, Mapping[str, str]]


def load_catalogue(config: Path) -> Catalogue:
    """Read every area of both languages. Raises ValueError when an area isn't a flat table of sentences."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        texts = found.setdefault(language, {})
        for path in sorted((config / "locales" / language).glob("*.json")):
            for name, text in json.loads(path.read_text("utf-8")).items():
                if not isinstance(text, str):
                    raise ValueError(f"{path}: {name} isn't a sentence")
                texts[f"{path.stem}.{name}"] = text
    return found


def install(app: Flask, config: Path) -> None:
    """Reads the sentences once, when the application is composed."""
    app.extensions["mingcha.catalogue"] = load_catalogue(config)
    app.extensions["mingcha.errors"] = load_errors(config)


def errors() -> ErrorCatalogue:
    """The sentences of refusals."""
    found: ErrorCatalogue = current_app.extensions["mingcha.errors"]
    return found


def language() -> str:
    """The person's language: chosen by cookie, else what the browser prefers, else Chinese."""
    if not has_request_context():
        return LANGUAGES[0]
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        g.language = chosen if chosen in LANGUAGES else _preferred()
    return str(g.language)


def _preferred() -> str:
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "en", "en-US", "en-GB"])
    return "en" if (best or "").startswith("en") else "zh"


def t(key: str, **values: object) -> str:
    """The sentence for a key in the person's language, its placeholders filled."""
    catalogue: Catalogue = current_app.extensions["mingcha.catalogue"]
    text = catalogue[language()].get(key)
    if text is None:
        if current_app.testing:
            raise KeyError(f"no sentence for {key} in {language()}")
        return key
    return text.format(**values) if values else text


def known(key: str) -> str | None:
    """The sentence if there is one; for keys that come from outside, such as the address line."""
    catalogue: Catalogue = current_app.extensions["mingcha.catalogue"]
    return catalogue[language()].get(key)


def both(zh: str | None, en: str | None) -> str:
    """A name held in two languages, in the person's; the other one when it has only that."""
    first, second = (zh, en) if language() == "zh" else (en, zh)
    return first or second or ""
