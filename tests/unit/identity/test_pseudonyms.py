"""Pseudonyms: a letter of one's own in each campaign, drawn at random."""

import pytest

from server.identity import pseudonyms
from tests.support.world import World


@pytest.mark.parametrize(
    ("team", "english"),
    [
        ("第三组", "Team 3"),
        ("第十组", "Team 10"),
        ("第二十一组", "Team 21"),
        ("第12组", "Team 12"),
        ("机动", "机动"),
    ],
)
def test_teams_have_english_names(team: str, english: str) -> None:
    assert pseudonyms.team_in_english(team) == english


def test_a_pseudonym_reads_in_both_languages() -> None:
    assert pseudonyms.name("第三组", "乙") == pseudonyms.Pseudonym("第三组·乙", "Team 3 · B")


def test_a_phone_without_an_assignment_has_no_pseudonym(world: World) -> None:
    with world.office() as office:
        assert pseudonyms.of(office, "c1", "nobody") is None


def _assign(world: World, campaign: str, device: str, team: str) -> str:
    with world.work() as office:
        member = pseudonyms.allot(office, campaign, team, device)
        names = {
            "assignment": office.new_id(),
            "campaign": campaign,
            "visit": office.new_id(),
            "device": device,
        }
        private = {"unit": "U1", "team": team, "member": member}
        office.log.append(
            "visit.assigned", actor="system", clear={**names, "date": "2026-11-23"}, private=private
        )
    return member


def test_members_of_a_team_get_different_letters_and_keep_them(world: World) -> None:
    letters = [_assign(world, "c1", f"d{number}", "第一组") for number in range(10)]
    assert sorted(letters) == sorted(pseudonyms.LETTERS)
    assert letters != sorted(letters)
    assert _assign(world, "c1", "d3", "第一组") == letters[3]
    with world.office() as office:
        assert pseudonyms.of(office, "c1", "d3") == pseudonyms.name("第一组", letters[3])


def test_an_eleventh_member_is_called_by_number(world: World) -> None:
    for number in range(10):
        _assign(world, "c1", f"d{number}", "第一组")
    assert _assign(world, "c1", "d10", "第一组") == "11号"
