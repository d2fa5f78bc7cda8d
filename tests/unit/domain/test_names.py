"""Names as they may leave: 张某某; and the numbers of findings."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.names import finding_number, is_finding_number, mask, mask_en

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张伟", "张某某"),
        ("张伟民", "张某某"),
        ("欧阳修", "欧阳某某"),
        ("司马相如", "司马某某"),
        ("欧阳", "欧某某"),
        ("高 平", "高某某"),
        ("阿卜杜拉·买买提", "阿某某"),
        ("𬱖某", "𬱖某某"),
        ("", "某某"),
    ],
)
def test_a_name_leaves_as_its_surname_and_two_mou(name: str, masked: str) -> None:
    assert mask(name) == masked


def test_an_english_rendering_keeps_only_the_family_name() -> None:
    assert [mask_en("Zhang Weimin"), mask_en("")] == ["Zhang X.", "X."]


@given(st.text(HAN, min_size=2, max_size=4))
def test_the_given_name_never_comes_out(name: str) -> None:
    kept = mask(name).removesuffix("某某")
    assert name.startswith(kept)
    assert len(kept) < len(name)


def test_findings_are_numbered_by_the_day_of_the_visit() -> None:
    assert finding_number("LJ", date(2026, 3, 16), 3) == "LJ-2026-0316-003"
    assert finding_number("LJ", date(2026, 3, 16), 1000) == "LJ-2026-0316-1000"
    with pytest.raises(ValueError, match="from 1"):
        finding_number("LJ", date(2026, 3, 16), 0)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("LJ-2026-0316-003", True),
        ("LJ-2026-0230-003", False),
        ("LJ-2026-0316-3", False),
        ("lj-2026-0316-003", False),
    ],
)
def test_a_number_is_recognised_with_a_date_that_exists(text: str, valid: bool) -> None:
    assert is_finding_number(text) is valid
