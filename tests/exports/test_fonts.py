"""A character that can't be printed is named before printing; an office's own fonts come first."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from server.errors import Refusal
from server.exports.font_build import build_fonts
from server.exports.fonts import Faces, load_faces
from server.exports.pdf import write_pdf
from tests.exports.conftest import CLIENT, CONFIG
from tests.support.documents import document

MADE = datetime(2026, 3, 30, tzinfo=UTC)


def test_a_missing_glyph_is_named_and_nothing_is_printed(faces: Faces) -> None:
    with pytest.raises(Refusal) as refused:
        write_pdf(replace(document(), title="关于张䶮、王𠮷的通报"), faces, MADE)
    assert refused.value.code == "glyph_missing"
    assert "䶮 (U+4DAE)" in str(refused.value.details["characters"])
    assert "𠮷 (U+20BB7)" in str(refused.value.details["characters"])


def test_a_rare_character_is_taken_from_the_face_that_has_it(faces: Faces) -> None:
    rare = next(
        chr(code)
        for code in sorted(faces.rare.characters - faces.roles["fangsong"].characters)
        if 0x4E00 <= code <= 0x9FFF
    )
    assert faces.missing("fangsong", rare) == []
    assert write_pdf(replace(document(), recipients=f"{rare}局："), faces, MADE)[:5] == b"%PDF-"


def test_the_office_s_own_font_is_used_first(tmp_path: Path) -> None:
    font = TTFont(CLIENT / "fonts" / "MingchaKai.ttf")
    font["name"].setName("仿宋_GB2312", 1, 3, 1, 0x804)
    font["name"].setName("FangSong_GB2312", 1, 3, 1, 0x409)
    font.save(tmp_path / "own.ttf")
    faces = load_faces(CONFIG, CLIENT / "fonts", tmp_path)
    assert faces.roles["fangsong"].family == "FangSong_GB2312"
    assert faces.roles["heiti"].family == "Mingcha Hei"
    assert tmp_path in faces.folders


def test_a_font_that_can_t_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    with pytest.raises(Refusal) as refused:
        load_faces(CONFIG, CLIENT / "fonts", tmp_path)
    assert (refused.value.code, refused.value.details["file"]) == ("font_unreadable", "broken.ttf")


def test_fonts_that_were_never_built_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load_faces(CONFIG, tmp_path, tmp_path)
    assert refused.value.code == "fonts_missing"


def test_a_package_that_isn_t_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        build_fonts(CONFIG, tmp_path / "node_modules", tmp_path / "fonts")
    assert refused.value.code == "fonts_source_missing"


def test_fonts_are_built_once(faces: Faces, tmp_path: Path) -> None:
    built: list[str] = []
    shutil.copytree(CLIENT / "fonts", tmp_path / "fonts")
    build_fonts(CONFIG, CLIENT / "node_modules", tmp_path / "fonts", built.append)
    assert built == []
