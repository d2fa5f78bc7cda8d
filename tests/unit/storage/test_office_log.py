"""The office's own log: guards, idempotency, and a strict hand with our own mistakes."""

import threading
from collections.abc import Callable

import pytest

from server.errors import Refusal
from server.ledger import jws
from server.ledger.envelope import TYP, fault, read_envelope
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY, revision
from server.storage.office_log import Appended, Guard, MediaIn
from server.storage.tables import log
from tests.support.world import World


def _open(office: Office, campaign: str, expected: int | None = ANY, key: str | None = None) -> Appended:
    clear = {"campaign": campaign, "starts": "2026-11-22", "ends": "2026-11-30"}
    private = {"name_zh": "一", "name_en": "one", "plan_number": "7"}
    guards = [Guard("campaign", campaign, expected)]
    return office.log.append(
        "campaign.opened", actor="system", clear=clear, private=private, guards=guards, key=key
    )


def test_every_entry_of_the_office_follows_its_own_protocol(world: World) -> None:
    with world.work() as office:
        _open(office, "c1")
    with world.office() as office:
        rows = sql.rows(office.session, log.entry, office=office.id, origin="office")
        envelopes = [read_envelope(jws.parse(row["jws"], TYP).payload) for row in rows]
        assert [fault(envelope, "office", office.types) for envelope in envelopes] == [None] * len(rows)
        assert [envelope.seq for envelope in envelopes] == list(range(1, len(rows) + 1))
        assert [envelope.prev for envelope in envelopes[1:]] == [row["id"] for row in rows[:-1]]


def test_a_revision_is_the_leaf_of_the_entry_that_named_the_thing(world: World) -> None:
    with world.work() as office:
        first = _open(office, "c1", None)
        assert revision(office.session, office.id, "campaign", "c1") == first.leaf
        second = _open(office, "c1", first.leaf)
        assert revision(office.session, office.id, "campaign", "c1") == second.leaf


@pytest.mark.parametrize("expected", [None, 0, 10_000])
def test_whoever_saw_something_else_is_stale(world: World, expected: int | None) -> None:
    with world.work() as office:
        _open(office, "c1", None)
    with pytest.raises(Refusal, match="stale"), world.work() as office:
        _open(office, "c1", expected)


def test_the_same_key_is_the_same_act(world: World) -> None:
    with world.work() as office:
        first = _open(office, "c1", None, key="form-1")
    with world.work() as office:
        again = _open(office, "c1", None, key="form-1")
        assert again == Appended(first.entry_id, first.leaf, first.seq, replay=True)
        assert office.ledger.head().size == first.leaf + 1


def _refused_halfway(world: World) -> None:
    with world.work() as office:
        _open(office, "c1")
        raise Refusal("stale")


def test_a_refusal_inside_a_unit_of_work_leaves_nothing(world: World) -> None:
    with world.office() as office:
        before = office.ledger.head()
    with pytest.raises(Refusal):
        _refused_halfway(world)
    with world.office() as office:
        assert office.ledger.head() == before


def _wrong_type(office: Office) -> object:
    return office.log.append("made.up", actor="system")


def _missing_member(office: Office) -> object:
    return office.log.append("campaign.opened", actor="system", clear={"campaign": "c"})


def _unknown_private(office: Office) -> object:
    return office.log.append("redaction.approved", actor="a", clear={"redaction": "r"}, private={"x": 1})


def _too_many_media(office: Office) -> object:
    media = [MediaIn(b"x", "text/plain")] * 2
    return office.log.append("redaction.approved", actor="a", clear={"redaction": "r"}, media=media)


@pytest.mark.parametrize("act", [_wrong_type, _missing_member, _unknown_private, _too_many_media])
def test_data_that_do_not_fit_the_type_are_our_mistake(world: World, act: Callable[[Office], object]) -> None:
    with pytest.raises(ValueError), world.work() as office:
        act(office)


def test_an_entry_s_media_are_sealed_stored_and_open_again(world: World) -> None:
    clear = {"bundle": "b1", "kind": "roster", "devices": ["d"]}
    with world.work() as office:
        media = [MediaIn("名单".encode(), "application/json", "roster.json")]
        made = office.log.append("bundle.issued", actor="system", clear=clear, media=media)
    with world.office() as office:
        medium = office.open(made.entry_id).media[0]
        assert (medium.name, medium.size, medium.received, medium.matched) == ("roster.json", 6, True, True)
        assert office.media(medium.sealed) == "名单".encode()
        assert "名单".encode() not in world.store.blobs.path(medium.sealed).read_bytes()


def test_private_members_are_nowhere_in_the_database_in_the_clear(world: World) -> None:
    with world.work() as office:
        made = _open(office, "c1")
        row = sql.one(office.session, log.entry, office=office.id, id=made.entry_id)
    assert row is not None
    assert "plan_number" not in f"{row['jws']}{row['seal']}"


def test_writers_in_many_threads_make_one_chain_without_gaps(world: World) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(5):
                with world.work() as office:
                    _open(office, f"c{number}-{turn}", None)
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with world.office() as office:
        rows = sql.rows(office.session, log.entry, office=office.id)
    assert [row["leaf"] for row in rows] == list(range(21))
    assert [row["seq"] for row in rows] == list(range(1, 22))
