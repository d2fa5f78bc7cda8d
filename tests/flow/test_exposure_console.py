"""The way from confirmed findings to a package, on the console's own pages, by the people who may."""

import io
import zipfile

import pytest

from server.ledger import package
from tests.support.exposure import FULL_NAMES, Story, tell
from tests.support.office import OfficeClient
from tests.support.world import World

NUMBER = "临效办〔2026〕7号"


def draw(
    story: Story, client: OfficeClient, finding: str, boxes: str = "[[40,40,80,60]]", **more: str
) -> list[str]:
    """Post boxes for each photograph of the finding; answers the addresses asked."""
    asked = []
    for row in story.shown(finding):
        address = f"/office/findings/{finding}/redactions/{row['entry']}/{row['sd']}"
        page = client.get(address)
        assert page.status_code == 200
        revision = page.text.split('name="revision" value="')[1].split('"')[0]
        answer = client.post(address, {"boxes": boxes, "revision": revision, **more})
        assert answer.status_code == 303, answer.text
        asked.append(address)
    return asked


def waiting(client: OfficeClient) -> list[str]:
    """The copies on the page that wait for a second person."""
    text = client.get("/office/redactions").text
    return sorted(
        {part.split('"')[0] for part in text.split('href="/office/redactions/')[1:] if part[0] != '"'}
    )


def refused(client: OfficeClient, address: str, data: dict[str, object] | None = None) -> str:
    """The code of the refusal that a form's script is told."""
    answer = client.post(address, data, headers={"X-Office-Form": "1"})
    assert answer.status_code >= 400, answer.text
    return str(answer.get_json()["code"])


def test_the_whole_way_on_the_pages(world: World) -> None:
    story = tell(world)
    maker, second = world.login("reviewer"), world.login("reviewer", 2)
    director, editor = world.login("director"), world.login("editor")
    for finding in story.findings:
        draw(story, maker, finding)
    for redaction in waiting(second):
        assert "<img" in second.get(f"/office/redactions/{redaction}").text
        assert second.get(f"/office/redactions/{redaction}/copy.jpg").data[:2] == b"\xff\xd8"
        assert second.post(f"/office/redactions/{redaction}/approve", {"looked": "yes"}).status_code == 303
    items = ["decision_in_force", "bystanders_covered", "data_covered", "names_masked", "no_classified_area",
             "context_kept", "complainant_hidden", "impact_assessed"]  # fmt: skip
    for finding in story.findings:
        assert director.get(f"/office/findings/{finding}/redactions").status_code == 200
        signed = director.post(f"/office/findings/{finding}/checklist", {"item": items})
        assert signed.status_code == 303
    campaign = f"/office/publications/campaigns/{story.campaign}"
    page = editor.get(campaign).text
    assert page.count(" checked") == 2
    assert not any(name in page for name in FULL_NAMES)
    asked = editor.post(
        f"{campaign}/request", {"finding": story.findings, "number": NUMBER, "title": "第二轮暗访通报"}
    )
    assert asked.status_code == 303
    address = asked.headers["Location"].split("?")[0]
    review = director.post(f"{address}/review.pdf")
    assert review.data[:5] == b"%PDF-"
    assert director.post(f"{address}/approve", {"looked": "yes"}).status_code == 303
    assert editor.post(f"{address}/issue").status_code == 303
    shown = editor.get(address).text
    assert "seal-valid" in shown
    data = editor.get(f"{address}/files/package.zip").data
    key = editor.get("/office/publications/office.pub").text.strip()
    assert package.verify(data, [key], explicit=True).status == "VALID"
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert editor.get(f"{address}/files/bulletin.docx").data == zipfile.ZipFile(io.BytesIO(data)).read(
        "bulletin.docx"
    )
    assert "photographs/2026-11-23_临江区政务服务中心_B04_1.jpg" in names


def test_nobody_approves_their_own_copy(world: World) -> None:
    story = tell(world)
    maker = world.login("reviewer")
    draw(story, maker, story.findings[0])
    [redaction] = waiting(maker)
    assert (
        refused(maker, f"/office/redactions/{redaction}/approve", {"looked": "yes"}) == "second_person_needed"
    )
    second = world.login("reviewer", 2)
    assert refused(second, f"/office/redactions/{redaction}/approve") == "form_incomplete"
    assert refused(second, f"/office/redactions/{redaction}/refuse", {"reason": " "}) == "reason_missing"
    assert (
        second.post(f"/office/redactions/{redaction}/refuse", {"reason": "人脸仍可辨认"}).status_code == 303
    )
    assert (
        refused(second, f"/office/redactions/{redaction}/approve", {"looked": "yes"}) == "redaction_decided"
    )
    assert refused(second, "/office/redactions/nothing/approve", {"looked": "yes"}) == "redaction_unknown"


def test_two_people_who_draw_at_once_don_t_overwrite_each_other(world: World) -> None:
    story = tell(world)
    maker, other = world.login("reviewer"), world.login("reviewer", 2)
    [address] = draw(story, maker, story.findings[0])
    assert refused(other, address, {"boxes": "[[1,1,20,20]]", "revision": "new"}) == "stale"


@pytest.mark.parametrize(
    ("boxes", "code"),
    [
        ("[]", "boxes_missing"),
        ("nonsense", "boxes_unreadable"),
        ("[[1,2,3]]", "boxes_unreadable"),
        ("[[1,2,3.5,4]]", "boxes_unreadable"),
        ("[[600,400,100,100]]", "box_outside"),
        (str([[1, 1, 9, 9]] * 201), "boxes_too_many"),
    ],
)
def test_boxes_that_make_no_sense_are_refused(world: World, boxes: str, code: str) -> None:
    story = tell(world, verified=False)
    [row] = story.shown(story.findings[0])
    address = f"/office/findings/{story.findings[0]}/redactions/{row['entry']}/{row['sd']}"
    assert refused(world.login("reviewer"), address, {"boxes": boxes, "revision": "new"}) == code


def test_a_photograph_with_nothing_to_cover_needs_the_person_to_say_so(world: World) -> None:
    story = tell(world, verified=False)
    draw(story, world.login("reviewer"), story.findings[0], "[]", nothing="yes")
    assert len(waiting(world.login("reviewer", 2))) == 1


def test_a_photograph_of_another_finding_cannot_be_reached(world: World) -> None:
    story = tell(world, verified=False)
    [row] = story.shown(story.findings[0])
    address = f"/office/findings/{story.findings[1]}/redactions/{row['entry']}/{row['sd']}"
    assert (
        refused(world.login("reviewer"), address, {"boxes": "[[1,1,20,20]]", "revision": "new"})
        == "photograph_unknown"
    )


def test_a_checklist_with_a_gap_is_not_signed(world: World) -> None:
    story = tell(world)
    director = world.login("director")
    address = f"/office/findings/{story.findings[0]}/checklist"
    assert refused(director, address, {"item": ["decision_in_force"]}) == "checklist_incomplete"


def test_what_isn_t_ready_can_only_be_a_draft_that_says_so_on_every_page(world: World) -> None:
    story = tell(world)
    editor = world.login("editor")
    campaign = f"/office/publications/campaigns/{story.campaign}"
    asked = {"finding": story.findings, "number": NUMBER, "title": "通报"}
    assert refused(editor, f"{campaign}/request", asked) == "not_ready"
    draft = editor.post(f"{campaign}/draft.pdf", {"finding": story.findings})
    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(draft.data)).pages
    assert all("内部稿·未经陈述" in page.extract_text() for page in pages)
    assert not [image for page in pages for image in page.images]
    assert refused(editor, f"{campaign}/draft.txt", {"finding": story.findings}) == "format_unknown"
    assert refused(editor, f"{campaign}/draft.pdf") == "nothing_selected"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"number": "临效办第7号"}, "number_malformed"),
        ({"number": "临效办〔2026〕07号"}, "number_malformed"),
        ({"title": " "}, "title_missing"),
        ({"finding": []}, "nothing_selected"),
        ({"finding": ["unknown"]}, "finding_unknown"),
    ],
)
def test_a_request_that_is_incomplete_is_refused(world: World, change: dict[str, object], code: str) -> None:
    story = tell(world)
    story.ready()
    asked = {"finding": story.findings, "number": NUMBER, "title": "通报", **change}
    address = f"/office/publications/campaigns/{story.campaign}/request"
    assert refused(world.login("editor"), address, asked) == code


def test_brackets_of_another_shape_are_put_right(world: World) -> None:
    story = tell(world)
    story.ready()
    address = f"/office/publications/campaigns/{story.campaign}/request"
    made = world.login("editor").post(
        address, {"finding": story.findings, "number": "临效办[2026] 7号", "title": "通报"}
    )
    assert NUMBER in world.login("editor").get(made.headers["Location"]).text


def test_a_change_after_the_approval_needs_a_new_one(world: World) -> None:
    story = tell(world)
    story.ready()
    address = f"/office/publications/{story.approved()}"
    draw(story, world.login("reviewer"), story.findings[0])
    assert refused(world.login("editor"), f"{address}/issue") == "not_ready"
    [redaction] = waiting(world.login("reviewer", 2))
    world.login("reviewer", 2).post(f"/office/redactions/{redaction}/approve", {"looked": "yes"})
    assert refused(world.login("editor"), f"{address}/issue") == "approval_outdated"
    assert world.login("director").post(f"{address}/approve", {"looked": "yes"}).status_code == 303
    assert world.login("editor").post(f"{address}/issue").status_code == 303


def test_a_publication_goes_out_once_and_its_number_is_taken(world: World) -> None:
    story = tell(world)
    story.ready()
    publication = story.approved()
    address = f"/office/publications/{publication}"
    editor, director = world.login("editor"), world.login("director")
    assert editor.get(f"{address}/files/bulletin.pdf").status_code == 409
    assert refused(director, f"{address}/approve", {"looked": "yes"}) == "publication_state"
    assert editor.post(f"{address}/issue").status_code == 303
    assert refused(editor, f"{address}/issue") == "publication_state"
    asked = {"finding": story.findings, "number": NUMBER, "title": "通报"}
    assert (
        refused(editor, f"/office/publications/campaigns/{story.campaign}/request", asked) == "number_taken"
    )
    assert refused(editor, "/office/publications/none/issue") == "publication_unknown"


def test_the_administrator_sees_none_of_it(world: World) -> None:
    story = tell(world)
    administrator = world.login("administrator")
    for address in (
        "/office/redactions",
        "/office/publications",
        f"/office/findings/{story.findings[0]}/redactions",
    ):
        assert administrator.get(address).status_code == 403
