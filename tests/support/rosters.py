"""Rosters as offices really send them, made by the test: a merged title, a note, a header with line breaks,
full-width spaces, dates in three forms, blank lines, a total and a signature line; and as many faults as
the test asks for."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

HEADER = (
    "单位代码",
    "单位全称",
    "科室",
    "姓\u3000名",
    "工号",
    "职务",
    "层级",
    "编制类型",
    "岗位类型\n(窗口/机关/外勤/值班)",
    "楼层房间",
    "作息方案",
    "B岗工号",
    "状态",
    "生效日",
    "失效日",
)
Cells = list[object]


def person(
    staff: str,
    name: str | None = "王\u3000芳",
    *,
    unit: str = "LJ01",
    unit_zh: str = "临江区政务服务中心",
    post_kind: str = "机关",
    b_post: str | None = None,
    status: str = "在职",
    starts: object = "2025-01-01",
    ends: object = None,
    room: str = "301",
) -> Cells:
    """One row, in the order of HEADER."""
    return [
        unit, unit_zh, "办公室", name, staff, "科员", "一般", "行政",
        post_kind, room, "区直标准", b_post, status, starts, ends,
    ]  # fmt: skip


def good(count: int, unit: str = "LJ01") -> list[Cells]:
    """People without a fault, with dates in every form that offices use."""
    forms: Sequence[object] = ("2025-01-01", "2025.1.1", 45658)
    return [person(f"{unit}{n:03d}", unit=unit, starts=forms[n % 3]) for n in range(1, count + 1)]


def as_sent(rows: Sequence[Cells]) -> bytes:
    """XLSX: header on row 4, the first person on row 5, a blank line after every third person."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["临江区机关工作人员花名册(2026年3月)"])
    sheet.merge_cells("A1:O1")
    sheet.append(["填报单位:区效能办    填报时间:2026.3.9"])
    sheet.append([])
    sheet.append(list(HEADER))
    for n, row in enumerate(rows, start=1):
        sheet.append(list(row))
        if n % 3 == 0:
            sheet.append([])
    sheet.append(["合计", None, None, f"{len(rows)}人"])
    sheet.append(["填表人:", None, None, None, "审核人:"])
    return saved(book)


def row_of(index: int) -> int:
    """The sheet's row of the n-th person (from 0) in `as_sent`."""
    return 5 + index + index // 3


def tidy_csv(rows: Sequence[Cells], encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    """CSV with the plain header on row 1."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([name.split("\n")[0].replace("\u3000", "") for name in HEADER])
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def leave_csv(*rows: Sequence[object]) -> bytes:
    """工号, 类别, 起, 止, 审批人, 审批时间, 来源."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("工号", "类别", "起", "止", "审批人", "审批时间", "来源"), *rows])
    return text.getvalue().encode("utf-8")


def saved(book: Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


# The smallest files that do: one unit, two people, one approved leave.
ROSTER = (
    "单位代码,单位全称,科室,姓名,工号,职务,层级,编制类型,岗位类型,楼层房间,作息方案,B岗工号,状态,生效日,失效日\n"
    "LJ01,临江区政务服务中心,综合窗口,李秀,LJ01001,科员,,行政,窗口,一楼大厅,,LJ01002,在职,,\n"
    "LJ01,临江区政务服务中心,综合窗口,黄娜,LJ01002,科员,,行政,窗口,一楼大厅,,LJ01001,在职,,\n"
).encode()

LEAVE = (
    "工号,类别,起,止,审批人,审批时间,来源\n"
    "LJ01002,年休假,2026-11-23 08:00,2026-11-24 18:00,王主任,2026-11-20 10:00,审批单\n"
).encode()
