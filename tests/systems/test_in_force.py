"""典型案件向社会公布: nothing goes out before the decision about it counts."""

import pytest
from werkzeug.test import TestResponse

from tests.support.exposure import Story, tell
from tests.support.office import OfficeClient
from tests.support.verifying import SCRIPTED, act, confirm, refusal
from tests.support.world import World

TODAY, TOMORROW = "2026-11-23", "2026-11-24"


def heard(world: World) -> tuple[Story, str]:
    """A missing notice board: confirmed, heard, its photograph masked, the legal checklist signed; not yet decided."""
    story = tell(world, verified=False)
    finding, me = story.findings[1], world.login("reviewer")
    assert confirm(me, finding, "B04") == "confirmed"
    said = {
        "text": "情况属实",
        "by": "张主任",
        "received_on": TODAY,
        "taken": "rejected",
        "reason": "核对无误",
    }
    assert act(me, finding, "statement", **said).status_code < 400
    story.mask(finding)
    story.sign(finding)
    return story, finding


def decide(world: World, finding: str, in_force: str) -> None:
    decision = {"number": "临纪〔2026〕12号", "organ": "区纪委", "decided_on": TODAY, "in_force": in_force}
    answer = act(world.login("reviewer"), finding, "decision", **decision, measures=["criticism"])
    assert answer.status_code < 400, answer.text


def ask(editor: OfficeClient, story: Story, finding: str) -> TestResponse:
    """Asks for a publication of the one finding."""
    wanted = {"finding": [finding], "number": "临效办〔2026〕7号", "title": "典型案件通报"}
    address = f"/office/publications/campaigns/{story.campaign}/request"
    return editor.post(address, wanted, headers=SCRIPTED)


@pytest.mark.system(57)
def test_a_finding_may_be_published_from_the_day_on_which_its_decision_counts(world: World) -> None:
    """公布 only after a decision is in force."""
    story, finding = heard(world)
    decide(world, finding, TOMORROW)
    editor = world.login("editor")
    assert refusal(ask(editor, story, finding)) == "not_ready"
    world.clock.advance(days=1)
    answer = ask(world.login("editor"), story, finding)
    assert answer.status_code < 400, answer.text


@pytest.mark.system(57, refusal=True)
def test_without_a_decision_in_force_a_publication_is_refused_and_says_why(world: World) -> None:
    """公布 only after a decision is in force: the day before, and with no decision at all, it is refused."""
    story, finding = heard(world)
    editor = world.login("editor")
    undecided = ask(editor, story, finding)
    assert refusal(undecided) == "not_ready"
    assert undecided.get_json()["details"]["lacks"] == ["no_decision"]
    decide(world, finding, TOMORROW)
    early = ask(editor, story, finding)
    assert refusal(early) == "not_ready"
    assert early.get_json()["details"]["lacks"] == ["decision_not_in_force"]
    listed = editor.get(f"/office/publications/campaigns/{story.campaign}").text
    assert " checked" not in listed
