"""For those who run the machine: is the process alive, can it serve, and a few figures in Prometheus' text form."""

from flask import Blueprint, Response
from sqlalchemy import func, select

from server.storage import sql
from server.storage.tables import log
from server.web.context import office

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    """The database answers and holds a founded office."""
    ready = office().ledger.head().size > 0
    return Response(
        "ready\n" if ready else "not founded\n", status=200 if ready else 503, mimetype="text/plain"
    )


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counts only: no name, no id, nothing of content."""
    here = office()
    waiting = select(func.count()).select_from(log.media).where(log.media.c.received_leaf.is_(None))
    faults = sql.rows(here.session, log.projection_fault, office=here.id)
    figures = {
        "mingcha_ledger_size": here.ledger.head().size,
        "mingcha_media_missing": here.session.execute(waiting).scalar_one(),
        "mingcha_projections_stopped": len(faults),
    }
    lines = [f"# TYPE {name} gauge\n{name} {value}\n" for name, value in figures.items()]
    return Response("".join(lines), mimetype="text/plain; version=0.0.4")
