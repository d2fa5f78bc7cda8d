"""发文字号: 机关代字〔年份〕序号号. GB/T 9704-2012 7.2.5: six-angle brackets, the year in full, no 第, no leading
zeros."""

import re

from server.errors import Refusal

_NUMBER = re.compile(r"([\u4e00-\u9fff]{1,12})〔(20\d{2})〕([1-9]\d{0,4})号")
_LIKE_BRACKETS = str.maketrans("[【（(]】）)", "〔〔〔〔〕〕〕〕")


def read_number(text: str) -> str:
    """The number in its one right form; other brackets are put right. Raises Refusal `number_malformed`."""
    plain = "".join(text.split()).translate(_LIKE_BRACKETS)
    if _NUMBER.fullmatch(plain) is None:
        raise Refusal("number_malformed", text=text[:40])
    return plain
