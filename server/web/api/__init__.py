"""The phones' API under `/api/v1` (docs/protocol.md §5), described by OpenAPI at `/api/v1/openapi.json`."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from server.web import proof
from server.web.api import bundles, enrol, health, receipts, sync, time, uploads
from server.web.api.schemas import Refused

BODY_LIMIT = 1024 * 1024


class MingchaApi(Api):  # type: ignore[misc]
    """flask-smorest with our form of refusal; its own error handlers are replaced by `web.errors`."""

    ERROR_SCHEMA = Refused

    def _register_error_handlers(self) -> None:
        """Errors are answered by the table in `web.errors`, for the API and the console alike."""


def install(app: Flask) -> None:
    spec: dict[str, Any] = {
        "API_TITLE": "Mingcha",
        "API_VERSION": "1",
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/api/v1",
        "OPENAPI_JSON_PATH": "openapi.json",
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
    }
    app.config.update(spec)
    api = MingchaApi(app)
    for module in (time, enrol, sync, uploads, receipts, bundles):
        api.register_blueprint(module.blueprint)
    app.register_blueprint(health.blueprint)
    app.after_request(proof.renew)
