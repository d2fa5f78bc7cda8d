"""Names as they may leave (姓名掩码): 张某某. The surname and always two 某, so that not even the length of
the given name comes out; and the numbers by which findings are called, e.g. LJ-2026-0316-003."""

import re
from datetime import date

# Compound surnames in use today (复姓), after 《百家姓》, two characters each.
_COMPOUND = (
    "万俟司马上官欧阳夏侯诸葛闻人东方赫连皇甫尉迟公羊澹台公冶宗政濮阳淳于单于太叔申屠公孙仲孙"
    "轩辕令狐钟离宇文长孙慕容鲜于闾丘司徒司空亓官司寇子车颛孙端木巫马公西漆雕乐正壤驷公良拓跋"
    "夹谷宰父谷梁段干百里东郭南门呼延羊舌微生梁丘左丘东门西门南宫第五独孤达奚即墨纳兰完颜耶律"
    "叶赫"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND[i : i + 2] for i in range(0, len(_COMPOUND), 2))
_DOTS = "·•・‧⋅"
_NUMBER = re.compile(r"([A-Z]{1,8})-(\d{4})-(\d{4})-(\d{3,})")


def surname(name: str) -> str:
    """The part of a name that may stay: 张, 欧阳; of a name with a dot (阿卜杜拉·买买提) only its first
    character."""
    plain = "".join(name.split())
    if any(dot in plain for dot in _DOTS):
        return plain[:1]
    return plain[:2] if len(plain) > 2 and plain[:2] in COMPOUND_SURNAMES else plain[:1]


def mask(name: str) -> str:
    """张伟 → 张某某, 欧阳修远 → 欧阳某某, 阿卜杜拉·买买提 → 阿某某; nothing → 某某."""
    return f"{surname(name)}某某"


def mask_en(name: str) -> str:
    """The English rendering, family name first as on the roster: Zhang Weimin → Zhang X.; nothing → X."""
    parts = name.split()
    return f"{parts[0]} X." if parts else "X."


def finding_number(prefix: str, day: date, count: int) -> str:
    """The `count`-th finding of a day, counted from 1: LJ-2026-0316-003. The day is the visit's, Beijing
    time."""
    if count < 1:
        raise ValueError("findings are counted from 1")
    return f"{prefix}-{day:%Y-%m%d}-{count:03d}"


def is_finding_number(text: str) -> bool:
    """Whether a text is a number of this scheme with a date that exists."""
    parts = _NUMBER.fullmatch(text)
    if parts is None:
        return False
    try:
        date.fromisoformat(f"{parts[2]}-{parts[3][:2]}-{parts[3][2:]}")
    except ValueError:
        return False
    return True
