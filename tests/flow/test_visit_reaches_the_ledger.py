"""The main line of the spine: enrol, record offline, sync, upload, and everything is in the ledger."""

from server.ledger.receipts import read_receipt
from server.storage import sql
from server.storage.tables import log
from tests.support.phone import Photo
from tests.support.world import World


def test_a_visit_recorded_offline_is_logged_receipted_and_readable(world: World) -> None:
    phone = world.phone()
    visit = phone.start_visit()
    entry = phone.observe(
        visit, "B01", note="无人在岗", photos=[Photo(b"\xff\xd8 a photograph \xff\xd9" * 1000)]
    )
    phone.finish_visit(visit)
    answer = phone.sync()
    assert answer["acked"] == 3
    assert answer["media_missing"] == []
    assert set(phone.receipts) == {written.id for written in phone.log.entries}
    medium = entry.media[0]
    assert phone.media_receipts[entry.id, medium.sd]["matched"] is True
    with world.office() as office:
        opened = office.open(entry.id)
        assert opened.private["note"] == "无人在岗"
        assert opened.media[0].received
        assert opened.media[0].matched
        assert office.media(medium.sealed) == medium.original


def test_a_receipt_names_the_leaf_at_which_the_entry_is_included(world: World) -> None:
    phone = world.phone()
    visit = phone.start_visit()
    phone.push()
    entry = phone.log.entries[0]
    says = read_receipt(phone.receipts[entry.id], phone.sign_key)
    with world.office() as office:
        row = sql.one(office.session, log.entry, office=office.id, id=entry.id)
        assert row is not None
        assert row["leaf"] == says["leaf"]
        assert office.open(entry.id).data["visit"] == visit
