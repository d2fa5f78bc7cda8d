"""Chooses the face of each role (仿宋, 小标宋, 黑体, 楷体) and finds a character that no face can print
*before* printing: documents name people, and a silent box in place of a rare character (生僻字) is a wrong
name."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError  # type: ignore[import-untyped]

from server.errors import Refusal

ROLES = ("fangsong", "biaosong", "heiti", "kaiti")
_INVISIBLE = {"\n", "\t", "\r"}


@dataclass(frozen=True)
class Face:
    """One usable font: the family name typst selects by, its file, and the characters it can draw."""

    family: str
    file: Path
    characters: frozenset[int]


@dataclass(frozen=True)
class Faces:
    """`roles` maps a role to its face; `rare` is tried for a character the role's own face lacks; `docx` has
    the names the DOCX carries. `folders` are the places typst must read."""

    roles: Mapping[str, Face]
    rare: Face
    docx: Mapping[str, str]
    folders: tuple[Path, ...]

    def stack(self, role: str) -> list[str]:
        """The families for one role, in order of preference."""
        families = [self.roles[role].family, self.rare.family]
        return list(dict.fromkeys(families))

    def missing(self, role: str, text: str) -> list[str]:
        """The characters of `text` that neither the role's face nor the rare one has, each once, in order."""
        have = self.roles[role].characters | self.rare.characters
        return list(dict.fromkeys(c for c in text if c not in _INVISIBLE and ord(c) not in have))

    def require(self, used: Iterable[tuple[str, str]]) -> None:
        """Raises Refusal("glyph_missing") naming each character that could only print as a box."""
        lacking = list(dict.fromkeys(c for role, text in used for c in self.missing(role, text)))
        if lacking:
            named = "、".join(f"{c} (U+{ord(c):04X})" for c in lacking[:20])
            raise Refusal("glyph_missing", characters=named, count=len(lacking))


def load_faces(config: Path, open_folder: Path, own_folder: Path) -> Faces:
    """Take the office's own licensed fonts where they lie in `own_folder`, the open ones elsewhere.

    Raises Refusal("fonts_missing") when an open font wasn't built and no own one stands in."""
    table = json.loads((config / "documents" / "fonts.json").read_text("utf-8"))
    own = _own_faces(own_folder)
    built = {family: open_folder / recipe["file"] for family, recipe in table["build"].items()}
    roles = {}
    for role in ROLES:
        wanted = table["roles"][role]
        face = next((own[name] for name in wanted["own"] if name in own), None)
        roles[role] = face or _open_face(wanted["open"], built[wanted["open"]])
    rare = _open_face(table["rare"], built[table["rare"]])
    folders = tuple(dict.fromkeys(face.file.parent for face in (*roles.values(), rare)))
    return Faces(roles, rare, {role: table["roles"][role]["docx"] for role in ROLES}, folders)


def _open_face(family: str, file: Path) -> Face:
    if not file.is_file():
        raise Refusal("fonts_missing", family=family)
    return Face(family, file, _characters(file, file.stat().st_mtime_ns))


@lru_cache(maxsize=32)
def _characters(file: Path, _changed: int) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _own_faces(folder: Path) -> dict[str, Face]:
    if not folder.is_dir():
        return {}
    faces: dict[str, Face] = {}
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() in (".ttf", ".otf", ".ttc"):
            for names, characters in _read_own(file, file.stat().st_mtime_ns):
                faces.update({name: Face(names[0], file, characters) for name in names})
    return faces


@lru_cache(maxsize=32)
def _read_own(file: Path, _changed: int) -> tuple[tuple[tuple[str, ...], frozenset[int]], ...]:
    """Every face of one file as (family names, English first as typst sorts them, characters)."""
    try:
        fonts = list(TTCollection(file).fonts) if file.suffix.lower() == ".ttc" else [TTFont(file, lazy=True)]
        return tuple((_families(font), frozenset(font.getBestCmap() or ())) for font in fonts)
    except (TTLibError, OSError) as error:
        raise Refusal("font_unreadable", file=file.name) from error


def _families(font: TTFont) -> tuple[str, ...]:
    records = [r for r in font["name"].names if r.nameID in (1, 16)]
    english_first = sorted(records, key=lambda r: (r.langID != 0x409, r.nameID))
    return tuple(dict.fromkeys(r.toUnicode() for r in english_first))
