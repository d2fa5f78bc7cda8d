"""What exposure must never let out: an unmasked photograph, a lead, a name, the inspector."""

import io
import zipfile

from docx import Document
from pypdf import PdfReader

from server.exports.draft import draft
from server.exports.issue import issue, issued_files
from server.exposure import publications
from server.storage import images, sql
from server.storage.tables import findings
from tests.flow.test_exposure_console import draw, refused, waiting
from tests.support.exposure import FULL_NAMES, tell
from tests.support.world import World


def test_an_editor_sees_a_copy_only_once_it_is_approved(world: World) -> None:
    story = tell(world)
    draw(story, world.login("reviewer"), story.findings[0])
    editor, second = world.login("editor"), world.login("reviewer", 2)
    [redaction] = waiting(second)
    assert editor.get(f"/office/redactions/{redaction}/copy.jpg").status_code == 403
    assert editor.get(f"/office/redactions/{redaction}").status_code == 403
    assert redaction not in editor.get("/office/redactions").text
    second.post(f"/office/redactions/{redaction}/approve", {"looked": "yes"})
    assert editor.get(f"/office/redactions/{redaction}/copy.jpg").status_code == 200
    [row] = story.shown(story.findings[0])
    original = f"/office/findings/{story.findings[0]}/photographs/{row['entry']}/{row['sd']}/large.jpg"
    assert editor.get(original).status_code == 403


def test_a_lead_is_in_no_list_no_draft_and_no_publication(world: World) -> None:
    story = tell(world)
    phone = world.phones[0]
    with world.office() as office:
        visit = sql.rows(office.session, findings.case_visit, office=office.id)[0]["visit"]
    lead = phone.observe(visit, "I01", "收受购物卡")
    phone.sync()
    with world.office() as office:
        [found] = sql.rows(
            office.session, findings.finding, office=office.id, opened_leaf=_leaf(world, lead.id)
        )
        listed = [row["finding"] for row, _, _ in publications.candidates(office, story.campaign)]
    assert sorted(listed) == sorted(story.findings)
    editor, reviewer = world.login("editor"), world.login("reviewer")
    campaign = f"/office/publications/campaigns/{story.campaign}"
    assert "收受" not in editor.get(campaign).text
    chosen = {"finding": [found["finding"]]}
    assert refused(editor, f"{campaign}/draft.pdf", chosen) == "never_published"
    assert (
        refused(editor, f"{campaign}/request", {**chosen, "number": "临效办〔2026〕7号", "title": "通报"})
        == "not_ready"
    )
    assert reviewer.get(f"/office/findings/{found['finding']}/redactions").status_code == 409


def _leaf(world: World, entry: str) -> int:
    with world.office() as office:
        return office.open(entry).leaf


def test_no_name_no_inspector_and_no_original_leaves_in_a_package(world: World) -> None:
    story = tell(world)
    story.ready()
    publication = story.approved()
    with world.work() as office:
        issue(office, story.account("editor"), publication)
    with world.office() as office:
        _, files = issued_files(office, publication)
        originals = [office.media(row["sealed"]) for f in story.findings for row in story.shown(f)]
        device = world.phones[0].device
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(files["bulletin.pdf"])).pages)
    text += "\n".join(
        content.decode() for name, content in files.items() if name.endswith((".csv", ".txt", ".json"))
    )
    text += zipfile.ZipFile(io.BytesIO(files["bulletin.docx"])).read("word/document.xml").decode()
    for secret in (*FULL_NAMES, "李 秀兰", "张三丰", "第三组", device, "13812345678", "LJ01001"):
        assert secret not in text, secret
    assert "李某某" in text
    assert not set(originals) & set(files.values())
    for name, content in files.items():
        if name.startswith("photographs/"):
            assert images.inspect(content).flags == ()
            assert b"Exif" not in content


def test_the_bulletin_prints_the_checkpoint_it_stands_on_and_both_rates(world: World) -> None:
    story = tell(world)
    with world.office() as office:
        bulletin = draft(office, story.campaign, story.findings)
        size = office.ledger.head().size
    assert f"共{size}条" in bulletin.document.ground
    body = "".join(getattr(block, "text", "") for block in bulletin.document.body)
    assert "到岗率" in body
    assert "有效在岗率" in body


def test_a_name_in_the_title_is_masked_too(world: World) -> None:
    story = tell(world)
    with world.office() as office:
        bulletin = draft(office, story.campaign, story.findings, title="关于李秀兰等人的通报")
    assert bulletin.document.title == "关于李某某等人的通报"


def test_the_docx_opens_and_says_the_same_number(world: World) -> None:
    story = tell(world)
    story.ready()
    publication = story.approved()
    with world.work() as office:
        issue(office, story.account("editor"), publication)
    with world.office() as office:
        _, files = issued_files(office, publication)
    paragraphs = [line.text for line in Document(io.BytesIO(files["bulletin.docx"])).paragraphs]
    assert "临效办〔2026〕7号" in paragraphs
