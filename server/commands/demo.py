"""`mingcha demo --out DIR`: the whole story without a browser, in under a minute. A visit recorded offline by the app's
own modules is sent over a connection that is cut once, verified, heard, decided, redacted, published and proven."""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console

from server.clock import CHINA, system_clock
from server.commands import verify
from server.commands.play import district
from server.commands.play.casework import FACE_AND_BADGE, SCREEN_PLATE_AND_BOARD, Casework
from server.commands.play.inspection import Inspection
from server.exports.issue import issued_files, package_of
from server.settings import Settings
from server.storage.store import Store

PHOTOGRAPHS = frozenset({"empty_desk_1", "empty_desk_2", "d03"})
_AGO = timedelta(days=14)
_NINE = 9


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("demo", help="play the whole story without a browser")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="where bulletin and package go"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Plays in a data folder of its own that is gone afterwards; only DIR stays. Exit code as `mingcha verify`."""
    console = Console(highlight=False, soft_wrap=True)
    began = time.monotonic()

    def tell(line: str) -> None:
        console.print(f"[dim]{time.monotonic() - began:5.1f} s[/]  {line}")

    with tempfile.TemporaryDirectory(prefix="mingcha-demo-") as folder:
        data = Path(folder)
        own = replace(
            settings,
            data=data,
            database_url=f"sqlite:///{data / 'mingcha.sqlite'}",
            keyring_url=f"sqlite:///{data / 'keyring.sqlite'}",
            demonstration=True,
        )
        out: Path = arguments.out
        out.mkdir(parents=True, exist_ok=True)
        play(own, out, tell)
    package, key = out / "package.zip", out / "office.pub"
    console.print(f"\n$ mingcha verify {package} --key {key}")
    return verify.run(argparse.Namespace(path=package, key=key), settings)


def play(settings: Settings, out: Path, tell: Callable[[str], None]) -> None:
    """The story, from an empty folder to the files in `out`."""
    with Inspection.begin(settings, _morning(), os.urandom, tell) as inspection:
        district.open_accounts(inspection.store, settings, settings.data / "demonstration.json")
        inspection.enrol(os.urandom(12).hex())
        inspection.record(PHOTOGRAPHS)
        inspection.phone.do("cut", cut={})
        tell("Back online; the connection breaks in the middle of a photograph …")
        status = inspection.send()
        tell(f"… and resumes where it broke: {status['logged']} entries logged after {status['tries']} tries")
        casework = Casework(inspection.store, inspection.clock, tell)
        publication = _casework(casework)
        _write(inspection.store, publication, out)
    tell(f"Written to {out}: " + ", ".join(sorted(p.name for p in out.iterdir())))


def _morning() -> datetime:
    """Nine o'clock, two weeks ago, Beijing time: the unit's days to answer have passed by today."""
    day = (system_clock() - _AGO).astimezone(CHINA)
    return day.replace(hour=_NINE, minute=0, second=0, microsecond=0).astimezone(UTC)


def _casework(office: Casework) -> str:
    absent = office.finding(staff="LJ01008")
    film, notice = office.finding(code="D03"), office.finding(code="P03")
    office.days_pass(1)
    office.verify("he", absent, "A04", "两次观察相隔36分钟，均不在岗，去向牌写在岗，无请假记录。")
    office.verify("sun", film, "D03", "照片可见播放画面，本人未作说明。")
    office.reject("sun", notice, "仅一名群众口述，未见受理材料，证据不足。")
    office.days_pass(3)
    taken = (
        "当日临时到楼下取件，未登记。",
        "审批科科长何静",
        "partly",
        "取件属实，但未登记去向，超过三十分钟。",
    )
    office.hear("he", absent, *taken)
    office.hear("sun", film, "承认事实，已批评教育。", "审批科科长何静", "rejected", "事实清楚。")
    office.days_pass(5)
    office.decide("zheng", absent, "临效办决〔2026〕11号", ["admonition", "written_self_examination"])
    office.decide("zheng", film, "临效办决〔2026〕12号", ["notice_of_criticism"])
    office.redact("he", "zheng", absent, SCREEN_PLATE_AND_BOARD)
    office.redact("sun", "zheng", film, (*FACE_AND_BADGE, *SCREEN_PLATE_AND_BOARD))
    office.days_pass(1)
    return office.publish("wen", "zheng", [absent, film])


def _write(store: Store, publication: str, out: Path) -> None:
    with store.reading() as office:
        _, files = issued_files(office, publication)
        for name in ("bulletin.docx", "bulletin.pdf"):
            (out / name).write_bytes(files[name])
        (out / "package.zip").write_bytes(package_of(office, publication))
        (out / "office.pub").write_text(office.keys.verifier + "\n", encoding="ascii")
