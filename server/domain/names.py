"""Names as they may leave (姓名掩码): 张某某. The surname and always two 某, so that not even the length of
the given name comes out; and the numbers by which findings are called, e.g. LJ-2026-0316-003."""

import re
from datetime import date

# Compound surnames in use today (复姓), after the list of 《百家姓》 and the National Bureau's name
# statistics.
COMPOUND_SURNAMES = frozenset(
    ["万俟", "司马", "上官", "欧阳", "夏侯", "诸葛", "闻人", "东方", "赫连", "皇甫", "尉迟", "公羊", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "申屠", "公孙", "仲孙", "轩辕", "令狐", "钟离", "宇文", "长孙", "慕容", "鲜于", "闾丘", "司徒", "司空", "亓官", "司寇", "子车", "颛孙", "端木", "巫马", "公西", "漆雕", "乐正", "壤驷", "公良", "拓跋", "夹谷", "宰父", "谷梁", "段干", "百里", "东郭", "南门", "呼延", "羊舌", "微生", "梁丘", "左丘", "东门", "西门", "南宫", "第五", "独孤", "达奚", "即墨", "纳兰", "完颜", "耶律", "叶赫", "欧侯"]
)
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
