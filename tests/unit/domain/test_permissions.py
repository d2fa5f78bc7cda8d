"""Who may do what: the table of roles is the whole answer, and what isn't in it nobody may."""

import pytest

from server.domain.permissions import ACTIVE, PUBLIC, SIGNED_IN, RoleName, known, may, permissions_of

CONTENT = (
    "findings.",
    "photographs.",
    "statements.",
    "decisions.",
    "redactions.",
    "publications.",
    "directory.",
    "campaigns.",
)


def test_every_role_of_the_field_is_known() -> None:
    assert {role.value for role in RoleName} == {
        "director", "planner", "team_leader", "inspector", "guest_inspector", "reviewer", "unit_liaison", "editor",
        "legal_checker", "appeals_reviewer", "discipline_receiver", "archivist", "auditor", "administrator",
    }  # fmt: skip


def test_four_roles_can_be_given_now() -> None:
    assert set(ACTIVE) == {"administrator", "reviewer", "editor", "director"}


def test_the_system_administrator_sees_no_content() -> None:
    seen = permissions_of("administrator")
    assert not [name for name in seen if name.startswith(CONTENT) or name in ("drafts.export", "entries.see")]


def test_the_editor_sees_masked_material_only() -> None:
    assert not may(["editor"], "photographs.original")
    assert not may(["editor"], "findings.see")
    assert not may(["editor"], "redactions.make")
    assert may(["editor"], "publications.request")


def test_whoever_requests_a_publication_cannot_be_the_role_that_approves_it() -> None:
    assert not may(["editor"], "publications.approve")
    assert not may(["director"], "publications.request")


@pytest.mark.parametrize("role", ["unit_liaison", "inspector", "guest_inspector", "team_leader"])
def test_people_outside_the_office_reach_nothing_but_their_own_account(role: str) -> None:
    assert permissions_of(role) == {SIGNED_IN}


def test_an_unknown_permission_is_held_by_nobody() -> None:
    assert not may(list(RoleName), "findings.delete")
    assert not known("findings.delete")


def test_an_unknown_role_holds_nothing() -> None:
    assert not may(["superuser"], SIGNED_IN)


def test_public_is_known_but_is_no_permission_of_a_role() -> None:
    assert known(PUBLIC)
    assert not may(list(RoleName), PUBLIC)


def test_two_roles_add_up() -> None:
    assert may(["administrator", "reviewer"], "findings.verify")
