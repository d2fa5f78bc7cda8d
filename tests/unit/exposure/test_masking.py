"""No full name stands in a text that went through the mask, wherever and however somebody typed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Refusal
from server.exposure.document_number import read_number
from server.exposure.masking import Masker

NAMES = ["李秀", "李秀兰", "欧阳修远", "张伟", "伟大", "Zhang Weimin", "阿卜杜拉·买买提"]
MASK = Masker(NAMES, keep=["张伟路派出所", "临江区政务服务中心"])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("李秀兰不在岗", "李某某不在岗"),
        ("李秀说明情况", "李某某说明情况"),
        ("李 秀 兰、张　伟", "李某某、张某某"),
        ("张伟大声喧哗", "张某某大声喧哗"),
        ("欧阳修远与李秀", "欧阳某某与李某某"),
        ("阿卜杜拉买买提在场", "阿某某在场"),
        ("张伟路派出所张伟", "张伟路派出所张某某"),
        ("zhang weimin was absent", "Zhang X. was absent"),
        ("Zhang Weiminson", "Zhang Weiminson"),
        ("电话13812345678，证件33010219900101123X", "电话（号码略），证件（证件号略）"),
        (
            "2026年3月16日9时05分（A04，编号LJ-2026-0316-003）",
            "2026年3月16日9时05分（A04，编号LJ-2026-0316-003）",
        ),
        ("", ""),
    ],
)
def test_names_are_masked_the_longest_first(text: str, masked: str) -> None:
    assert MASK.text(text) == masked


_letters = st.text(alphabet="李秀兰张伟大欧阳修远某不在岗 ·a1", max_size=30)


@given(text=_letters)
def test_no_full_name_is_left_and_masking_twice_changes_nothing(text: str) -> None:
    masker = Masker(NAMES)
    masked = masker.text(text)
    assert masker.text(masked) == masked
    flat = "".join(c for c in masked if c not in " ·")
    assert not any(name in flat for name in ("李秀", "李秀兰", "欧阳修远", "张伟"))


@given(text=st.text(alphabet="天地玄黄宇宙洪荒 ，。", max_size=40))
def test_a_text_without_names_stays_as_it_is(text: str) -> None:
    assert MASK.text(text) == text


@pytest.mark.parametrize(
    "text", ["临效办〔2026〕7号", "临效办[2026]7号", " 临效办【2026】 7 号", "临效办（2026）7号"]
)
def test_a_document_number_gets_its_six_angle_brackets(text: str) -> None:
    assert read_number(text) == "临效办〔2026〕7号"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7号",
        "临效办第7号",
        "临效办〔26〕7号",
        "临效办〔2026〕第7号",
        "临效办〔2026〕07号",
        "LXB〔2026〕7号",
    ],
)
def test_a_malformed_document_number_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_number(text)
    assert refused.value.code == "number_malformed"
