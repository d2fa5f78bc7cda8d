"""One request to each changing route of masking, the legal checklist and publications, as a person would make it."""

from werkzeug.test import TestResponse

from tests.support.exposure import Story, tell
from tests.support.world import World


def _drawn(world: World) -> tuple[Story, str]:
    """A story with one copy that waits for a second person."""
    story = tell(world, verified=False)
    finding = story.findings[0]
    return story, story.draw(finding)[0]


def make(world: World) -> TestResponse:
    story = tell(world, verified=False)
    [row] = story.shown(story.findings[0])
    address = f"/office/findings/{story.findings[0]}/redactions/{row['entry']}/{row['sd']}"
    return world.login("reviewer").post(address, {"boxes": "[[40,40,80,60]]", "revision": "new"})


def approve(world: World) -> TestResponse:
    _, redaction = _drawn(world)
    return world.login("reviewer", 2).post(f"/office/redactions/{redaction}/approve", {"looked": "yes"})


def refuse(world: World) -> TestResponse:
    _, redaction = _drawn(world)
    return world.login("reviewer", 2).post(
        f"/office/redactions/{redaction}/refuse", {"reason": "人脸仍可辨认"}
    )


def sign(world: World) -> TestResponse:
    story = tell(world, verified=False)
    with world.office() as office:
        items = [item.id for item in office.rules.checklists["before_publication"].items]
    return world.login("director").post(f"/office/findings/{story.findings[0]}/checklist", {"item": items})


def export(world: World) -> TestResponse:
    story = tell(world)
    address = f"/office/publications/campaigns/{story.campaign}/draft.docx"
    return world.login("editor").post(address, {"finding": story.findings})


def ask(world: World) -> TestResponse:
    story = tell(world)
    story.ready()
    asked = {"finding": story.findings, "number": "临效办〔2026〕7号", "title": "通报"}
    return world.login("editor").post(f"/office/publications/campaigns/{story.campaign}/request", asked)


def _requested(world: World) -> tuple[Story, str]:
    story = tell(world)
    story.ready()
    return story, f"/office/publications/{story.requested()}"


def review(world: World) -> TestResponse:
    _, address = _requested(world)
    return world.login("director").post(f"{address}/review.pdf")


def approve_publication(world: World) -> TestResponse:
    _, address = _requested(world)
    return world.login("director").post(f"{address}/approve", {"looked": "yes"})


def send_out(world: World) -> TestResponse:
    story = tell(world)
    story.ready()
    return world.login("editor").post(f"/office/publications/{story.approved()}/issue")


REQUESTS = {
    "redaction.make": make,
    "redaction.approve": approve,
    "redaction.refuse": refuse,
    "redaction.sign": sign,
    "publications.export": export,
    "publications.ask": ask,
    "publications.review": review,
    "publications.approve": approve_publication,
    "publications.send_out": send_out,
}
