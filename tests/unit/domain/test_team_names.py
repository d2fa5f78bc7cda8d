"""A team typed as a number gets the name that people use."""

import pytest

from server.domain.team_names import team_name


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1", "第一组"),
        ("3", "第三组"),
        ("10", "第十组"),
        ("12", "第十二组"),
        ("20", "第二十组"),
        (" 45 ", "第四十五组"),
    ],
)
def test_a_number_becomes_a_team(typed: str, name: str) -> None:
    assert team_name(typed) == name


@pytest.mark.parametrize("typed", ["第三组", "督查一队", "0", "100", "三"])
def test_another_name_stays_as_typed(typed: str) -> None:
    assert team_name(typed) == typed
