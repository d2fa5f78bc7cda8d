"""Writes the neutral document as PDF/A-2b with typst. Open fonts (or the office's own) are embedded, system fonts are
never looked at, and the same document gives the same bytes."""

import json
import tempfile
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from server.exports import gbt9704
from server.exports.fonts import ROLES, Faces
from server.exports.layout import centred, shown_size
from server.exports.model import Block, Document, Figure, Heading, Paragraph, Table, figures, spoken

_TEMPLATE = Path(__file__).resolve().parent / "templates" / "document.typ"


def write_pdf(document: Document, faces: Faces, made: datetime) -> bytes:
    """Raises Refusal("glyph_missing") when a character can't be printed. `made` becomes the file's date."""
    faces.require(spoken(document))
    with tempfile.TemporaryDirectory(prefix="mingcha-pdf-") as folder:
        root = Path(folder)
        (root / "document.typ").write_bytes(_TEMPLATE.read_bytes())
        (root / "document.json").write_text(json.dumps(_data(document, faces), ensure_ascii=False), "utf-8")
        for number, figure in enumerate(figures(document)):
            (root / f"{number}.jpg").write_bytes(figure.jpeg)
        pdf: bytes = typst.compile(
            root / "document.typ",
            root=root,
            font_paths=list(faces.folders),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["a-2b"],
            timestamp=int(made.timestamp()),
        )
    return pdf


def _data(document: Document, faces: Faces) -> dict[str, Any]:
    files = {id(figure): f"{number}.jpg" for number, figure in enumerate(figures(document))}
    return {
        "measures": {
            "top": gbt9704.TOP,
            "left": gbt9704.LEFT,
            "right": gbt9704.RIGHT,
            "bottom": gbt9704.BOTTOM,
            "area_width": gbt9704.AREA_WIDTH,
            "area_height": gbt9704.AREA_HEIGHT,
            "lines": gbt9704.LINES,
            "characters": gbt9704.CHARACTERS,
            "mark_drop": gbt9704.MARK_DROP,
            "rule_drop": gbt9704.RULE_DROP,
            "number_drop": gbt9704.NUMBER_DROP,
            "thick": gbt9704.THICK,
            "thin": gbt9704.THIN,
            "red": f"#{gbt9704.RED}",
            "san": gbt9704.SAN_HAO,
            "si": gbt9704.SI_HAO,
            "er": gbt9704.ER_HAO,
            "wu": gbt9704.WU_HAO,
        },
        "faces": {role: faces.stack(role) for role in ROLES},
        "mark": document.mark,
        "mark_size": gbt9704.mark_size(document.mark),
        "number": document.number,
        "title": document.title,
        "title_lines": gbt9704.balanced(document.title, gbt9704.TITLE_CHARACTERS),
        "recipients": document.recipients,
        "body": [_block(block, files) for block in document.body],
        "attachments": document.attachments,
        "signer": document.signer,
        "signer_clearance": gbt9704.clearance(document.signer, document.date),
        "date": document.date,
        "remark": document.remark,
        "ground": document.ground,
        "annexes": [
            {"label": a.label, "title": a.title, "blocks": [_block(block, files) for block in a.blocks]}
            for a in document.annexes
        ],
        "imprint": asdict(document.imprint),
        "banner": document.banner,
    }


def _block(block: Block, files: dict[int, str]) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"kind": "heading", "level": level.value, "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Table(head, rows, widths, note):
            middle = [centred(share) for share in widths]
            return {
                "kind": "table",
                "head": head,
                "rows": rows,
                "widths": widths,
                "middle": middle,
                "note": note,
            }
        case Figure():
            wide, _ = shown_size(block)
            return {"kind": "figure", "file": files[id(block)], "wide": wide, "caption": block.caption}
