"""Invitations (登记邀请): a one-time code that admits one phone. Only its hash is kept; it expires and is used once."""

from dataclasses import dataclass
from datetime import timedelta

from server.clock import iso, parse_iso
from server.domain.enrolment_code import clean, make
from server.errors import Refusal
from server.ledger.b64 import hash_id
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import devices as t

VALID_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Invited:
    """What the inviting person sees once: the code is nowhere afterwards."""

    code: str
    invitation: str
    expires: str


def invite(
    office: Office, actor: str, inspector: str, team: str, *, valid_for: timedelta = VALID_FOR
) -> Invited:
    """Invite an inspector (检查人员) of a team to enrol a phone. An entry tells of it; name and team are sealed."""
    code = make(office.rng)
    invitation = office.new_id()
    expires = iso(office.clock() + valid_for)
    clear = {"invitation": invitation, "expires": expires}
    office.log.append(
        "device.invited", actor=actor, clear=clear, private={"inspector": inspector, "team": team}
    )
    values = {"invitation": invitation, "code_hash": code_hash(code), "expires": expires}
    sql.add(office.session, t.invitation, office=office.id, **values)
    return Invited(code, invitation, expires)


def code_hash(code: str) -> str:
    """What is kept of a code. Raises Refusal `enrol_code_unknown` when nothing like it was ever made."""
    try:
        return hash_id(clean(code).encode("ascii"))
    except ValueError as unreadable:
        raise Refusal("enrol_code_unknown") from unreadable


def find(office: Office, code: str) -> sql.Row:
    """The invitation of a code. Raises Refusal `enrol_code_unknown`."""
    row = sql.one(office.session, t.invitation, office=office.id, code_hash=code_hash(code))
    if row is None:
        raise Refusal("enrol_code_unknown")
    return row


def require_unused(office: Office, invitation: sql.Row) -> None:
    """Raises Refusal `enrol_code_used` or `enrol_code_expired`."""
    if invitation["device"] is not None:
        raise Refusal("enrol_code_used")
    if office.clock() >= parse_iso(invitation["expires"]):
        raise Refusal("enrol_code_expired")
