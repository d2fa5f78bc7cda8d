"""Draws the photographs of the demonstration: an office at a given minute. Typst sets them from one picture in
words, so that they need no camera, show nobody real, and the only module that decodes pictures stays the only one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from server.clock import CHINA
from server.storage import images

SIZE = (1280, 960)
"""Width and height in pixels."""


@dataclass(frozen=True)
class Scene:
    """What stands in the picture. `badge` puts somebody in the chair; without it the chair is empty."""

    moment: datetime
    plate: tuple[str, str]
    board: Sequence[tuple[str, str]]
    badge: str | None = None
    screen: str = "#35506b"
    shirt: str = "#5b7fa6"


def photograph(scene: Scene, config: Path, fonts: Path) -> bytes:
    """A JPEG as a phone would hand it over. `fonts` is the folder that `mingcha fonts` filled."""
    local = scene.moment.astimezone(CHINA)
    inputs = {
        "hour": local.hour,
        "minute": local.minute,
        "plate": scene.plate,
        "board_title": "去向牌",
        "board": scene.board,
        "person": {"badge": scene.badge, "shirt": scene.shirt} if scene.badge else None,
        "screen": scene.screen,
    }
    drawn = typst.compile(
        config / "demonstration" / "scene.typ",
        format="png",
        ppi=72.0,
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"scene": json.dumps(inputs, ensure_ascii=False)},
    )
    return images.thumbnail(drawn, SIZE)
