"""One visit of the demonstration (演示暗访), as an inspector's phone records it: unseen first, then named, with two
looks 36 minutes apart, the checklist, and photographs drawn for the minute in which they are taken."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from server.commands.play.drawing import Scene, photograph
from server.commands.play.phone import Phone
from server.commands.play.stage import StageClock

LASTS = timedelta(minutes=64)
"""From the first entry to the last."""
BETWEEN_LOOKS = timedelta(minutes=36)
_BOARD = (("唐 浩", "在岗"), ("宋 琳", "公出"), ("马 超", "在岗"))
_COUNTER = (("李 秀", "在岗"), ("黄 娜", "在岗"), ("罗 伟", "在岗"))
_CLAIMS = {"LJ01003": ("leave_claimed", "黄娜"), "LJ01007": ("trip_claimed", "何静")}
_UNCHECKED = {"LJ01011"}
_ABSENT = "LJ01008"


@dataclass
class Visit:
    """What the play needs while the inspector walks: the phone, the clocks, a folder for the pictures."""

    phone: Phone
    clock: StageClock
    assignment: Mapping[str, Any]
    people: Mapping[str, Mapping[str, Any]]
    checklist: Mapping[str, Any]
    config: Path
    fonts: Path
    folder: Path
    tell: Callable[[str], None]
    only: frozenset[str] | None = None
    photographs: int = 0
    observations: int = 0

    @property
    def id(self) -> str:
        return str(self.assignment["visit"])

    def wait(self, minutes: float) -> None:
        """Time passes for everybody alike."""
        by = timedelta(minutes=minutes)
        self.clock.advance(by)
        self.phone.advance(by)

    def note(
        self, kind: str, clear: Mapping[str, Any], private: Mapping[str, Any], *scenes: tuple[str, Scene]
    ) -> dict[str, Any]:
        """One entry, with pictures drawn for this minute; `only` names the ones to take where not all are wanted."""
        wanted = [(name, scene) for name, scene in scenes if self.only is None or name in self.only]
        taken = [self._take(name, scene) for name, scene in wanted]
        return self.phone.append(kind, {"visit": self.id, **clear}, private, taken)

    def scene(self, plate: str, badge: str | None = None, screen: str = "#35506b") -> Scene:
        staff = next(p for p in self.people.values() if p["name"] == plate)
        board = _COUNTER if staff["post_kind"] == "window" else _BOARD
        return Scene(self.clock(), (plate, f"{staff['dept']} · {staff['title']}"), board, badge, screen)

    def _take(self, name: str, scene: Scene) -> Path:
        path = self.folder / f"IMG_{len(list(self.folder.iterdir())) + 1:04d}_{name}.jpg"
        path.write_bytes(photograph(scene, self.config, self.fonts))
        self.photographs += 1
        return path


def play(visit: Visit) -> None:
    """The whole visit; `tell` hears what happens."""
    _arrive(visit)
    _look_unseen(visit)
    first = _call_the_roll(visit)
    _check_plates(visit)
    _observe(visit)
    visit.wait(BETWEEN_LOOKS.total_seconds() / 60 - 4 - 6 - 10)
    _look_again(visit, first)
    visit.wait(8)
    counts = {
        "observations": visit.observations,
        "photographs": visit.photographs,
        "unchecked": len(_UNCHECKED),
    }
    visit.note("visit.finished", counts, {})
    visit.tell(f"Visit finished: {visit.photographs} photographs, {visit.observations} observations")


def _arrive(visit: Visit) -> None:
    clear = {"assignment": visit.assignment["assignment"], "campaign": visit.assignment["campaign"]}
    place = {"lat": 30.2741, "lon": 120.1551, "accuracy_m": 18}
    visit.note("visit.started", {**clear, "position": "given"}, place)
    visit.tell("Arrived unannounced at " + visit.assignment["unit"]["zh"])
    visit.wait(3)


def _look_unseen(visit: Visit) -> None:
    hall = {"room": "一楼大厅", "plate": "3号窗口 朱霞", "waiting": 6}
    state = {"state": "window_unattended", "b_post_present": False, "service_suspended_sign": False}
    for look in (1, 2):
        picture = (f"window_{look}", visit.scene("朱霞"))
        visit.note("seat.seen", {"seat": visit.phone.new_id(), "look": look, **state}, hall, picture)
        visit.wait(11 if look == 1 else 0.5)
    seat = {"seat": visit.phone.new_id(), "look": 1, "state": "occupied"}
    visit.note("seat.seen", seat, {"room": "302", "plate": "何静"})
    visit.tell("Seats seen: a window unattended with six people waiting")
    visit.wait(1)


def _call_the_roll(visit: Visit) -> str:
    shown = {"inspectors": 2, "credentials": True}
    visit.note("identity.shown", shown, {"to_whom": "办公室主任欧阳明"})
    visit.wait(1.5)
    absent = visit.phone.new_id()
    for staff, one in visit.people.items():
        said = {"staff": staff, "name": one["name"], "room": one["room"]}
        mark = {"mark": absent if staff == _ABSENT else visit.phone.new_id(), "look": 1}
        if staff == _ABSENT:
            picture = ("empty_desk_1", visit.scene("唐浩"))
            board = {"board": "在岗", "note": "桌上茶水已凉，电脑锁屏"}
            visit.note("person.marked", {**mark, "state": "absent_unverified"}, said | board, picture)
        elif staff in _CLAIMS:
            state, who = _CLAIMS[staff]
            visit.note("person.marked", {**mark, "state": state}, said | {"claimed_by": who})
        else:
            state = "unchecked" if staff in _UNCHECKED else "present"
            visit.note("person.marked", {**mark, "state": state}, said)
    visit.tell(f"Identity shown, {len(visit.people)} people called by name: one not at the desk")
    visit.wait(4)
    return absent


def _check_plates(visit: Visit) -> None:
    which = {"checklist": visit.checklist["id"], "checklist_version": visit.checklist["version"]}
    for item in visit.checklist["items"]:
        answer = "no" if item["id"] == "whereabouts_board" else "yes"
        said = {"room": "302", "note": "去向牌写“在岗”，本人不在"} if answer == "no" else {}
        pictures = [("board", visit.scene("唐浩"))] if answer == "no" else []
        visit.note("checklist.marked", {**which, "item": item["id"], "answer": answer}, said, *pictures)
    visit.tell("Four plates and one board checked")
    visit.wait(6)


def _observe(visit: Visit) -> None:
    seen = (
        ("D03", "马超", "工作时间观看影视剧，屏幕可见播放画面", "#7a3b3b"),
        ("P03", "黄娜", "补件未出具一次性书面告知单，群众称已来第三趟", "#35506b"),
    )
    for code, name, note, screen in seen:
        staff, one = next((s, p) for s, p in visit.people.items() if p["name"] == name)
        said = {"note": note, "room": one["room"], "staff": staff, "name": name}
        picture = (code.lower(), visit.scene(name, badge=f"{name} {staff[-3:]}", screen=screen))
        clear = {"observation": visit.phone.new_id(), "violation": code}
        visit.note("observation.recorded", clear, said, picture)
        visit.observations += 1
        visit.wait(5)
    visit.tell("Two observations written down, with photographs")


def _look_again(visit: Visit, first: str) -> None:
    said = {"staff": _ABSENT, "name": "唐浩", "room": "302", "board": "在岗", "note": "第二次看，仍不在"}
    mark = {"mark": visit.phone.new_id(), "look": 2, "previous": first, "state": "absent_unverified"}
    visit.note("person.marked", mark, said, ("empty_desk_2", visit.scene("唐浩")))
    visit.tell("Second look after 36 minutes: still not at the desk")
