"""A unit with roster, hours and leave, a campaign, and inspectors sent there: where casework begins."""

import io
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageDraw

from server.casework import case
from server.casework.acts import Seen
from server.casework.case import Case
from server.identity.sessions import Person
from server.planning.campaigns import assign_visit, open_campaign
from server.planning.hours import set_schedule
from server.planning.leave_import import import_leave
from server.planning.roster_import import import_roster
from server.storage import sql
from server.storage.sql import Row
from server.storage.tables import findings as t
from tests.support.phone import Phone, Photo
from tests.support.world import World

DAY = date(2026, 11, 23)
HEAD = (
    "单位代码,单位全称,单位英文名,科室,姓名,英文姓名,工号,职务,"
    "层级,编制类型,岗位类型,楼层房间,作息方案,B岗工号,状态,生效日,失效日\n"
)
UNIT = "LJ01,临江区政务服务中心,Linjiang Government Service Centre"
ROSTER = HEAD + "".join(
    f"{UNIT},审批科,{name},{en},{staff},科员,一般,行政,机关,{room},,,在职,2025-01-01,\n"
    for staff, name, en, room in (
        ("LJ01001", "李秀兰", "Li Xiulan", "302"),
        ("LJ01002", "黄娜", "Huang Na", "303"),
        ("LJ01003", "何静", "He Jing", "304"),
    )
)
LEAVE_HEAD = "工号,类别,起,止,审批人,审批时间,来源\n"


def picture(seed: int = 1, kind: str = "JPEG") -> bytes:
    """A small drawn scene that differs by its seed."""
    drawn = Image.new("RGB", (640, 480), (200, 212, 208))
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((60 + 20 * seed, 240, 420, 460), fill="#7a5c3e")
    pen.ellipse((440, 40 + 5 * seed, 600, 200), fill="#f4f1e8", outline="#1f2933", width=6)
    out = io.BytesIO()
    drawn.save(out, kind, quality=85)
    return out.getvalue()


@dataclass
class Field:
    """One visit under way. `phones` and `visit` are those of the team that was sent."""

    world: World
    campaign: str
    phones: list[Phone]
    visit: str

    @property
    def phone(self) -> Phone:
        return self.phones[0]

    def absence(
        self, staff: str = "LJ01001", name: str = "李秀兰", minutes: int = 36, photos: int = 1
    ) -> str:
        """Two looks at one person; answers the finding's id."""
        mark = self.phone.new_id()
        shown = [Photo(picture(n + 1)) for n in range(photos)]
        first = self.phone.mark(self.visit, staff, name, mark=mark, room="302", board="在岗", photos=shown)
        self.world.clock.advance(minutes=minutes)
        self.phone.mark(
            self.visit, staff, name, mark=mark, look=2, previous=first.id, photos=[Photo(picture(5))]
        )
        return mark

    def sync(self) -> None:
        for phone in self.phones:
            phone.sync()

    def findings(self) -> list[Row]:
        with self.world.office() as office:
            rows = sql.rows(office.session, t.finding, office=office.id)
        return sorted(rows, key=lambda row: row["opened_leaf"])

    def finding(self, finding: str) -> Row:
        return next(row for row in self.findings() if row["finding"] == finding)

    def case(self, finding: str) -> Case:
        with self.world.office() as office:
            return case.load(office, finding)

    def seen(self, finding: str, person: Person, key: str = "k1") -> Seen:
        """What a form would carry that this person has open now."""
        return Seen(person, finding, self.case(finding).revision, key)


def leave(staff: str, start: str, end: str, approved: str, kind: str = "年休假") -> str:
    return f"{LEAVE_HEAD}{staff},{kind},{start},{end},王局长,{approved},OA\n"


def go(
    world: World,
    inspectors: tuple[str, ...] = ("张三丰",),
    *,
    leave_file: str | None = None,
    hours: bool = True,
) -> Field:
    """The unit, its hours 9–12 and 13:30–17, one team with a phone for each inspector, identity shown."""
    with world.work() as office:
        import_roster(office, "system", ROSTER.encode(), "roster.csv")
    with world.work() as office:
        if leave_file:
            import_leave(office, "system", leave_file.encode(), "leave.csv")
        if hours:
            layers = {"hours": [["09:00", "12:00"], ["13:30", "17:00"]]}
            set_schedule(office, "system", unit="LJ01", name="夏令", layers=layers)
        names = {"zh": "2026年11月机关作风第二轮暗访", "en": "Second round, November 2026"}
        number = "临督计〔2026〕3号"
        campaign = open_campaign(office, "system", names=names, plan_number=number, starts=DAY, ends=DAY)
    phones = [world.phone(inspector, "第三组") for inspector in inspectors]
    for phone in phones:
        with world.work() as office:
            assign_visit(
                office, "system", campaign=campaign, device=phone.device, unit="LJ01", day=DAY, team="第三组"
            )
    with world.office() as office:
        assigned = sql.rows(office.session, t.case_visit, office=office.id)
    world.clock.advance(minutes=20)
    for phone in phones:
        phone.push()
        mine = next(row for row in assigned if row["device"] == phone.device)
        phone.start_visit(mine["visit"], mine["assignment"], campaign)
        phone.identify(mine["visit"])
    return Field(world, campaign, phones, assigned[0]["visit"])


def reviewer(name: str = "何静", roles: tuple[str, ...] = ("reviewer",), account: str = "acc1") -> Person:
    return Person(account, account, name, None, list(roles), "s", "c", False, False)
