"""From confirmed findings to a package that anyone can verify, by the services alone."""

from server.exports.issue import issue, issued_files, package_of
from server.ledger import package
from tests.support.exposure import FULL_NAMES, tell
from tests.support.world import World


def test_a_publication_goes_out_and_verifies_against_the_pinned_key(world: World) -> None:
    story = tell(world)
    story.ready()
    publication = story.approved()
    with world.work() as office:
        issue(office, story.account("editor"), publication)
    with world.office() as office:
        data = package_of(office, publication)
        again = package_of(office, publication)
        pinned = office.keys.verifier
        _, files = issued_files(office, publication)
    report = package.verify(data, [pinned])
    assert (report.status, report.faults) == ("VALID", ())
    assert data == again
    assert report.facts["number"] == "临效办〔2026〕7号"
    assert {name.split("/")[0] for name in files} >= {
        "bulletin.docx",
        "bulletin.pdf",
        "manifest.json",
        "photographs",
    }
    assert "photographs/2026-11-23_临江区政务服务中心_A04_1.jpg" in files
    for content in files.values():
        assert not any(name.encode() in content for name in FULL_NAMES)
