"""The pieces of a DOCX page: lines on the grid, tables with thin rules, the imprint at the foot of the last page."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from server.exports import gbt9704
from server.exports.docx_page import CONDENSED, LINE_PITCH, rfonts
from server.exports.layout import centred
from server.exports.model import Imprint, Table

_CHARACTER = gbt9704.SAN_HAO + CONDENSED / 20
_GRID_LINE = LINE_PITCH / 20
_SMALL_LINE = gbt9704.WU_HAO * 1.5
_IMPRINT_LINE, _IMPRINT_AIR = 493, 57  # twips


class Writer:
    """Adds pieces to the end of a document."""

    def __init__(self, file: DocxDocument, fonts: Mapping[str, str]) -> None:
        self._file = file
        self._fonts = fonts

    def line(self, text: str, *, role: str = "fangsong", indent: float = 0) -> Line:
        """A line or paragraph of body size; `indent` in characters."""
        added = self._add(text, role, gbt9704.SAN_HAO, _GRID_LINE)
        added.paragraph_format.first_line_indent = Pt(indent * _CHARACTER)
        # The grid fills the line; justifying it as well tears lines apart in LibreOffice.
        added.alignment = WD_ALIGN_PARAGRAPH.LEFT
        return added

    def centred(
        self,
        text: str | Sequence[str],
        role: str,
        size: float,
        *,
        before: float = 0,
        colour: str = "",
        exact: float = 0,
    ) -> Line:
        """`before` in millimetres, `exact` the line's height in points."""
        added = self._add(text, role, size, exact or _GRID_LINE)
        added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        added.paragraph_format.space_before = Mm(before)
        if colour:
            for run in added.runs:
                run.font.color.rgb = RGBColor.from_string(colour)
        return added

    def right(self, text: str, clearance: float) -> Line:
        """`clearance` in characters from the right margin."""
        added = self._add(text, "fangsong", gbt9704.SAN_HAO, _GRID_LINE)
        added.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        added.paragraph_format.right_indent = Pt(clearance * _CHARACTER)
        return added

    def small(
        self, text: str, *, role: str = "fangsong", centred: bool = False, before: float = 0, after: float = 0
    ) -> Line:
        added = self._add(text, role, gbt9704.WU_HAO, _SMALL_LINE)
        added.paragraph_format.space_before, added.paragraph_format.space_after = Pt(before), Pt(after)
        if centred:
            added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return added

    def plain(self, *, centred: bool, keep: bool) -> Line:
        """An empty paragraph as high as what is put into it."""
        added = self._file.add_paragraph()
        added.paragraph_format.keep_with_next = keep
        _off_grid(added)
        if centred:
            added.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return added

    def blank(self, lines: int) -> Line:
        added = self._add("", "fangsong", gbt9704.SAN_HAO, _GRID_LINE)
        for _ in range(lines - 1):
            added = self._add("", "fangsong", gbt9704.SAN_HAO, _GRID_LINE)
        return added

    def keep(self, line: Line) -> None:
        line.paragraph_format.keep_with_next = True

    def red_rule(self, above: Line) -> None:
        """7.2.7: a red rule as wide as the type area, 4 mm below the number."""
        space = round(gbt9704.RULE_DROP / gbt9704.POINT - (_GRID_LINE - gbt9704.SAN_HAO) / 2)
        above._p.get_or_add_pPr().insert_element_before(
            parse_xml(
                f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="16" w:space="{space}" '
                f'w:color="{gbt9704.RED}"/></w:pBdr>'
            ),
            "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:snapToGrid", "w:spacing", "w:ind", "w:jc",
        )  # fmt: skip

    def heading_of_annex(self, label: str, title: str) -> None:
        head = self.line(label, role="heiti")
        head.paragraph_format.page_break_before = True
        self.keep(head)
        self.keep(self.blank(1))
        added = self.centred(title, "biaosong", 18)
        added.paragraph_format.space_after = Pt(_GRID_LINE * 0.6)
        self.keep(added)

    def table(self, table: Table) -> None:
        self._gap(0.3)
        widths = [gbt9704.AREA_WIDTH * share / 100 for share in table.widths]
        grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
        middle = [centred(share) for share in table.widths]
        rows = [self._row(table.head, widths, "heiti", [True] * len(widths), repeated=True)]
        rows += [self._row(row, widths, "fangsong", middle) for row in table.rows]
        rules = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        element = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{_twips(gbt9704.AREA_WIDTH)}" w:type="dxa"/>'
            f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f'<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )
        self._append(element)
        if table.note:
            self.small(table.note, before=3)
        self._gap(0.5)

    def imprint(self, imprint: Imprint) -> None:
        """7.4: a table without side rules that floats at the foot of the last page's type area. It is placed from the
        page's corner, because LibreOffice lets a table as wide as the text float only then."""
        per_line = int((gbt9704.AREA_WIDTH / gbt9704.POINT) // gbt9704.SI_HAO) - 2
        lines = 1 + math.ceil(gbt9704.width(f"抄送：{imprint.copies_to}") / per_line)
        high = (lines * _IMPRINT_LINE + 2 * 2 * _IMPRINT_AIR + 40) / 20 * gbt9704.POINT
        left, top = _twips(gbt9704.LEFT), _twips(gbt9704.TOP + gbt9704.AREA_HEIGHT - high)
        thick, thin = round(gbt9704.THICK / gbt9704.POINT * 8), round(gbt9704.THIN / gbt9704.POINT * 8)
        inner = gbt9704.AREA_WIDTH - 2 * gbt9704.SI_HAO * gbt9704.POINT
        copies = (
            f"<w:r>{self._style('fangsong', 14)}<w:t>{_escaped(f'抄送：{imprint.copies_to}')}</w:t></w:r>"
        )
        printed = (
            f"<w:r>{self._style('fangsong', 14)}<w:t>{_escaped(imprint.issuer)}</w:t><w:tab/>"
            f"<w:t>{_escaped(imprint.printed_on)}印发</w:t></w:r>"
        )
        rows = _imprint_row(copies, thick, thin) + _imprint_row(printed, thin, thick, tab=_twips(inner))
        self._append(
            parse_xml(
                f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblpPr w:vertAnchor="page" w:horzAnchor="page" '
                f'w:tblpX="{left}" w:tblpY="{top}"/><w:tblOverlap w:val="never"/>'
                f'<w:tblW w:w="{_twips(gbt9704.AREA_WIDTH)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
                f'<w:tblGrid><w:gridCol w:w="{_twips(gbt9704.AREA_WIDTH)}"/></w:tblGrid>{rows}</w:tbl>'
            )
        )
        self._gap(0.05)

    def _row(
        self,
        cells: Sequence[str],
        widths: Sequence[float],
        role: str,
        middle: Sequence[bool],
        *,
        repeated: bool = False,
    ) -> str:
        head = "<w:tblHeader/>" if repeated else ""
        out = f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>"
        for cell, width, centre in zip(cells, widths, middle, strict=True):
            place = "center" if centre else "left"
            out += (
                f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
                f'<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="45" w:after="45" '
                f'w:line="{round(_SMALL_LINE * 20)}" w:lineRule="exact"/><w:jc w:val="{place}"/></w:pPr>'
                f'<w:r>{self._style(role, gbt9704.WU_HAO)}<w:t xml:space="preserve">{_escaped(cell)}</w:t></w:r>'
                "</w:p></w:tc>"
            )
        return out + "</w:tr>"

    def _style(self, role: str, size: float) -> str:
        name = self._fonts[role]
        fonts = " ".join(f'w:{script}="{name}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
        return f'<w:rPr><w:rFonts {fonts}/><w:sz w:val="{round(size * 2)}"/></w:rPr>'

    def _add(self, text: str | Sequence[str], role: str, size: float, exact: float) -> Line:
        added = self._file.add_paragraph()
        layout = added.paragraph_format
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(exact)
        lines = [text] if isinstance(text, str) else list(text)
        run = added.add_run(lines[0])
        for further in lines[1:]:
            run.add_break()
            run.add_text(further)
        run.font.size = Pt(size)
        run._r.get_or_add_rPr().insert(0, rfonts(self._fonts[role]))
        if size != gbt9704.SAN_HAO:
            _off_grid(added)
        return added

    def _gap(self, lines: float) -> None:
        added = self._add("", "fangsong", 1, _GRID_LINE * lines)
        added.paragraph_format.space_before = added.paragraph_format.space_after = Pt(0)

    def _append(self, element: Any) -> None:
        self._file.element.body.insert_element_before(element, "w:sectPr")


def _imprint_row(run: str, above: int, below: int, *, tab: int = 0) -> str:
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{tab}"/></w:tabs>' if tab else ""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for side, size in (("top", above), ("bottom", below))
    )
    blank = round(gbt9704.SI_HAO * 20)
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{_twips(gbt9704.AREA_WIDTH)}" w:type="dxa"/>'
        f'<w:tcBorders>{rules}</w:tcBorders><w:tcMar><w:left w:w="{blank}" w:type="dxa"/>'
        f'<w:right w:w="{blank}" w:type="dxa"/></w:tcMar></w:tcPr>'
        f'<w:p><w:pPr>{stop}<w:snapToGrid w:val="0"/><w:spacing w:before="{_IMPRINT_AIR}" '
        f'w:after="{_IMPRINT_AIR}" w:line="{_IMPRINT_LINE}" w:lineRule="exact"/></w:pPr>{run}</w:p></w:tc></w:tr>'
    )


def _off_grid(line: Line) -> None:
    line._p.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>'), "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _twips(millimetres: float) -> int:
    return round(millimetres / gbt9704.POINT * 20)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
