"""What happens to entries that are not simply next: each row of the table, over the API, on both databases."""

from typing import Any

import pytest

from server.identity import devices
from server.ledger import jws
from server.ledger.b64 import b64u, hash_id, unb64u
from server.ledger.receipts import read_receipt
from server.projections import REGISTRY
from server.projections.row_hashes import TableHash, hash_table
from server.storage import sql
from server.storage.schema import Role
from server.storage.tables import log
from server.storage.verification import verify
from tests.support.phone import Phone, Photo
from tests.support.world import World


def _verdicts(answer: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(verdict["verdict"], verdict["code"]) for verdict in answer["verdicts"]]


def _started(world: World) -> tuple[Phone, str]:
    phone = world.phone()
    visit = phone.start_visit()
    phone.push()
    return phone, visit


def _raw(phone: Phone, text: str, seal: str | None = None) -> dict[str, Any]:
    body = phone.sync_request([]) | {"entries": [{"jws": text, "seal": seal}]}
    found = phone.post("/api/v1/sync", body)
    assert found.status == 200, found.body
    return phone.take(found.json)


def _projected(world: World) -> list[TableHash]:
    """The rows of every read model."""
    tables = [table for projection in REGISTRY.values() for table in projection.tables]
    with world.office() as office:
        return [hash_table(office.session, table, Role.PROJECTION) for table in tables]


def test_a_replayed_entry_gets_the_very_same_receipt_and_is_not_logged_twice(world: World) -> None:
    phone, visit = _started(world)
    entry = phone.observe(visit)
    phone.push()
    first = phone.receipts[entry.id]
    world.clock.advance(hours=2)
    phone.observe(visit)
    phone.push()
    answer = phone.push([entry])
    assert _verdicts(answer) == [("replayed", None)]
    assert answer["verdicts"][0]["receipt"] == first


def test_an_entry_sent_twice_in_one_request_is_logged_once(world: World) -> None:
    phone, visit = _started(world)
    entry = phone.observe(visit)
    answer = phone.push([entry, entry])
    assert _verdicts(answer) == [("accepted", None), ("replayed", None)]
    assert answer["verdicts"][0]["receipt"] == answer["verdicts"][1]["receipt"]


def test_after_a_gap_the_server_says_from_where(world: World) -> None:
    phone, visit = _started(world)
    phone.observe(visit)
    last = phone.observe(visit)
    answer = phone.push([last])
    assert _verdicts(answer) == [("gap", None)]
    assert (answer["acked"], answer["want_seq"]) == (1, 2)
    assert last.id not in phone.receipts
    assert phone.push()["acked"] == 3


def test_a_fork_is_kept_beside_the_first_and_freezes_the_device(world: World) -> None:
    phone, visit = _started(world)
    phone.observe(visit, note="甲")
    phone.push()
    phone.log.entries.pop()
    fork = phone.observe(visit, note="乙")
    answer = phone.push([fork])
    assert _verdicts(answer) == [("forked", "chain_forked")]
    assert answer["status"] == "frozen"
    says = read_receipt(phone.receipts[fork.id], phone.sign_key)
    assert says["verdict"] == "forked"
    later = phone.observe(visit)
    assert _verdicts(phone.push([later])) == [("quarantined", "device_frozen")]
    with world.office() as office:
        assert office.open(fork.id).private["note"] == "乙"
        assert verify(office, lambda done, total: None).faults == []


def test_a_frozen_device_is_heard_and_its_photographs_are_still_taken(world: World) -> None:
    phone, visit = _started(world)
    with world.work() as office:
        devices.change_status(office, "system", phone.device, "revoked", "lost")
    entry = phone.observe(visit, photos=[Photo(b"evidence" * 100)])
    answer = phone.sync()
    assert answer["status"] == "revoked"
    assert read_receipt(phone.receipts[entry.id], phone.sign_key)["code"] == "device_revoked"
    assert phone.media_receipts[entry.id, entry.media[0].sd]["matched"] is True


def test_quarantined_entries_are_not_projected(world: World) -> None:
    phone, visit = _started(world)
    before = _projected(world)
    data = {"visit": visit, "observation": "o1", "violation": "B01"}
    phone.append("observation.recorded", data, prev=b64u(bytes(32)))
    assert _verdicts(phone.push()) == [("quarantined", "prev_wrong")]
    assert _projected(world) == before
    assert _verdicts(phone.push([phone.observe(visit)])) == [("accepted", None)]


Wrong = dict[str, Any]


@pytest.mark.parametrize(
    ("clear", "private", "other", "code"),
    [
        ({}, {}, {"type": "made.up"}, "type_unknown"),
        ({}, {}, {"dv": 9}, "type_unknown"),
        ({}, {}, {"type": "office.founded"}, "type_unknown"),
        ({}, {}, {"suite": "sm1"}, "version_unknown"),
        ({"violation": None}, {}, {}, "data_malformed"),
        ({"extra": 1}, {}, {}, "data_malformed"),
        ({}, {"note": 7}, {}, "data_malformed"),
        ({}, {"secret": "x"}, {}, "data_malformed"),
        ({}, {}, {"t": {"at": "yesterday"}}, "data_malformed"),
        ({}, {}, {"saw": {"size": -1}}, "data_malformed"),
        ({}, {}, {"extra": 1}, "data_malformed"),
        ({}, {}, {"media": [{"sd": "x"}]}, "data_malformed"),
    ],
)
def test_malformed_or_unknown_entries_are_quarantined_and_kept(
    world: World, clear: Wrong, private: Wrong, other: Wrong, code: str
) -> None:
    phone, visit = _started(world)
    data = {"visit": visit, "observation": "o1", "violation": "B01"} | clear
    entry = phone.append("observation.recorded", data, private, **other)
    assert _verdicts(phone.push()) == [("quarantined", code)]
    with world.office() as office:
        row = sql.one(office.session, log.entry, office=office.id, id=entry.id)
        assert row is not None
        assert row["jws"] == entry.jws


def test_an_entry_whose_seal_can_not_be_opened_is_quarantined_with_its_bytes(world: World) -> None:
    phone, visit = _started(world)
    entry, other = phone.observe(visit, note="一"), phone.observe(visit, note="二")
    answer = _raw(phone, entry.jws, other.seal)
    assert _verdicts(answer) == [("quarantined", "seal_unreadable")]
    with world.office() as office:
        row = sql.one(office.session, log.entry, office=office.id, id=entry.id)
        assert row is not None
        assert row["seal"] == other.seal
        assert office.open(entry.id).private == {}


def test_an_entry_without_its_disclosures_is_incomplete_and_accepted(world: World) -> None:
    phone, visit = _started(world)
    entry = phone.observe(visit, note="一")
    assert _verdicts(_raw(phone, entry.jws, None)) == [("accepted", None)]
    with world.office() as office:
        opened = office.open(entry.id)
        assert opened.private == {}
        assert opened.data["violation"] == "B01"


def test_an_altered_entry_is_refused_and_the_next_good_one_goes_on(world: World) -> None:
    phone, visit = _started(world)
    entry = phone.observe(visit)
    head, body, signature = entry.jws.split(".")
    altered = b64u(unb64u(body).replace(b'"B01"', b'"B02"'))
    answer = _raw(phone, f"{head}.{altered}.{signature}")
    assert _verdicts(answer) == [("refused", "signature_invalid")]
    assert answer["verdicts"][0]["id"] == hash_id(f"{head}.{altered}".encode())
    assert _verdicts(phone.push()) == [("accepted", None)]


def test_unreadable_oversized_and_foreign_entries_are_refused_one_by_one(world: World) -> None:
    phone, visit = _started(world)
    stranger = world.unenrolled_phone()
    foreign = jws.sign(
        "mingcha-entry+jws", stranger.device, b'{"device":"x","seq":1,"prev":null}', stranger.log.key
    )
    other = world.phone()
    other.start_visit()
    good = phone.observe(visit)
    texts = ["nonsense", "a" * 33_000, foreign, other.log.entries[0].jws, good.jws]
    body = phone.sync_request([]) | {"entries": [{"jws": text, "seal": None} for text in texts]}
    answer = phone.take(phone.post("/api/v1/sync", body).json)
    assert _verdicts(answer) == [
        ("refused", "entry_unreadable"),
        ("refused", "entry_too_large"),
        ("refused", "entry_unreadable"),
        ("refused", "device_other"),
        ("accepted", None),
    ]


def test_a_phone_that_lost_an_answer_asks_for_its_receipts(world: World) -> None:
    phone, visit = _started(world)
    entry = phone.observe(visit)
    phone.push()
    kept, phone.receipts = phone.receipts, {}
    answer = phone.push([], want=[entry.id, hash_id(b"never sent")])
    assert [verdict["id"] for verdict in answer["verdicts"]] == [entry.id]
    assert phone.receipts[entry.id] == kept[entry.id]


def test_one_phone_can_not_read_another_s_receipts(world: World) -> None:
    phone, _ = _started(world)
    other = world.phone()
    own = phone.log.entries[0].id
    assert other.push([], want=[own])["verdicts"] == []
    assert other.request("GET", f"/api/v1/receipts/{own}").json["code"] == "entry_unknown"
    assert phone.request("GET", f"/api/v1/receipts/{own}").json["receipts"] == [phone.receipts[own]]


def test_a_backlog_is_sent_in_bounded_requests(world: World) -> None:
    phone, visit = _started(world)
    for _ in range(101):
        phone.observe(visit)
    found = phone.post("/api/v1/sync", phone.sync_request(phone.unsent()))
    assert (found.status, found.json["code"]) == (422, "validation_failed")
    phone.push()
    phone.push()
    assert phone.unsent() == []


def test_a_body_beyond_the_limit_is_refused_and_named(world: World) -> None:
    phone = world.phone()
    found = phone.request("POST", "/api/v1/sync", b"x" * (1024 * 1024 + 1), Content_Type="application/json")
    assert (found.status, found.json["code"]) == (413, "body_too_large")


def test_a_sync_with_nothing_new_costs_under_three_kilobytes(world: World) -> None:
    phone, _ = _started(world)
    found = phone.post("/api/v1/sync", phone.sync_request([]))
    assert len(found.body) + sum(len(name) + len(value) + 4 for name, value in found.headers.items()) < 3000


def test_the_announced_head_is_remembered(world: World) -> None:
    phone, visit = _started(world)
    phone.observe(visit)
    phone.push([])
    with world.office() as office:
        known = devices.listing(office)[0]
    assert (known.length, known.announced) == (1, 2)


def test_a_phone_that_saw_more_than_the_ledger_holds_gets_no_proof(world: World) -> None:
    phone, _ = _started(world)
    body = phone.sync_request([]) | {"saw": {"size": 10_000, "root": b64u(bytes(32))}}
    found = phone.post("/api/v1/sync", body)
    assert found.status == 200
    assert found.json["consistency"] == []
