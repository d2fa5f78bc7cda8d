"""Wires the database to the web application: one engine a process, one session a request, closed with it."""

from typing import Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine

from server.storage.database import open_database


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with our engine: the pragmas and the writer's lock belong to it, wherever it is opened."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        return open_database(str(options["url"]))


db = Database()
