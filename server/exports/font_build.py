"""Builds the open document fonts once, from the OFL web fonts of the npm packages, so that a bare machine
can print. A web font arrives compressed, sometimes in a hundred slices; typst wants one TTF. Knows files and
fontTools only."""

import json
import logging
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fontTools.merge import Merger, Options  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from server.errors import Refusal

_BUILDER = 1
_LAYOUT = [
    "GDEF",
    "GPOS",
    "GSUB",
    "BASE",
    "STAT",
    "FFTM",
    "bsln",
    "feat",
    "gasp",
    "morx",
    "prop",
    "vhea",
    "vmtx",
]
"""Dropped when slices are merged: their glyph names clash, and horizontal Chinese text needs none of them."""

Progress = Callable[[str], None]


def build_fonts(
    config: Path, packages: Path, target: Path, progress: Progress = lambda _line: None
) -> list[Path]:
    """Write every open font into `target`; what is there from the same package version is kept.

    Raises Refusal("fonts_source_missing") when an npm package isn't installed."""
    table = json.loads((config / "documents" / "fonts.json").read_text("utf-8"))["build"]
    target.mkdir(parents=True, exist_ok=True)
    done = _stamps(target)
    built = []
    for family, recipe in table.items():
        file = target / recipe["file"]
        stamp = _stamp(packages, recipe)
        if done.get(recipe["file"]) != stamp or not file.is_file():
            progress(family)
            _write(file, _assemble(packages, recipe, family))
            done[recipe["file"]] = stamp
            _replace(target / "fonts.json", json.dumps(done, indent=1, sort_keys=True).encode())
        built.append(file)
    return built


def _stamps(target: Path) -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads((target / "fonts.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps


def _stamp(packages: Path, recipe: Mapping[str, str]) -> str:
    try:
        package = json.loads((packages / recipe["package"] / "package.json").read_text("utf-8"))
    except OSError as error:
        raise Refusal("fonts_source_missing", package=recipe["package"]) from error
    return f"{recipe['package']}@{package['version']} {recipe['files']} builder {_BUILDER}"


def _assemble(packages: Path, recipe: Mapping[str, str], family: str) -> TTFont:
    slices = sorted((packages / recipe["package"]).glob(recipe["files"]))
    if not slices:
        raise Refusal("fonts_source_missing", package=recipe["package"])
    if len(slices) == 1:
        font = TTFont(slices[0])
    else:
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        font = Merger(options=Options(drop_tables=_LAYOUT)).merge([str(path) for path in slices])
    _rename(font, family)
    return font


def _rename(font: Any, family: str) -> None:
    """OFL 1.1 §3: a changed version may not carry a reserved name. One weight a family: chosen by name."""
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in (0, 13, 14)]
    plain = family.replace(" ", "")
    names_of = {1: family, 2: "Regular", 3: f"{plain};{_BUILDER}", 4: family, 6: f"{plain}-Regular"}
    for number, text in names_of.items():
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    font["OS/2"].fsSelection = 0x40
    font["head"].macStyle = 0
    font.flavor = None


def _write(file: Path, font: Any) -> None:
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    os.close(handle)
    font.save(part)
    Path(part).replace(file)


def _replace(file: Path, content: bytes) -> None:
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(part).replace(file)
