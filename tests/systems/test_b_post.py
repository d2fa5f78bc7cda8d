"""AB岗: a window whose B post stands in is not unattended."""

import pytest

from tests.support.casework import Field, go
from tests.support.verifying import confirm, page
from tests.support.world import World


def unattended(field: Field, window: str, *, b_post_present: bool) -> str:
    """Two looks at an empty window, twelve minutes apart; answers the finding's id."""
    seat, phone = field.phone.new_id(), field.phone
    said = {"seat": seat, "b_post_present": b_post_present, "service_suspended_sign": False}
    phone.seat(field.visit, "一楼大厅", window, "window_unattended", **said)
    field.world.clock.advance(minutes=12)
    phone.seat(field.visit, "一楼大厅", window, "window_unattended", look=2, **said)
    field.sync()
    return seat


@pytest.mark.system(36)
def test_an_empty_window_is_proposed_as_unattended_only_where_no_b_post_stands_in(world: World) -> None:
    """AB岗: the B post present means no A05."""
    field, me = go(world), world.login("reviewer")
    alone = unattended(field, "3号窗口", b_post_present=False)
    covered = unattended(field, "4号窗口", b_post_present=True)
    assert "proposal-met" in page(me, alone)
    shown = page(me, covered)
    assert "proposal-failed" in shown
    assert "B岗在场顶岗" in shown
    assert confirm(me, alone, "A05") == "confirmed"


@pytest.mark.system(36, refusal=True)
def test_confirming_an_unattended_window_is_refused_where_the_b_post_was_there(world: World) -> None:
    """AB岗: the B post present means no A05, whatever reason is written beside it."""
    field, me = go(world), world.login("reviewer")
    covered = unattended(field, "4号窗口", b_post_present=True)
    assert confirm(me, covered, "A05") == "rule_not_met"
    assert confirm(me, covered, "A05", override="窗口本人不在") == "rule_not_met"
    assert field.finding(covered)["status"] == "unverified"
