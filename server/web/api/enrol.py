"""Enrolment of a phone (docs/protocol.md §5.1)."""

from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from server.errors import Refusal
from server.identity import tries
from server.identity.enrolment import enrol, read_applicant
from server.web.api.schemas import EnrolAnswer, EnrolRequest
from server.web.context import office, unit_of_work
from server.web.proof import prove_key

blueprint = Blueprint("enrol", __name__, url_prefix="/api/v1", description="Enrolment")


@blueprint.post("/enrol")
@blueprint.arguments(EnrolRequest)
@blueprint.response(201, EnrolAnswer)
@blueprint.alt_response(404, description="enrol_code_unknown")
@blueprint.alt_response(409, description="enrol_code_used, device_enrolled_already")
@blueprint.alt_response(410, description="enrol_code_expired")
@blueprint.alt_response(429, description="too_many_tries")
def enrol_phone(asked: dict[str, Any]) -> Response:
    """Admit a phone by its one-time code. The same code with the same keys gets the same answer again."""
    source = request.remote_addr or "unknown"
    tries.require_patience(office(), source)
    try:
        applicant = read_applicant(asked["code"], asked["log_key"], asked["auth_key"], asked["proof"])
        prove_key(applicant.device, dict(applicant.auth_key))
        with unit_of_work() as work:
            answer = enrol(work, asked["code"], applicant)
    except Refusal as refusal:
        if refusal.code == "enrol_code_unknown":
            with unit_of_work() as work:
                tries.count_failure(work, source)
        raise
    return Response(answer, status=201, mimetype="application/json")
