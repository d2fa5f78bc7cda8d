"""The phones as the console shows them: by team and pseudonym (代号), never by the inspector's name.

Inside the office nobody needs to know who carries which phone; the mapping lies sealed in the log, and opening it
is another act, by two persons."""

from dataclasses import dataclass

from sqlalchemy import select

from server.clock import iso
from server.identity import devices, pseudonyms
from server.identity.pseudonyms import Pseudonym
from server.storage.context import Office
from server.storage.tables.devices import pseudonym
from server.storage.tables.planning import campaign

STATES = ("active", "invited", "frozen", "revoked", "expired")


@dataclass(frozen=True)
class Phone:
    """One phone or one open invitation. `number` is what the phone's own screen shows, to tell two apart."""

    invitation: str
    device: str | None
    number: str
    team_zh: str
    team_en: str
    pseudonym: Pseudonym | None
    state: str
    since: str
    expires: str
    entries_missing: int
    media_missing: int
    last_contact: str | None
    revision: int | None


def phones(office: Office) -> list[Phone]:
    """Every phone and invitation, newest first."""
    names = _newest_names(office)
    now = iso(office.clock())
    return [_phone(one, names.get(one.device or ""), now) for one in devices.listing(office)]


def _phone(one: devices.Device, name: Pseudonym | None, now: str) -> Phone:
    state = one.status or ("expired" if one.expires <= now else "invited")
    return Phone(
        invitation=one.invitation,
        device=one.device,
        number=one.device[:8] if one.device else "",
        team_zh=one.team,
        team_en=pseudonyms.team_in_english(one.team),
        pseudonym=name,
        state=state,
        since=one.enrolled_at or one.invited_at,
        expires=one.expires,
        entries_missing=max(0, one.announced - one.length),
        media_missing=one.media_missing,
        last_contact=one.last_contact,
        revision=one.revision,
    )


def _newest_names(office: Office) -> dict[str, Pseudonym]:
    """What each phone is called in the campaign opened last; a later row of the same phone replaces an earlier."""
    rows = office.session.execute(
        select(pseudonym.c.device, pseudonym.c.team, pseudonym.c.member)
        .join(
            campaign,
            (campaign.c.office == pseudonym.c.office) & (campaign.c.campaign == pseudonym.c.campaign),
        )
        .where(pseudonym.c.office == office.id)
        .order_by(campaign.c.opened_at, campaign.c.campaign)
    )
    return {row.device: pseudonyms.name(row.team, row.member) for row in rows}
