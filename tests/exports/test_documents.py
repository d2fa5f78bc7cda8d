"""The bulletin as DOCX and PDF: the same words, the same pictures, and the measures of GB/T 9704-2012."""

import io
import re
import zipfile
from datetime import UTC, datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

import docx as word
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from server.exports.docx import write_docx
from server.exports.fonts import Faces
from server.exports.model import Paragraph, figures, spoken
from server.exports.pdf import write_pdf
from tests.support.documents import document

MADE = datetime(2026, 3, 30, 8, tzinfo=UTC)
MM = 72 / 25.4
FULL_PAGE = document(body=tuple(Paragraph("明察暗访记录不可更改" * 60) for _ in range(3)))


@pytest.fixture(scope="module")
def pdf(faces: Faces) -> bytes:
    return write_pdf(document(), faces, MADE)


@pytest.fixture(scope="module")
def docx(faces: Faces) -> bytes:
    return write_docx(document(), faces.docx, MADE)


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def text_of_pdf(data: bytes) -> str:
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
    return "".join(re.sub(rf"—{number}—", "", page) for number, page in enumerate(pages, 1))


def text_of_docx(data: bytes) -> str:
    body = word.Document(io.BytesIO(data)).element.body
    return plain("".join(node.text or "" for node in body.iter(qn("w:t"))))


def test_docx_and_pdf_say_the_same(pdf: bytes, docx: bytes) -> None:
    assert sorted(text_of_pdf(pdf)) == sorted(text_of_docx(docx))
    for _, text in spoken(document()):
        assert plain(text) in text_of_docx(docx)
        assert plain(text) in text_of_pdf(pdf)


def test_number_unit_code_and_masked_name_stand_in_both(pdf: bytes, docx: bytes) -> None:
    for text in (text_of_pdf(pdf), text_of_docx(docx)):
        for wanted in ("临效办〔2026〕7号", "区甲局", "A04", "张某某", "2026年3月30日", "有效在岗率98.7%"):
            assert wanted in text


def test_the_same_document_gives_the_same_bytes(faces: Faces, pdf: bytes, docx: bytes) -> None:
    assert write_pdf(document(), faces, MADE) == pdf
    assert write_docx(document(), faces.docx, MADE) == docx


def test_the_photographs_in_both_are_the_redacted_copies_byte_for_byte(pdf: bytes, docx: bytes) -> None:
    wanted = {sha256(figure.jpeg).hexdigest() for figure in figures(document())}
    archive = zipfile.ZipFile(io.BytesIO(docx))
    in_docx = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert {sha256(data).hexdigest() for data in in_docx} == wanted
    assert {sha256(data).hexdigest() for data in _images(PdfReader(io.BytesIO(pdf)))} == wanted


def _images(reader: PdfReader) -> list[bytes]:
    """The streams as they lie in the file, not decoded again."""
    found = []
    for page in reader.pages:
        objects: Any = page["/Resources"].get("/XObject", {})
        for name in objects:
            item = objects[name].get_object()
            if item["/Subtype"] == "/Image":
                assert item["/Filter"] == "/DCTDecode"
                found.append(bytes(item._data))
    return found


def test_every_font_is_embedded_and_no_glyph_is_missing(pdf: bytes) -> None:
    fonts = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            described = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            fonts[str(described["/FontName"])] = "/FontFile2" in described or "/FontFile3" in described
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {
        "MingchaSong", "MingchaBiaosong", "MingchaHei", "MingchaKai"
    }  # fmt: skip
    assert all(fonts.values())
    assert "\ufffd" not in text_of_pdf(pdf)


def _lines(data: bytes, page: int) -> list[tuple[float, list[tuple[str, float]]]]:
    """Baselines from the top in mm, each with its characters and their left edges in mm."""
    found: dict[float, list[tuple[str, float]]] = {}

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            x, y = tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5]
            found.setdefault(round(297 - y / MM, 1), []).append((text.strip(), x / MM))

    PdfReader(io.BytesIO(data)).pages[page].extract_text(visitor_text=visit)
    return sorted(found.items())


def test_the_page_is_22_lines_of_28_characters_within_its_margins(faces: Faces) -> None:
    data = write_pdf(FULL_PAGE, faces, MADE)
    reader = PdfReader(io.BytesIO(data))
    assert [round(float(side) / MM) for side in reader.pages[0].mediabox[2:]] == [210, 297]
    lines = [line for line in reader.pages[2].extract_text().split("\n") if "—" not in line]
    assert len(lines) == 22
    assert max(len(line) for line in lines) == 28
    assert sum(len(line) == 28 for line in lines) >= 18
    baselines = [at for at, parts in _lines(data, 2) if not any("—" in text for text, _ in parts)]
    pitch = {round(after - before, 1) for before, after in pairwise(baselines)}
    assert pitch <= {10.2, 10.3}
    assert 37 < baselines[0] < 37 + 10.3
    assert baselines[-1] < 297 - 35
    lefts = [parts[0][1] for at, parts in _lines(data, 2) if not any("—" in text for text, _ in parts)]
    assert min(lefts) == pytest.approx(28, abs=0.2)


def test_the_docx_carries_margins_grid_and_fonts_by_name(docx: bytes) -> None:
    file = word.Document(io.BytesIO(docx))
    section = file.sections[0]
    got = [round(length.mm) for length in (section.top_margin, section.left_margin, section.right_margin)]
    assert got == [37, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert int(grid.get(qn("w:linePitch"))) == int(225 / 22 * MM * 20)
    xml = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    for name in ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{name}"' in xml


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(pdf: bytes) -> None:
    for page, side in ((0, "right"), (1, "left")):
        [(at, parts)] = [
            line for line in _lines(pdf, page) if any(text.startswith("—") for text, _ in line[1])
        ]
        assert 297 - 35 + 7 <= at <= 297 - 35 + 14
        assert (parts[0][1] > 105) == (side == "right")


def test_the_mark_is_red_and_35_mm_below_the_top_of_the_type_area(pdf: bytes) -> None:
    at, parts = _lines(pdf, 0)[0]
    assert parts[0][0].startswith("临江区机关")
    assert 37 + 35 < at < 37 + 35 + 12
    raw: Any = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert re.search(rb"0\.75[0-9]* 0 0 (rg|scn)", raw.get_data())


def test_a_draft_says_so_on_every_page(faces: Faces) -> None:
    banner = "内部稿·未经陈述"
    drafted = document(banner=banner)
    for page in PdfReader(io.BytesIO(write_pdf(drafted, faces, MADE))).pages:
        assert banner in plain(page.extract_text())
    archive = zipfile.ZipFile(io.BytesIO(write_docx(drafted, faces.docx, MADE)))
    headers = [name for name in archive.namelist() if name.startswith("word/header")]
    assert sum(banner in archive.read(name).decode() for name in headers) == 2
