"""Composition: settings, store, database, API, console and app become one WSGI application."""

import os

from flask import Flask, redirect
from werkzeug.wrappers import Response

from server import web
from server.clock import Clock, system_clock
from server.domain.ids import Rng
from server.domain.messages import load_errors
from server.settings import Settings, from_environment
from server.storage.database import create_tables
from server.storage.keyring import create_keyring
from server.storage.keys import load_keys
from server.storage.store import open_store
from server.web.database import db


def create_app(settings: Settings, clock: Clock = system_clock, rng: Rng = os.urandom) -> Flask:
    """Raises Refusal `office_not_founded` when `found` has never been run on this data folder."""
    keys = load_keys(settings.keys)
    app = Flask("server.web", static_folder=None)
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SECRET_KEY=keys.secret_for("cookies"),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    db.init_app(app)
    app.extensions["mingcha.settings"] = settings
    app.extensions["mingcha.errors"] = load_errors(settings.config)
    with app.app_context():
        store = open_store(settings, clock, rng, engine=db.engine)
    create_tables(store.engine)
    create_keyring(store.keyring_engine)
    app.extensions["mingcha.store"] = store
    web.register(app)

    @app.get("/")
    def home() -> Response:
        return redirect("/office/")

    return app


def from_env() -> Flask:
    """The factory that the WSGI server calls."""
    return create_app(from_environment())
