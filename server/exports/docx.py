"""Writes the neutral document as DOCX with python-docx: the fonts by name as GB/T 9704 wants them (仿宋_GB2312,
方正小标宋), the 22 × 28 grid as Word's own document grid. The same document gives the same bytes."""

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

import docx
from docx.document import Document as DocxDocument
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Line

from server.exports import docx_page, gbt9704
from server.exports.docx_parts import Writer
from server.exports.layout import shown_size
from server.exports.model import Block, Document, Figure, Heading, Paragraph, Table


def write_docx(document: Document, fonts: Mapping[str, str], made: datetime) -> bytes:
    """`fonts` maps roles to the names written into the file. `made` becomes its date."""
    file = docx.Document()
    docx_page.prepare(file, fonts, document.banner)
    writer = Writer(file, fonts)
    _head(writer, document)
    for block in document.body:
        _block(writer, block)
    _close(writer, document)
    for annex in document.annexes:
        writer.heading_of_annex(annex.label, annex.title)
        for block in annex.blocks:
            _block(writer, block)
    writer.imprint(document.imprint)
    _properties(file, document, made)
    return _repacked(file)


def _head(writer: Writer, document: Document) -> None:
    size = gbt9704.mark_size(document.mark)
    writer.centred(document.mark, "biaosong", size, before=gbt9704.MARK_DROP, colour=gbt9704.RED, exact=size)
    writer.blank(2)
    writer.red_rule(writer.centred(document.number, "fangsong", gbt9704.SAN_HAO))
    writer.blank(2)
    title = gbt9704.balanced(document.title, gbt9704.TITLE_CHARACTERS)
    writer.centred(title, "biaosong", gbt9704.ER_HAO, exact=gbt9704.LINE / gbt9704.POINT * 1.15)
    writer.blank(1)
    writer.line(document.recipients)


def _block(writer: Writer, block: Block) -> None:
    match block:
        case Heading(level, text):
            writer.keep(writer.line(text, role=level.value, indent=2))
        case Paragraph(text):
            writer.line(text, indent=2)
        case Table():
            writer.table(block)
        case Figure():
            wide, high = shown_size(block)
            _figure(writer, block, wide, high)


def _figure(writer: Writer, figure: Figure, wide: float, high: float) -> None:
    holder: Line = writer.plain(centred=True, keep=True)
    shape = holder.add_run().add_picture(io.BytesIO(figure.jpeg), Mm(wide), Mm(high))
    shape._inline.docPr.set(
        "descr", figure.caption
    )  # python-docx has no public name for the alternative text
    shape._inline.docPr.set("name", figure.name)
    writer.small(figure.caption, centred=True, after=8)


def _close(writer: Writer, document: Document) -> None:
    if document.attachments:
        writer.blank(1)
    for number, text in enumerate(document.attachments):
        writer.line(text, indent=2 if number == 0 else 5)
    writer.keep(writer.blank(1))
    writer.keep(writer.blank(1))
    clearance = gbt9704.clearance(document.signer, document.date)
    writer.keep(writer.right(document.signer, clearance))
    writer.right(document.date, 4)
    if document.remark:
        writer.line(f"（{document.remark}）", indent=2)
    if document.ground:
        writer.small(document.ground, role="kaiti", before=12)


def _properties(file: DocxDocument, document: Document, made: datetime) -> None:
    about = file.core_properties
    about.title, about.author, about.last_modified_by = document.title, document.signer, document.signer
    about.created = about.modified = made.replace(tzinfo=None, microsecond=0)
    about.comments, about.language, about.revision = "", "zh-CN", 1


def _repacked(file: DocxDocument) -> bytes:
    """python-docx dates each part with the clock; written anew with one fixed date, the same text is the same file."""
    first = io.BytesIO()
    file.save(first)
    out = io.BytesIO()
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".jpg") else zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 3, 0o100644 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
