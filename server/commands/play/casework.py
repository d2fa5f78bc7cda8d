"""The office's part of the story (办理): several people verify, hear the unit, decide, redact and approve, each with
their own account, as the console would let them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from server.casework import acts
from server.casework.acts import Decision, Seen, Statement
from server.casework.case import load
from server.clock import CHINA
from server.commands.play.stage import StageClock
from server.exports.issue import issue
from server.exposure import legal, publications, redactions
from server.identity.accounts import accounts_of
from server.identity.sessions import Person
from server.projections.work import unit_of_work
from server.storage import sql
from server.storage.context import Office
from server.storage.images import Box
from server.storage.store import Store
from server.storage.tables import findings

FACE_AND_BADGE: tuple[Box, ...] = ((548, 316, 190, 196), (668, 556, 128, 82))
SCREEN_PLATE_AND_BOARD: tuple[Box, ...] = ((226, 476, 268, 182), (510, 644, 260, 82), (814, 90, 392, 262))
NUMBER = "临效办〔2026〕7号"


@dataclass
class Casework:
    """The people at their desks. `tell` hears what each of them does."""

    store: Store
    clock: StageClock
    tell: Callable[[str], None]

    def person(self, username: str) -> Person:
        """Somebody of the office, as signed in."""
        with self.store.reading() as office:
            one = next(a for a in accounts_of(office) if a.username == username)
        return Person(
            account=one.id,
            username=one.username,
            display_zh=one.display_zh,
            display_en=one.display_en,
            roles=one.roles,
            session="",
            csrf="",
            must_change=False,
            stale=False,
        )

    def finding(self, *, staff: str | None = None, code: str | None = None) -> str:
        """The finding about somebody, or with a recorded code."""
        with self.store.reading() as office:
            wanted = {"staff": staff} if staff else {"recorded": code}
            [row] = sql.rows(office.session, findings.finding, office=office.id, **wanted)
            return str(row["finding"])

    def verify(self, username: str, finding: str, violation: str, reason: str) -> None:
        """认定成立."""
        with unit_of_work(self.store) as office:
            acts.confirm(office, self._seen(office, username, finding), violation=violation, reason=reason)
        self.tell(f"{self._name(username)} confirms {violation}")

    def reject(self, username: str, finding: str, reason: str) -> None:
        """认定不成立."""
        with unit_of_work(self.store) as office:
            acts.reject(office, self._seen(office, username, finding), reason=reason)
        self.tell(f"{self._name(username)} rejects a finding for want of a second witness")

    def hear(self, username: str, finding: str, text: str, by: str, taken: str, reason: str) -> None:
        """听取陈述."""
        with unit_of_work(self.store) as office:
            said = Statement(text=text, by=by, received_on=self._today(), taken=taken, reason=reason)
            acts.hear(office, self._seen(office, username, finding), said)
        self.tell(f"{self._name(username)} records the unit's statement ({taken})")

    def decide(self, username: str, finding: str, number: str, measures: Sequence[str]) -> None:
        """记录处理决定."""
        today = self._today()
        decision = Decision(number, "临江区机关效能建设领导小组", measures, today, today)
        with unit_of_work(self.store) as office:
            acts.decide(office, self._seen(office, username, finding), decision)
        self.tell(f"{self._name(username)} records the decision {number}")

    def redact(self, maker: str, approver: str, finding: str, boxes: Sequence[Box]) -> None:
        """Every photograph of the finding is covered by one and looked at by another."""
        with self.store.reading() as office:
            table = findings.evidence
            query = select(table.c.entry, table.c.sd).where(
                table.c.office == office.id, table.c.finding == finding
            )
            photographs = office.session.execute(query).all()
        for entry, sd in photographs:
            with unit_of_work(self.store) as office:
                made = redactions.make(office, self.person(maker).account, finding, entry, sd, boxes)
            with unit_of_work(self.store) as office:
                redactions.approve(office, self.person(approver).account, made)
        many = len(photographs)
        self.tell(
            f"{self._name(maker)} covers {many} photograph(s), {self._name(approver)} approves each at full size"
        )

    def publish(self, editor: str, director: str, chosen: Sequence[str]) -> str:
        """Checklist, request, second approval, issue."""
        with unit_of_work(self.store) as office:
            signer = self.person(director).account
            for finding in chosen:
                legal.sign(office, signer, finding, [item.id for item in legal.checklist(office).items])
            campaign = str(load(office, chosen[0]).finding["campaign"])
        with unit_of_work(self.store) as office:
            title = f"关于{self.clock().astimezone(CHINA).year}年机关作风暗访情况的通报"
            asked = publications.request(office, self.person(editor).account, campaign, chosen, NUMBER, title)
        self.tell(f"{self._name(editor)} asks for the publication of {NUMBER}")
        with unit_of_work(self.store) as office:
            publications.approve(office, self.person(director).account, asked)
        self.tell(f"{self._name(director)} approves it")
        with unit_of_work(self.store) as office:
            issue(office, self.person(editor).account, asked)
        self.tell("Bulletin and package are issued")
        return asked

    def days_pass(self, days: int) -> None:
        self.clock.advance(timedelta(days=days))

    def _seen(self, office: Office, username: str, finding: str) -> Seen:
        return Seen(self.person(username), finding, load(office, finding).revision, office.new_id())

    def _name(self, username: str) -> str:
        who = self.person(username)
        return f"{who.display_en} ({', '.join(who.roles)})"

    def _today(self) -> str:
        return self.clock().astimezone(CHINA).date().isoformat()
