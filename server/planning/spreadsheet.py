"""Reads a table that somebody sent (CSV or XLSX) into plain rows. The file is not trusted: its size, what
it unpacks to and its XML are bounded before a library sees it, and every refusal says what to do
instead."""

import csv
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import cast

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from server.errors import Refusal

Cell = str | int | float | bool | date | datetime | time | None
SIZE_LIMIT = 20 * 1024 * 1024
_UNPACKED_LIMIT = 200 * 1024 * 1024
_MEMBER_LIMIT = 2_000
_ROW_LIMIT = 200_000
_COLUMN_LIMIT = 200
_BLANK_LIMIT = 1_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_DELIMITERS = ",\t;"
# what zipfile and zlib raise over an archive that was damaged on its way; RuntimeError: it wants a password
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    OverflowError,
)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Row:
    """`number` is the row as the sender's program shows it, counted from 1."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """One sheet, or the CSV; rows without any content are left out."""

    name: str
    rows: tuple[Row, ...]


def media_type(content: bytes) -> str:
    """What to call the file when it is kept."""
    return _XLSX if content.startswith(_ZIP) else "text/csv"


def read_tables(content: bytes) -> list[Table]:
    """Read every sheet. Raises Refusal file_empty, file_too_large, file_old_excel, file_unsafe,
    file_not_a_spreadsheet or file_encoding_unknown."""
    if not content.strip(b"\0 \r\n\t"):
        raise Refusal("file_empty")
    if len(content) > SIZE_LIMIT:
        raise Refusal("file_too_large", limit_mb=SIZE_LIMIT // 1024 // 1024)
    if content.startswith(_OLD_EXCEL):
        raise Refusal("file_old_excel")
    if content.startswith(_ZIP):
        _require_safe(content)
        return _workbook(content)
    return [Table("csv", tuple(_numbered(_csv_rows(_decode(content)))))]


def _require_safe(content: bytes) -> None:
    """Bound what the archive unpacks to, by unpacking it rather than by believing its directory, and refuse
    any document type: entities are how XML explodes."""
    left = _UNPACKED_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" not in names:
                raise Refusal("file_not_a_spreadsheet")
            if len(names) > _MEMBER_LIMIT:
                raise Refusal("file_unsafe")
            for name in names:
                left -= _unpack(archive, name, left)
    except _BROKEN as fault:
        raise Refusal("file_not_a_spreadsheet") from fault


def _unpack(archive: zipfile.ZipFile, name: str, left: int) -> int:
    size = 0
    tail = b""
    with archive.open(name) as member:
        while chunk := member.read(1024 * 1024):
            size += len(chunk)
            if size > left or b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise Refusal("file_unsafe")
            tail = chunk[-10:]
    return size


def _workbook(content: bytes) -> list[Table]:
    with warnings.catch_warnings():
        # openpyxl warns of extensions it drops (validation lists, conditional colours); only values are
        # read here
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            tables = []
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what the file claims of its size is not to be trusted
                rows = cast("Iterator[Sequence[Cell]]", sheet.iter_rows(values_only=True))
                tables.append(Table(sheet.title, tuple(_numbered(rows))))
            book.close()
        except (*_BROKEN, InvalidFileException, LookupError, TypeError, AttributeError, SyntaxError) as fault:
            raise Refusal("file_not_a_spreadsheet") from fault
    return tables


def _numbered(rows: Iterator[Sequence[Cell]]) -> Iterator[Row]:
    """Rows with content, by their number. A long blank stretch ends the sheet: some programs store a
    million."""
    blank = 0
    for number, cells in enumerate(islice(rows, _ROW_LIMIT), start=1):
        if any(cell is not None and str(cell).strip() for cell in cells):
            blank = 0
            yield Row(number, tuple(cells[:_COLUMN_LIMIT]))
        elif (blank := blank + 1) > _BLANK_LIMIT:
            return


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    if b"\0" in content:
        raise Refusal("file_not_a_spreadsheet")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content, "gb18030")
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table", "{\\rtf", "%pdf")) or _controls(text):
        raise Refusal("file_not_a_spreadsheet")
    return text


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise Refusal("file_encoding_unknown") from fault


def _controls(text: str) -> bool:
    """Bytes that happen to decode as GB18030 but are no text, such as a photograph."""
    return any(ord(character) < 32 and character not in "\r\n\t\f\v" for character in text[:4096])


def _csv_rows(text: str) -> Iterator[Sequence[Cell]]:
    sample = "\n".join(text.splitlines()[:30])
    delimiter = max(_DELIMITERS, key=sample.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as fault:
        raise Refusal("file_not_a_spreadsheet") from fault
