"""The whole job, as people do it: an inspector records a visit with the network off, the office verifies it, hears the
unit, decides, masks, approves and publishes, and anyone can verify what came out."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from server.clock import CHINA, system_clock
from server.commands.play.district import open_accounts, open_district
from server.settings import from_environment
from server.storage import sql
from server.storage.store import open_store
from server.storage.tables import log
from tests.browser.chromium import Browser
from tests.browser.conftest import OpenBrowser
from tests.browser.desk import Desk
from tests.browser.inspector import Inspector
from tests.browser.server import Server
from tests.support.casework import picture
from tests.support.samples import sample

SAMPLES = ("HMD_Nokia_8.3_5G.jpg", "landscape_6.jpg", "iphone_13_pro_max.HEIC")
OBSERVED = (("B01", "窗口人员未佩戴胸牌"), ("D01", "电脑屏幕上是游戏"), ("B04", "大厅没有公示栏"))


class Office:
    """A founded office with its roster, its accounts and a running server."""

    def __init__(self, data: Path) -> None:
        self.settings = from_environment({"MINGCHA_DATA": str(data)})
        store = open_district(self.settings, system_clock, os.urandom)
        self.passwords = open_accounts(store, self.settings, data / "accounts.json")
        store.close()
        self.server = Server(data, {"MINGCHA_DEMO": "0"})

    def originals(self) -> set[str]:
        """SHA-256 of every photograph from phones, as the server opens it."""
        with open_store(self.settings, system_clock, os.urandom).reading() as work:
            phones = {row["id"] for row in sql.rows(work.session, log.entry, office=work.id, origin="phone")}
            media = sql.rows(work.session, log.media, office=work.id)
            sealed = [row["sealed"] for row in media if row["entry"] in phones]
            return {sha256(work.media(one)).hexdigest() for one in sealed}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The product's own command on this office's data."""
        env = os.environ | {"MINGCHA_DATA": str(self.settings.data), "LC_ALL": "C.UTF-8"}
        command = [Path(sys.executable).with_name("mingcha"), *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "var")
    made.server.start()
    yield made
    made.server.stop()


@pytest.fixture
def generated(tmp_path: Path) -> list[Path]:
    """A large photograph, one that lies on its side, and one that is no JPEG."""
    turned = Image.Exif()
    turned[0x0112] = 6  # Exif 2.3 §4.6.4: the camera was held on its side
    made = [tmp_path / name for name in ("large.jpg", "turned.jpg", "other.png")]
    scene = Image.open(io.BytesIO(picture()))
    scene.resize((2400, 1800)).save(made[0], quality=90)
    scene.save(made[1], exif=turned)
    scene.save(made[2])
    return made


def test_with_real_photographs_from_enrolment_to_a_verified_package(
    office: Office, browser_for: OpenBrowser, tmp_path: Path
) -> None:
    photos = [sample(f"photos/{name}") for name in SAMPLES]
    whole_job(office, browser_for, photos, tmp_path)


def test_with_generated_photographs_from_enrolment_to_a_verified_package(
    office: Office, browser_for: OpenBrowser, generated: list[Path], tmp_path: Path
) -> None:
    whole_job(office, browser_for, generated, tmp_path)


def whole_job(office: Office, browser_for: OpenBrowser, photos: list[Path], tmp_path: Path) -> None:
    """Accept 2 from its first word to its last."""
    desk_window = browser_for(office.server.url, "desk")
    desk = Desk(desk_window.open(), office.server.url)
    phone = browser_for(office.server.url, "phone")
    enrol_and_assign(office, desk, phone)
    visit_offline(phone, photos)
    reopened = find_everything_again(phone, len(photos))
    deliver(phone, reopened)
    assert office.originals() == {sha256(photo.read_bytes()).hexdigest() for photo in photos}
    decided = verify_hear_decide(office, desk)
    package = publish(office, desk, decided, tmp_path)
    says = office.command("verify", str(package), "--key", str(tmp_path / "office.pub"))
    assert (says.returncode, says.stdout.split()[0]) == (0, "VALID"), says.stdout + says.stderr
    assert "VALID" in office.command("ledger", "verify").stdout
    assert phone.errors == []
    assert desk_window.errors == []


def enrol_and_assign(office: Office, desk: Desk, phone: Browser) -> None:
    """The administrator invites a phone, the inspector enrols, the director sends it to a unit."""
    desk.sign_in("guan", office.passwords["guan"])
    code = desk.invite("周舟", "第三组")
    desk.sign_out()
    inspector = Inspector(phone.open())
    inspector.open_app()
    phone.controlled(phone.page)
    inspector.enrol(code)
    phone.page.get_by_test_id("today").wait_for()
    today = datetime.now(CHINA).date().isoformat()
    desk.sign_in("zheng", office.passwords["zheng"])
    desk.open_campaign("十一月暗访", "November inspection", "临督计〔2026〕9号", today)
    desk.assign("LJ01")
    desk.sign_out()
    inspector.send()
    inspector.tap("nav-today")
    phone.page.get_by_test_id("assignment").wait_for()


def visit_offline(phone: Browser, photos: list[Path]) -> None:
    """The network goes; seats, identity, roll call, checklist, three observations."""
    phone.offline(True)
    inspector = Inspector(phone.page)
    inspector.start_visit()
    inspector.see_seat("一楼大厅", "3号窗口", "window_unattended")
    inspector.see_seat("302", "李秀", "occupied")
    inspector.show_identity()
    staff = phone.page.get_by_test_id("person").evaluate_all("all => all.map(e => e.dataset.staff)")
    inspector.mark(staff[0], "present")
    inspector.mark(staff[1], "absent_unverified")
    inspector.mark(staff[2], "leave_claimed")
    inspector.answer("door_plate", "yes")
    inspector.answer("desk_plate", "no", "没有桌牌")
    for (code, note), photo in zip(OBSERVED, photos, strict=True):
        inspector.observe(code, note, [photo])
    inspector.finish()


def find_everything_again(phone: Browser, photographs: int) -> Inspector:
    """The browser closes; opened again without a network, all is there."""
    phone.close()
    inspector = Inspector(phone.open(offline=True))
    inspector.open_app()
    inspector.unlock()
    inspector.resume_visit()
    inspector.tap("tab-end")
    summary = phone.page.get_by_test_id("summary").locator("dd").all_inner_texts()
    assert [summary[0], summary[4], summary[5]] == ["2", str(len(OBSERVED)), str(photographs)]
    inspector.leave_visit()
    inspector.tap("nav-where")
    assert inspector.count("where-unsent") + inspector.count("where-unknown") == 13
    assert inspector.count("where-logged") == 1
    return inspector


def deliver(phone: Browser, inspector: Inspector) -> None:
    """The network is back: everything is received and logged."""
    phone.offline(False)
    inspector.send()
    expect(phone.page.get_by_test_id("where-logged")).to_have_text("14", timeout=60_000)
    for fate in ("unsent", "unknown", "received", "refused"):
        assert inspector.count(f"where-{fate}") == 0


def verify_hear_decide(office: Office, desk: Desk) -> list[str]:
    """The reviewer confirms the three observations and records what the unit says; the director the decisions."""
    today = datetime.now(CHINA).date().isoformat()
    desk.sign_in("he", office.passwords["he"])
    chosen = []
    for finding in desk.findings():
        desk.open_finding(finding)
        if not any(desk.page.locator("h1").filter(has_text=code).count() for code, _ in OBSERVED):
            continue
        chosen.append(finding)
        desk.deed("confirm", {"reason": "照片与现场记录一致"})
        said = {"text": "李秀当天新到岗，情况属实", "by": "政务中心办公室", "received_on": today}
        desk.deed("statement", said | {"taken": "rejected", "reason": "属实"})
    desk.sign_out()
    assert len(chosen) == len(OBSERVED)
    desk.sign_in("zheng", office.passwords["zheng"])
    for n, finding in enumerate(chosen, 1):
        desk.open_finding(finding)
        dates = {"decided_on": today, "in_force": today}
        decision = {"number": f"临纪决〔2026〕{n}号", "organ": "临江区纪委监委", "measures": True}
        desk.deed("decision", decision | dates)
    desk.sign_out()
    return chosen


def publish(office: Office, desk: Desk, findings: list[str], folder: Path) -> Path:
    """One reviewer masks, another approves; the editor asks, the director approves, the bulletin goes out."""
    desk.sign_in("he", office.passwords["he"])
    assert desk.mask_photographs(len(findings)) == len(findings)
    desk.sign_out()
    desk.sign_in("sun", office.passwords["sun"])
    assert desk.approve_copies(len(findings)) == len(findings)
    desk.sign_out()
    desk.sign_in("zheng", office.passwords["zheng"])
    for finding in findings:
        desk.sign_checklist(finding)
    desk.sign_out()
    desk.sign_in("wen", office.passwords["wen"])
    page = desk.request_publication("临效办〔2026〕7号", "关于十一月暗访情况的通报", len(findings))
    desk.sign_out()
    desk.sign_in("zheng", office.passwords["zheng"])
    desk.approve_publication(page)
    desk.issue_publication(page)
    desk.download("office.pub", folder)
    return desk.download("package.zip", folder)
