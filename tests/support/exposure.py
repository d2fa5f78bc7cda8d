"""A small campaign brought to where exposure begins: two findings with photographs, verified, heard and decided by the
real services, so that each test starts from what the office would see."""

from dataclasses import dataclass, field
from datetime import date

from server.casework import acts, case
from server.casework.acts import Decision, Seen, Statement
from server.exposure import legal, publications, redactions
from server.identity.sessions import Person
from server.planning.campaigns import assign_visit, open_campaign
from server.planning.roster_import import import_roster
from server.storage import sql
from server.storage.sql import Row
from server.storage.tables import findings as t
from tests.support.documents import jpeg
from tests.support.office import account_with
from tests.support.phone_log import Photo
from tests.support.world import World

DAY = date(2026, 11, 23)
ROSTER = (
    "单位代码,单位全称,科室,姓名,工号,职务,层级,编制类型,岗位类型,楼层房间,作息方案,B岗工号,状态,生效日,失效日\n"
    "LJ01,临江区政务服务中心,审批科,李秀兰,LJ01001,科员,一般,行政,窗口,302,,,在职,2025-01-01,\n"
    "LJ01,临江区政务服务中心,审批科,黄娜,LJ01002,科长,中层,行政,机关,303,,,在职,2025-01-01,\n"
    "LJ01,临江区政务服务中心,综合科,欧阳修远,LJ01003,科员,一般,事业,机关,304,,,在职,2025-01-01,\n"
)
FULL_NAMES = ("李秀兰", "黄娜", "欧阳修远")
DECISION = Decision("临纪〔2026〕12号", "临江区纪律检查委员会", ("admonition",), "2026-11-23", "2026-11-23")


@dataclass
class Story:
    """Names of what was made; `a` and `b` are the accounts of two reviewers."""

    world: World
    campaign: str
    findings: list[str]
    people: dict[str, str] = field(default_factory=dict)

    def account(self, role: str, n: int = 1) -> str:
        """Known beforehand: making one is a unit of work, and units of work don't nest."""
        return self.people[f"{role}{n}"]

    def shown(self, finding: str) -> list[Row]:
        with self.world.office() as office:
            key = {"office": office.id, "finding": finding}
            return sql.rows(office.session, t.evidence, **key)

    def verify(
        self, finding: str, code: str, taken: str = "rejected", said: str = "情况属实，已整改。"
    ) -> None:
        """Confirm, hear, decide."""
        self._act(
            finding, lambda o, s: acts.confirm(o, s, violation=code, reason="证据充分", override="人工核对")
        )
        said_so = Statement(said, "单位负责人", DAY.isoformat(), taken, "核对无误")
        self._act(finding, lambda o, s: acts.hear(o, s, said_so))
        self._act(finding, lambda o, s: acts.decide(o, s, DECISION))

    def draw(self, finding: str) -> list[str]:
        """Mask every photograph; answers the copies."""
        made = []
        for row in self.shown(finding):
            with self.world.work() as office:
                photograph = (finding, row["entry"], row["sd"])
                made.append(
                    redactions.make(office, self.account("reviewer"), *photograph, [(40, 40, 80, 60)])
                )
        return made

    def mask(self, finding: str) -> list[str]:
        """Draw and approve every photograph."""
        made = self.draw(finding)
        for redaction in made:
            with self.world.work() as office:
                redactions.approve(office, self.account("reviewer", 2), redaction)
        return made

    def sign(self, finding: str) -> None:
        with self.world.work() as office:
            items = [item.id for item in legal.checklist(office).items]
            legal.sign(office, self.account("director"), finding, items)

    def ready(self) -> None:
        """Everything the gate asks for, for both findings."""
        for finding in self.findings:
            self.mask(finding)
            self.sign(finding)

    def requested(self, number: str = "临效办〔2026〕7号") -> str:
        """A publication of both findings that waits for its approval."""
        title = "关于第二轮暗访情况的通报"
        with self.world.work() as office:
            return publications.request(
                office, self.account("editor"), self.campaign, self.findings, number, title
            )

    def approved(self, number: str = "临效办〔2026〕7号") -> str:
        """A publication of both findings that only waits to be issued."""
        publication = self.requested(number)
        with self.world.work() as office:
            publications.approve(office, self.account("director"), publication)
        return publication

    def _act(self, finding: str, act: object) -> None:
        person = Person(
            self.account("reviewer"), "reviewer", "何静", None, ["reviewer", "director"], "", "", False, False
        )
        with self.world.work() as office:
            seen = Seen(person, finding, case.load(office, finding).revision, office.new_id())
            act(office, seen)  # type: ignore[operator]


def tell(world: World, *, verified: bool = True) -> Story:
    """Roster, campaign, one visit with an absence seen twice and a missing notice board, synced."""
    with world.work() as office:
        import_roster(office, "system", ROSTER.encode(), "roster.csv")
    with world.work() as office:
        names = {"zh": "2026年11月机关作风第二轮暗访", "en": "Second round, November 2026"}
        plan = "临督计〔2026〕3号"
        campaign = open_campaign(office, "system", names=names, plan_number=plan, starts=DAY, ends=DAY)
    phone = world.phone("张三丰", "第三组")
    with world.work() as office:
        assign_visit(
            office, "system", campaign=campaign, device=phone.device, unit="LJ01", day=DAY, team="第三组"
        )
    with world.office() as office:
        [assigned] = sql.rows(office.session, t.case_visit, office=office.id)
    visit = phone.start_visit(assigned["visit"], assigned["assignment"], campaign)
    phone.identify(visit)
    first = phone.mark(visit, "LJ01001", "李秀兰", photos=[Photo(jpeg(1))])
    phone.mark(visit, "LJ01002", "黄娜", "present")
    phone.observe(
        visit, "B04", "公示栏缺失，黄娜称由李 秀兰负责，电话13812345678", [Photo(jpeg(2))], room="一楼大厅"
    )
    world.clock.advance(minutes=36)
    phone.mark(visit, "LJ01001", "李秀兰", look=2, previous=first.id)
    phone.finish_visit(visit)
    phone.sync()
    phone.upload_all()
    phone.sync()
    with world.office() as office:
        rows = sql.rows(office.session, t.finding, office=office.id)
    found = [row["finding"] for row in sorted(rows, key=lambda row: row["opened_leaf"])]
    story = Story(world, campaign, found)
    for role, n in (("reviewer", 1), ("reviewer", 2), ("director", 1), ("director", 2), ("editor", 1)):
        with world.app.app_context():
            story.people[f"{role}{n}"] = account_with([role], n)
    if verified:
        story.verify(found[0], "A04")
        story.verify(found[1], "B04", "partly", "黄娜说明：正在制作，欧阳修远负责。")
    return story
