"""The page of the DOCX: margins, document grid, page numbers left and right, the banner of a draft."""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.section import WD_SECTION_START
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from server.exports import gbt9704

_CHARACTER_SPACE = round((gbt9704.PITCH / gbt9704.POINT - gbt9704.SAN_HAO) * 4096)
"""ECMA-376 17.6.5: charSpace is the difference to the Normal size in 1/4096 of a point."""
CONDENSED = -5
"""Twips taken off each character: 28 of 16 pt are wider than 156 mm, and LibreOffice gives a character wider than
its cell two cells. Word stays at 28 a line either way."""
LINE_PITCH = int(gbt9704.LINE / gbt9704.POINT * 20)
"""Twips; rounded down, so that 22 lines still fit the type area."""


def prepare(file: DocxDocument, fonts: Mapping[str, str], banner: str) -> None:
    """Set up the one section and the Normal style."""
    section = file.sections[0]
    section.start_type = WD_SECTION_START.NEW_PAGE
    section.page_width, section.page_height = Mm(gbt9704.PAGE_WIDTH), Mm(gbt9704.PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(gbt9704.TOP), Mm(gbt9704.BOTTOM)
    section.left_margin, section.right_margin = Mm(gbt9704.LEFT), Mm(gbt9704.RIGHT)
    section.header_distance = Mm(gbt9704.TOP - 14)
    section.footer_distance = Mm(gbt9704.BOTTOM - gbt9704.NUMBER_DROP - gbt9704.SI_HAO * gbt9704.POINT)
    section.gutter = Mm(0)
    _grid(section._sectPr)
    _normal(file, fonts)
    file.settings.odd_and_even_pages_header_footer = True
    for part, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _page_number(part, side, fonts)
    if banner:
        for header in (section.header, section.even_page_header):
            _banner(header, banner, fonts)


def _grid(properties: Any) -> None:
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(
        parse_xml(
            f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{LINE_PITCH}" '
            f'w:charSpace="{_CHARACTER_SPACE}"/>'
        )
    )


def _normal(file: DocxDocument, fonts: Mapping[str, str]) -> None:
    # The grid counts from the document's default size: Word looks at Normal, LibreOffice at docDefaults.
    for size in file.styles.element.xpath("w:docDefaults//w:rPr/w:sz|w:docDefaults//w:rPr/w:szCs"):
        size.set(qn("w:val"), str(round(gbt9704.SAN_HAO * 2)))
    normal = file.styles["Normal"]
    normal.font.size = Pt(gbt9704.SAN_HAO)
    normal.element.get_or_add_rPr().insert(0, rfonts(fonts["fangsong"]))
    normal.element.get_or_add_rPr().append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{CONDENSED}"/>'))
    paragraph = normal.element.get_or_add_pPr()
    # No automatic space between Chinese and Latin: the grid is counted in characters.
    for element in (
        '<w:autoSpaceDE {0} w:val="0"/>',
        '<w:autoSpaceDN {0} w:val="0"/>',
        '<w:spacing {0} w:before="0" w:after="0"/>',
    ):
        paragraph.append(parse_xml(element.format(nsdecls("w"))))


def rfonts(name: str) -> Any:
    """One font for every script, so that digits match the Chinese text around them."""
    values = " ".join(f'w:{script}="{name}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return parse_xml(f"<w:rFonts {nsdecls('w')} {values}/>")


def _page_number(part: Any, side: str, fonts: Mapping[str, str]) -> None:
    part.is_linked_to_previous = False
    blank = round(gbt9704.PITCH / gbt9704.POINT * 20)
    size = f'<w:rPr><w:rFonts w:ascii="{fonts["fangsong"]}" w:hAnsi="{fonts["fangsong"]}" '
    size += f'w:eastAsia="{fonts["fangsong"]}"/><w:sz w:val="{round(gbt9704.SI_HAO * 2)}"/></w:rPr>'
    runs = "".join(
        f"<w:r>{size}{inner}</w:r>"
        for inner in (
            '<w:t xml:space="preserve">— </w:t>',
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
            '<w:fldChar w:fldCharType="end"/>',
            '<w:t xml:space="preserve"> —</w:t>',
        )
    )
    old = part.paragraphs[0]._p
    new = (
        f'<w:p {nsdecls("w")}><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:ind w:{side}="{blank}"/><w:jc w:val="{side}"/></w:pPr>{runs}</w:p>'
    )
    old.getparent().replace(old, parse_xml(new))


def _banner(part: Any, banner: str, fonts: Mapping[str, str]) -> None:
    part.is_linked_to_previous = False
    line = part.paragraphs[0]
    run = line.add_run(banner)
    run._r.get_or_add_rPr().insert(0, rfonts(fonts["heiti"]))
    run.font.size = Pt(gbt9704.SI_HAO)
    run._r.get_or_add_rPr().append(parse_xml(f'<w:color {nsdecls("w")} w:val="{gbt9704.RED}"/>'))
    line.alignment = 1
