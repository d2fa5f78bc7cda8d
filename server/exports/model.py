"""The neutral document (中性文档模型): what an official document says, in order, before anyone decides whether it
becomes DOCX or PDF. Both writers read this and nothing else, so their texts can't differ. Pure values."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """Heading levels of GB/T 9704-2012 7.3.3: 一、 in 黑体, （一） in 楷体."""

    FIRST = "heiti"
    SECOND = "kaiti"


@dataclass(frozen=True)
class Heading:
    level: Level
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A body paragraph, two characters indented."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table with thin rules and a repeated head. `widths` are shares of the type area and sum to 100."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A photograph: the JPEG goes into both documents byte for byte. Sizes in pixels."""

    name: str
    jpeg: bytes
    width: int
    height: int
    caption: str


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Annex:
    """附件: starts on a page of its own, before the imprint (GB/T 9704-2012 7.4.1)."""

    label: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Imprint:
    """版记: 抄送, and who printed it when."""

    copies_to: str
    issuer: str
    printed_on: str


@dataclass(frozen=True)
class Document:
    """An official document in the 文件式 form. `banner` stands at the head of every page of a draft."""

    mark: str
    number: str
    title: str
    recipients: str
    body: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    signer: str
    date: str
    remark: str
    ground: str
    imprint: Imprint
    banner: str = ""

    @property
    def attachments(self) -> tuple[str, ...]:
        """The lines of 附件说明 (7.3.6): numbered when there are several, without a full stop."""
        if len(self.annexes) == 1:
            return (f"附件：{self.annexes[0].title}",)
        lead = "附件："
        return tuple(
            f"{lead if number == 1 else ''}{number}．{annex.title}"
            for number, annex in enumerate(self.annexes, 1)
        )


def spoken(document: Document) -> Iterator[tuple[str, str]]:
    """Every piece of text with the role of its face, in reading order: for glyph checks and comparisons."""
    yield "fangsong", document.banner
    yield "biaosong", document.mark
    yield "fangsong", document.number
    yield "biaosong", document.title
    yield "fangsong", document.recipients
    yield from _blocks(document.body)
    for line in document.attachments:
        yield "fangsong", line
    yield "fangsong", document.signer
    yield "fangsong", document.date
    yield "fangsong", document.remark
    yield "kaiti", document.ground
    for annex in document.annexes:
        yield "heiti", annex.label
        yield "biaosong", annex.title
        yield from _blocks(annex.blocks)
    imprint = document.imprint
    yield "fangsong", f"抄送：{imprint.copies_to}"
    yield "fangsong", f"{imprint.issuer}{imprint.printed_on}印发"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        match block:
            case Heading(level, text):
                yield level.value, text
            case Paragraph(text):
                yield "fangsong", text
            case Table(head, rows, _, note):
                yield "heiti", "".join(head)
                for row in rows:
                    yield "fangsong", "".join(row)
                yield "fangsong", note
            case Figure(caption=caption):
                yield "fangsong", caption


def figures(document: Document) -> Iterator[Figure]:
    """The photographs, in order."""
    for annex in document.annexes:
        yield from (block for block in annex.blocks if isinstance(block, Figure))
