"""Who saw it, by pseudonym only, and who may therefore not judge it. The names behind the pseudonyms are compared
here and go no further."""

from collections.abc import Iterable

from server.identity import pseudonyms
from server.identity.pseudonyms import Pseudonym
from server.identity.sessions import Person
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables.devices import invited
from server.storage.tables.findings import case_visit

UNKNOWN = Pseudonym("未派组的手机", "a phone without a team")


def called(office: Office, finding: Row, device: str) -> Pseudonym:
    """第三组·乙: how a phone is called in the finding's campaign; never its id, never its holder."""
    found = pseudonyms.of(office, finding["campaign"], device) if finding["campaign"] else None
    return found or UNKNOWN


def holders(office: Office, finding: Row, missing: Iterable[Row]) -> list[Pseudonym]:
    """Whose phones still hold something, each once."""
    devices = dict.fromkeys(row["device"] for row in missing)
    return [called(office, finding, device) for device in devices]


def own_team(office: Office, finding: Row, person: Person) -> bool:
    """Whether the person at the console took part in the visit or belongs to a team that did (回避)."""
    present = sql.rows(office.session, case_visit, office=office.id, visit=finding["visit"])
    devices = {row["device"] for row in present} | {finding["device"]}
    teams = {row["team"] for row in present if row["team"]}
    names = {_plain(name) for name in (person.username, person.display_zh, person.display_en) if name}
    for phone in sql.rows(office.session, invited, office=office.id):
        involved = phone["device"] in devices or (phone["team"] and phone["team"] in teams)
        if involved and phone["inspector"] and _plain(phone["inspector"]) in names:
            return True
    return False


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()
