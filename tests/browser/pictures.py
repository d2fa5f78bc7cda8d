"""Photographs, whole and broken, made by the tests themselves."""

import io
from pathlib import Path

from PIL import Image

from server.clock import system_clock
from server.commands.play.drawing import Scene, photograph
from tests.browser.server import ROOT

_BOARD = (("唐 浩", "在岗"), ("宋 琳", "公出"), ("马 超", "在岗"))


def jpeg(width: int = 640, height: int = 480, colour: tuple[int, int, int] = (15, 118, 110)) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "JPEG", quality=60)
    return made.getvalue()


def truncated_jpeg() -> bytes:
    """Cut off in the middle of its picture, as by a full card."""
    whole = Image.effect_noise((640, 480), 80).convert("RGB")
    made = io.BytesIO()
    whole.save(made, "JPEG", quality=80)
    return made.getvalue()[: made.tell() // 2]


def heic() -> bytes:
    """The boxes of a HEIC file around nothing that a decoder could show; 4032×3024 by its `ispe`."""

    def box(kind: bytes, body: bytes) -> bytes:
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    size = bytes(4) + (4032).to_bytes(4, "big") + (3024).to_bytes(4, "big")
    return (
        box(b"ftyp", b"heic" + bytes(4) + b"mif1heic")
        + box(b"meta", bytes(4) + box(b"ispe", size))
        + box(b"mdat", bytes(range(256)) * 8)
    )


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def before_the_lens(folder: Path) -> str:
    """The flag that puts a drawn office in front of Chromium's camera instead of its green test picture."""
    scene = Scene(system_clock(), ("马超", "审批科 · 副科长"), _BOARD, "马超 006", "#7a3b3b")
    drawn = photograph(scene, ROOT / "config", ROOT / "client_pwa" / "fonts")
    return f"--use-file-for-fake-video-capture={write(folder, 'lens.mjpeg', drawn * 2)}"
