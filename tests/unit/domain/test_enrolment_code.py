"""Enrolment codes are read as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.enrolment_code import ALPHABET, clean, make


@given(st.binary(min_size=12, max_size=12))
def test_a_code_survives_hyphens_case_and_the_letters_people_mistake(seed: bytes) -> None:
    code = make(lambda _: seed)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert clean(typed) == code.replace("-", "")


def test_codes_have_sixty_bits_from_an_alphabet_without_lookalikes() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    assert make(lambda count: bytes(range(count))) == "0123-4567-89AB"


@pytest.mark.parametrize(
    "typed", ["", "1234", "1234-5678-9ABC-D", "1234-5678-9AB!", "一二三四五六七八九十甲乙"]
)
def test_what_can_not_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        clean(typed)
