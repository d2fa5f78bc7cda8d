"""From failure to answer: one catalogue leads from code to status and sentences; nothing else explains an error.

The API answers in JSON, the console with a page; an unexpected failure gets a reference number that the log has too.
"""

import errno
import logging
from typing import Any

from flask import Flask, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.sansio.response import Response

from server.domain.messages import ErrorCatalogue
from server.errors import Refusal
from server.web.context import store

_logger = logging.getLogger(__name__)
_HTTP = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "media_type_unsupported",
    422: "validation_failed",
}


def catalogue() -> ErrorCatalogue:
    found: ErrorCatalogue = current_app.extensions["mingcha.errors"]
    return found


def answer(refusal: Refusal) -> Response:
    """The refusal as this part of the product says it."""
    if request.path.startswith("/office"):
        from server.web.office.page import refusal_page

        return current_app.make_response(refusal_page(refusal))
    response = current_app.json.response(catalogue().body(refusal))
    response.status_code = catalogue().status(refusal.code)
    return response


def _http(failure: HTTPException) -> Response:
    if failure.code is None or failure.code < 400:
        return failure.get_response()
    details: dict[str, Any] = {}
    if failure.code == 413:
        details["limit"] = request.max_content_length
    if failure.code == 415:
        details["expected"] = "application/json"
    if failure.code == 422:
        messages = getattr(failure, "data", {}).get("messages", {})
        details |= {"fields": ", ".join(_paths(messages)), "errors": messages}
    response = answer(Refusal(_HTTP.get(failure.code, "bad_request"), **details))
    if failure.code not in _HTTP:
        response.status_code = failure.code
    for name, value in failure.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _paths(messages: object, prefix: str = "") -> list[str]:
    """The members that webargs complains about, as paths: `entries.0.jws`."""
    if not isinstance(messages, dict):
        return [prefix]
    found = []
    for name, inner in messages.items():
        skip = not prefix and name in ("json", "query", "headers")
        found += _paths(inner, prefix if skip else f"{prefix}.{name}".lstrip("."))
    return found


def _database(failure: OperationalError) -> Response:
    # SQLITE_FULL has no code of its own in the driver; PostgreSQL's disk_full is SQLSTATE 53100.
    if "disk is full" in str(failure.orig) or getattr(failure.orig, "sqlstate", None) == "53100":
        return answer(Refusal("storage_full"))
    return _unexpected(failure)


def _system(failure: OSError) -> Response:
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        return answer(Refusal("storage_full"))
    return _unexpected(failure)


def _unexpected(failure: Exception) -> Response:
    cause = failure.original_exception if isinstance(failure, InternalServerError) else failure
    reference = store().rng(6).hex()
    _logger.error(
        "%s %s failed, reference %s", request.method, request.path, reference, exc_info=cause or failure
    )
    return answer(Refusal("internal_error", reference=reference))


def install(app: Flask) -> None:
    """After every other extension: the last word on errors is ours."""
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _unexpected)
