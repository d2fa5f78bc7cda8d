"""Everything that speaks HTTP: the phones' API, the console, the app's files. Below this layer nobody knows Flask."""

import importlib

from flask import Flask

_CONSOLE = (
    "server.web.assets:field",
    "server.web.assets:office_assets",
    "server.web.office.auth:blueprint",
    "server.web.office.home:blueprint",
    "server.web.office.accounts:blueprint",
    "server.web.office.devices:blueprint",
    "server.web.office.queue:blueprint",
    "server.web.office.finding:blueprint",
    "server.web.office.photographs:blueprint",
    "server.web.office.ledger:blueprint",
    "server.web.office.directory:blueprint",
    "server.web.office.schedule:blueprint",
    "server.web.office.campaigns:blueprint",
    "server.web.office.redaction:blueprint",
    "server.web.office.publications:blueprint",
)
"""Blueprints, `module:name`; one line each."""


def register(app: Flask) -> None:
    """Install what every answer needs, then every blueprint; errors last, so that the last word on them is ours."""
    from server.web import api, errors, i18n, security
    from server.web.office import base, page

    settings = app.extensions["mingcha.settings"]
    i18n.install(app, settings.config)
    security.install(app)
    base.install(app)
    page.install(app)
    api.install(app)
    for line in _CONSOLE:
        module, _, name = line.partition(":")
        app.register_blueprint(getattr(importlib.import_module(module), name))
    errors.install(app)
