"""媒体曝光: what goes out was masked and approved by a second person, by whatever way one tries."""

import io
import zipfile

import pytest
from werkzeug.test import TestResponse

from tests.support.exposure import Story, tell
from tests.support.office import OfficeClient
from tests.support.verifying import SCRIPTED, refusal
from tests.support.world import World

NUMBER = "临效办〔2026〕7号"


def all_but_masked(world: World) -> Story:
    """Two findings with a photograph each: confirmed, heard, decided, the checklists signed."""
    story = tell(world)
    for finding in story.findings:
        story.sign(finding)
    return story


def ask(editor: OfficeClient, story: Story) -> TestResponse:
    address = f"/office/publications/campaigns/{story.campaign}/request"
    wanted = {"finding": story.findings, "number": NUMBER, "title": "第二轮暗访通报"}
    return editor.post(address, wanted, headers=SCRIPTED)


def asked(editor: OfficeClient, story: Story) -> str:
    """The page of a publication that was taken on."""
    answer = ask(editor, story)
    assert answer.status_code < 400, answer.text
    return str(answer.get_json()["location"]).split("?")[0]


def approve(client: OfficeClient, redaction: str) -> TestResponse:
    return client.post(f"/office/redactions/{redaction}/approve", {"looked": "yes"}, headers=SCRIPTED)


@pytest.mark.system(30)
def test_a_package_holds_the_approved_masked_copies_and_no_original(world: World) -> None:
    """媒体曝光: the masking gate cannot be skipped."""
    story = all_but_masked(world)
    made = [redaction for finding in story.findings for redaction in story.draw(finding)]
    second, editor, director = world.login("reviewer", 2), world.login("editor"), world.login("director")
    for redaction in made:
        assert approve(second, redaction).status_code < 400
    copies = {editor.get(f"/office/redactions/{redaction}/copy.jpg").data for redaction in made}
    address = asked(editor, story)
    assert director.post(f"{address}/approve", {"looked": "yes"}).status_code == 303
    assert editor.post(f"{address}/issue").status_code == 303
    package = zipfile.ZipFile(io.BytesIO(editor.get(f"{address}/files/package.zip").data))
    out = {name: package.read(name) for name in package.namelist()}
    assert {data for name, data in out.items() if name.startswith("photographs/")} == copies
    with world.office() as office:
        originals = {office.media(row["sealed"]) for f in story.findings for row in story.shown(f)}
    assert len(originals) == len(copies) == 2
    assert not originals & set(out.values())


@pytest.mark.system(30, refusal=True)
def test_no_way_around_the_masking_leads_to_a_publication(world: World) -> None:
    """媒体曝光: the masking gate cannot be skipped, neither by asking early nor by approving one's own
    copy nor by drawing again after the approval."""
    story = all_but_masked(world)
    editor, director = world.login("editor"), world.login("director")
    assert ask(editor, story).get_json()["details"]["lacks"] == ["photograph_unmasked"]
    [first] = story.draw(story.findings[0])
    story.mask(story.findings[1])
    assert ask(editor, story).get_json()["details"]["lacks"] == ["photograph_unapproved"]
    assert refusal(approve(world.login("reviewer"), first)) == "second_person_needed"
    assert approve(editor, first).status_code == 403
    assert approve(world.login("reviewer", 2), first).status_code < 400
    address = asked(editor, story)
    assert director.post(f"{address}/approve", {"looked": "yes"}).status_code == 303
    story.draw(story.findings[0])
    assert refusal(editor.post(f"{address}/issue", headers=SCRIPTED)) == "not_ready"
    assert editor.get(f"{address}/files/package.zip").status_code >= 400
