"""What a view starts from: the office of this request, and the unit of work in which it writes."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import current_app, g

from server.projections import work
from server.storage.context import Office
from server.storage.store import Store
from server.web.database import db


def store() -> Store:
    """What this process holds open."""
    found: Store = current_app.extensions["mingcha.store"]
    return found


def office() -> Office:
    """The office, for reading; the same for the whole request."""
    if "office" not in g:
        g.office = store().office(db.session())
    found: Office = g.office
    return found


@contextmanager
def unit_of_work() -> Iterator[Office]:
    """One writing transaction, committed at the end; then the projections catch up. What was read before may be old:
    services read again inside."""
    with work.unit_of_work(store(), db.session()) as writing:
        yield writing
