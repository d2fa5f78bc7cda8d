"""Files that are no roster: each is refused with what to do, and nothing is read beyond its bounds."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from openpyxl import Workbook

from server.domain.messages import load_errors
from server.errors import Refusal
from server.planning import spreadsheet
from server.planning.header import find_sheet
from server.planning.spreadsheet import read_tables
from tests.support.looks import CONFIG, RULES
from tests.support.rosters import HEADER, as_sent, good, saved, tidy_csv

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043000302020302020303030304030304050805")


def refusal(content: bytes) -> Refusal:
    with pytest.raises(Refusal) as refused:
        find_sheet(read_tables(content), RULES.formats.roster)
    return refused.value


def archive(members: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return content.getvalue()


def with_member(name: str, data: bytes) -> bytes:
    """A real workbook in which one member is replaced."""
    with zipfile.ZipFile(io.BytesIO(as_sent(good(2)))) as real:
        members = {found: real.read(found) for found in real.namelist()}
    return archive({**members, name: data})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\r\n  \n", "file_empty"),
        (b"\0" * 100, "file_empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "file_not_a_spreadsheet"),
        (
            b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table></table></html>",
            "file_not_a_spreadsheet",
        ),
        (JPEG, "file_not_a_spreadsheet"),
        (b"%PDF-1.7\n1 0 obj", "file_not_a_spreadsheet"),
        (b"PK\x03\x04 but no archive", "file_not_a_spreadsheet"),
        (archive({"word/document.xml": b"<w/>"}), "file_not_a_spreadsheet"),
        (archive({"xl/workbook.xml": b"not xml"}), "file_not_a_spreadsheet"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100), "file_old_excel"),
        ("单位代码".encode() + b"\xff\xff\xfe", "file_encoding_unknown"),
        (b"a,b,c\n1,2,3\n", "header_not_found"),
        (tidy_csv([]), "no_rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_what_is_no_roster_is_refused_by_its_kind(content: bytes, code: str) -> None:
    refused = refusal(content)
    assert refused.code == code
    assert "{" not in load_errors(CONFIG).render(refused, "zh") + load_errors(CONFIG).render(refused, "en")


def test_the_refusal_names_the_columns_that_are_missing() -> None:
    content = tidy_csv(good(1)).decode("utf-8-sig").replace("工号,", "编号,", 1).encode()
    assert refusal(content).details["needed"] == "工号"


def test_too_large_a_file_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "SIZE_LIMIT", 1000)
    assert refusal(b"a" * 1001).code == "file_too_large"


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_UNPACKED_LIMIT", 1_000_000)
    assert refusal(with_member("xl/worksheets/sheet1.xml", b" " * 1_000_001)).code == "file_unsafe"


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_MEMBER_LIMIT", 3)
    assert refusal(as_sent(good(2))).code == "file_unsafe"


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet>&lol;</worksheet>'
    assert refusal(with_member("xl/worksheets/sheet1.xml", bomb)).code == "file_unsafe"


def test_a_truncated_workbook_is_refused() -> None:
    assert refusal(as_sent(good(5))[:-200]).code == "file_not_a_spreadsheet"


def _broken_deflate() -> bytes:
    content = bytearray(as_sent(good(5)))
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    content[at : at + 12] = b"\xff" * 12
    return bytes(content)


def _displaced_directory() -> bytes:
    """The end record says that the central directory lies elsewhere: members are sought before the file
    begins."""
    content = bytearray(as_sent(good(2)))
    end = content.rindex(b"PK\x05\x06")
    content[end + 16 : end + 20] = (int.from_bytes(content[end + 16 : end + 20], "little") + 60).to_bytes(
        4, "little"
    )
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        _broken_deflate(),
        _displaced_directory(),
        with_member(
            "[Content_Types].xml",
            b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        ),
        with_member("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='"),
    ],
    ids=["deflate", "directory", "no workbook part", "cut xml"],
)
def test_a_workbook_damaged_on_its_way_is_refused_and_not_a_crash(content: bytes) -> None:
    assert refusal(content).code == "file_not_a_spreadsheet"


def test_an_empty_workbook_lacks_its_header() -> None:
    assert refusal(saved(Workbook())).code == "header_not_found"


def test_a_column_headed_twice_is_refused() -> None:
    content = tidy_csv(good(1)).decode("utf-8-sig").replace("科室", "姓名", 1).encode()
    refused = refusal(content)
    assert (refused.code, refused.details["column"]) == ("header_repeated", "姓名")


def test_two_sheets_that_both_look_like_rosters_are_refused() -> None:
    book = Workbook()
    book.create_sheet("第二张")
    for sheet in book.worksheets:
        sheet.append(list(HEADER))
        sheet.append(good(1)[0])
    assert refusal(saved(book)).code == "several_sheets"


def test_other_sheets_are_no_matter() -> None:
    book = Workbook()
    book.worksheets[0].append(["填表说明"])
    sheet = book.create_sheet("花名册")
    sheet.append(list(HEADER))
    sheet.append(good(1)[0])
    assert len(find_sheet(read_tables(saved(book)), RULES.formats.roster).rows) == 1


def test_a_long_blank_stretch_ends_the_sheet() -> None:
    blank = b"\n" * 5_000
    table = read_tables(tidy_csv(good(2)) + blank + b"LJ01,x\n")[0]
    assert [row.number for row in table.rows] == [1, 2, 3]
