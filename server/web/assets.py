"""What the build made: the console's scripts and styles under `/office/assets`, the phones' app under
`/field/`.

Hashed files never change and are kept for ever; the app's page, its service worker and its manifest are asked
for anew each time, because an update must arrive.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, send_from_directory
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from server.domain.permissions import PUBLIC
from server.settings import Settings
from server.web.office.base import office_blueprint, office_route

office_assets = office_blueprint("assets")
field = Blueprint("field", __name__, url_prefix="/field")

_YEAR = 31_536_000


def _client() -> Path:
    settings: Settings = current_app.extensions["mingcha.settings"]
    return settings.client


@lru_cache(maxsize=8)
def _manifest(path: Path, _changed: float) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def asset_tags(entry: str) -> Markup:
    """Link and script tags of one entry of the console's build, e.g. ``office/main.ts``; nothing when not
    built."""
    path = _client() / "office" / ".vite" / "manifest.json"
    if not path.is_file():
        return Markup("")
    manifest = _manifest(path, path.stat().st_mtime)
    if entry not in manifest:
        return Markup("")
    tags = [
        Markup('<link rel="stylesheet" href="/office/assets/{}">').format(c) for c in _styles(manifest, entry)
    ]
    tags.append(
        Markup('<script type="module" src="/office/assets/{}"></script>').format(manifest[entry]["file"])
    )
    return Markup("\n").join(tags)


def _styles(manifest: dict[str, Any], entry: str) -> list[str]:
    chunk = manifest[entry]
    found = list(chunk.get("css", []))
    for imported in chunk.get("imports", []):
        found += _styles(manifest, imported)
    return list(dict.fromkeys(found))


@office_route(office_assets, "/assets/<path:name>", permission=PUBLIC)
def asset(name: str) -> Response:
    """A file of the console's build."""
    if name.startswith("."):
        raise NotFound
    return send_from_directory(_client() / "office", name, max_age=_YEAR)


@field.get("/")
@field.get("/<path:name>")
def app_file(name: str = "index.html") -> Response | tuple[str, int]:
    """A file of the phones' app; any address inside it without a file's ending is the app's page."""
    folder = _client() / "field"
    if not (folder / "index.html").is_file():
        return render_template("field_missing.html"), 503
    if "." not in name.rsplit("/", 1)[-1]:
        name = "index.html"
    response = send_from_directory(folder, name)
    response.cache_control.no_cache = True
    if name.startswith("assets/"):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    if request.path.endswith(".webmanifest"):
        response.mimetype = "application/manifest+json"
    return response
