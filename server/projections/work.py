"""A unit of work (工作单元): one writing transaction, committed, then the projections catch up in a second one.

Whoever writes — the API, the console, a command — writes through here. A projection's trouble never undoes the first.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from server import projections
from server.storage.context import Office
from server.storage.store import Store

_logger = logging.getLogger(__name__)


@contextmanager
def unit_of_work(store: Store, session: Session | None = None) -> Iterator[Office]:
    """Yields the office inside the transaction. Without a session one is opened for the occasion."""
    if session is None:
        with Session(store.engine) as own, unit_of_work(store, own) as office:
            yield office
        return
    with store.writing(session) as office:
        yield office
    catch_up(store, session)


def catch_up(store: Store, session: Session) -> None:
    """Advance the projections; what is committed stays committed whatever happens here."""
    try:
        with store.writing(session) as office:
            projections.advance(office)
    except SQLAlchemyError:
        _logger.exception("the projections could not advance; they will with the next unit of work")
