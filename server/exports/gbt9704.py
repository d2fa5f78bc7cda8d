"""The measures of GB/T 9704-2012 (党政机关公文格式), in one place for both writers. Lengths in millimetres,
sizes in points; 号 are the Chinese type sizes."""

import math

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, LEFT = 37.0, 28.0  # 5.2.1 天头 37 mm ± 1 mm, 订口 28 mm ± 1 mm
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0  # 5.2.1 版心 156 mm × 225 mm
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH
BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT
LINES, CHARACTERS = 22, 28  # 5.2.3 每面排 22 行，每行排 28 个字
SAN_HAO, SI_HAO, ER_HAO, WU_HAO, XIAO_WU = 16.0, 14.0, 22.0, 10.5, 9.0
MARK_DROP = 35.0  # 7.2.4 发文机关标志上边缘至版心上边缘 35 mm
RULE_DROP = 4.0  # 7.2.7 发文字号之下 4 mm 处红色分隔线
NUMBER_DROP = 7.0  # 7.5 页码 一字线上距版心下边缘 7 mm
THICK, THIN = 0.35, 0.25  # 7.4.1 版记首末条分隔线用粗线, 中间用细线
RED = "C00000"
POINT = 25.4 / 72
TITLE_CHARACTERS = 19.0  # of 二号, with air on both sides
PITCH = AREA_WIDTH / CHARACTERS
LINE = AREA_HEIGHT / LINES


def mark_size(text: str) -> float:
    """Points for the issuer's mark: as large as one line of the type area allows, never above 48
    (7.2.4: 醒目、美观、庄重)."""
    return min(48.0, AREA_WIDTH / POINT / max(1, len(text)) * 0.97)


def clearance(signer: str, date: str) -> float:
    """How many characters the signer stands from the right margin: centred over the date, whose own clearance
    is four (7.3.5.1 右空四字), but never beyond the type area."""
    return max(0.0, 4 + width(date) / 2 - width(signer) / 2)


def width(text: str) -> float:
    """Width in characters: a digit or a Latin letter is half of one."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def balanced(title: str, limit: float) -> list[str]:
    """Break a title into lines of like length, never inside a number or a Latin word, nor before closing
    punctuation (7.3.1: 回行时做到词意完整、排列对称、长短适宜)."""
    lines: list[str] = []
    rest = title
    while width(rest) > limit:
        parts = math.ceil(width(rest) / limit)
        breaks = [at for at in range(1, len(rest)) if _may_break(rest, at) and width(rest[:at]) <= limit]
        if not breaks:
            break
        goal = width(rest) / parts
        at = min(breaks, key=lambda at: abs(width(rest[:at]) - goal) - (2 if rest[at - 1] in _AFTER else 0))
        lines.append(rest[:at])
        rest = rest[at:]
    return [*lines, rest]


_AFTER = "的和、及与年》）轮"
_NEVER_FIRST = "，。；：、）》」』”’！？年月日号的"


def _may_break(text: str, at: int) -> bool:
    if text[at] in _NEVER_FIRST or text[at - 1] in "（《「『“‘":
        return False
    return not (text[at - 1].isascii() and text[at].isascii())
