"""Photographs on the reviewer's screen: re-encoded, upright, without metadata, for holders of the permission alone. The
original's bytes are never sent, and the browser is told to keep nothing."""

from flask import Response

from server.casework import previews
from server.web.context import office
from server.web.office.base import office_blueprint, office_route

blueprint = office_blueprint("photographs")


@office_route(
    blueprint, "/findings/<finding>/photographs/<entry>/<sd>/<size>.jpg", permission="photographs.original"
)
def show(finding: str, entry: str, sd: str, size: str) -> Response:
    """One photograph, `small` or `large`."""
    data = previews.preview(office(), finding, entry, sd, size)
    return Response(data, mimetype="image/jpeg", headers={"Cache-Control": "no-store"})


@office_route(blueprint, "/findings/<finding>/statements/<statement>/scan", permission="findings.see")
def scan(finding: str, statement: str) -> Response:
    """The paper that the unit sent, as it was scanned; downloaded, never run in the console's page."""
    found = previews.scan(office(), finding, statement)
    name = f"statement-{statement[:8]}.{found.type.rpartition('/')[2]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "no-store",
    }
    return Response(found.content, mimetype=found.type, headers=headers)
