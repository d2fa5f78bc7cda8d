"""Uploads by tus 1.0.0: resumed, refused, damaged, cut."""

import base64
from collections.abc import Iterator
from hashlib import sha256

import pytest

from server.ledger.b64 import b64u, hash_id
from server.storage.verification import verify
from server.web.api import uploads as view
from tests.support.phone import Phone, Photo
from tests.support.phone_log import Sealed
from tests.support.transport import Answer
from tests.support.world import World

BODY = {"Tus_Resumable": "1.0.0", "Content_Type": "application/offset+octet-stream"}


def photo_of(world: World, content: bytes = b"photograph" * 30_000) -> tuple[Phone, Sealed]:
    phone = world.phone()
    entry = phone.observe(phone.start_visit(), photos=[Photo(content)])
    phone.push()
    return phone, entry.media[0]


def code_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["code"]


def location_of(phone: Phone, medium: Sealed) -> str:
    made = phone.create_upload(medium)
    assert made.status == 201, made.body
    return made.headers["Location"]


def test_the_server_says_what_it_speaks_without_a_proof(world: World) -> None:
    found = world.client.options("/api/v1/uploads")
    assert found.status_code == 204
    assert found.headers["Tus-Version"] == "1.0.0"
    assert set(found.headers["Tus-Extension"].split(",")) == {"creation", "termination", "checksum"}


def test_an_upload_in_pieces_arrives_byte_for_byte(world: World) -> None:
    phone, medium = photo_of(world)
    phone.upload(medium, chunk=70_001)
    with world.office() as office:
        assert office.media(medium.sealed) == medium.original


def test_asking_twice_leads_to_the_same_upload_and_says_where_to_go_on(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    assert phone.patch(location, 0, medium.content[:1000]).status == 204
    again = phone.create_upload(medium)
    assert (again.headers["Location"], again.headers["Upload-Offset"]) == (location, "1000")
    assert phone.offset(location) == 1000


def test_one_that_is_received_answers_with_its_length_and_is_logged_once(world: World) -> None:
    phone, medium = photo_of(world)
    phone.upload(medium)
    size = world.client.get("/metrics").text
    phone.upload(medium)
    assert int(phone.create_upload(medium).headers["Upload-Offset"]) == len(medium.content)
    assert world.client.get("/metrics").text == size


def test_what_no_entry_declares_is_refused(world: World) -> None:
    phone, medium = photo_of(world)
    stranger = Sealed(medium.entry, hash_id(b"other"), medium.sealed, medium.content, medium.original)
    assert code_of(phone.create_upload(stranger)) == (404, "upload_undeclared")


def test_another_phone_s_declaration_is_not_mine(world: World) -> None:
    _, medium = photo_of(world)
    assert code_of(world.phone().create_upload(medium)) == (404, "upload_undeclared")


def test_another_size_than_declared_is_refused(world: World) -> None:
    phone, medium = photo_of(world)
    assert code_of(phone.create_upload(medium, length=7)) == (409, "upload_size_wrong")
    location = location_of(phone, medium)
    assert code_of(phone.patch(location, 0, medium.content + b"x")) == (409, "upload_size_wrong")


def test_a_wrong_offset_is_refused_with_the_right_one(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    phone.patch(location, 0, medium.content[:1000])
    found = phone.patch(location, 5, medium.content[5:])
    assert code_of(found) == (409, "upload_offset_wrong")
    assert found.json["details"] == {"offset": 1000}


def test_a_piece_with_a_wrong_checksum_is_dropped_and_the_rest_is_kept(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    phone.patch(location, 0, medium.content[:1000])
    wrong = base64.b64encode(sha256(b"other").digest()).decode()
    headers = BODY | {"Upload_Offset": "1000", "Upload_Checksum": f"sha256 {wrong}"}
    assert code_of(phone.request("PATCH", location, b"abc", **headers)) == (460, "upload_checksum_wrong")
    assert phone.offset(location) == 1000


def test_finished_bytes_of_another_hash_are_dropped_and_the_upload_starts_again(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    damaged = b"X" + medium.content[1:]
    found = phone.patch(location, 0, damaged)
    assert code_of(found) == (460, "upload_checksum_wrong")
    assert phone.offset(location) == 0
    phone.upload(medium)
    phone.push([], want=[medium.entry])
    assert phone.media_receipts[medium.entry, medium.sd]["matched"] is True


def test_terminating_forgets_what_arrived_but_never_what_is_received(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    phone.patch(location, 0, medium.content[:1000])
    assert phone.request("DELETE", location, Tus_Resumable="1.0.0").status == 204
    assert phone.offset(location) == 0
    phone.upload(medium)
    assert code_of(phone.request("DELETE", location, Tus_Resumable="1.0.0")) == (409, "upload_received")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Tus_Resumable": "0.2.2"}, 412, "upload_version"),
        ({"Content_Type": "image/jpeg"}, 415, "media_type_unsupported"),
        ({"Upload_Offset": "-1"}, 400, "upload_metadata"),
        ({"Upload_Checksum": "md5 AAAA"}, 400, "upload_metadata"),
        ({"Upload_Checksum": "sha256 ?"}, 400, "upload_metadata"),
    ],
)
def test_headers_that_are_not_tus_are_refused(
    world: World, headers: dict[str, str], status: int, code: str
) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    sent = BODY | {"Upload_Offset": "0"} | headers
    assert code_of(phone.request("PATCH", location, b"abc", **sent)) == (status, code)


def test_metadata_that_can_not_be_read_is_refused(world: World) -> None:
    phone, _ = photo_of(world)
    for metadata in ("", "entry", "entry ?,sd ?", "entry AAAA,sd AAAA"):
        headers = {"Tus_Resumable": "1.0.0", "Upload_Length": "1", "Upload_Metadata": metadata}
        assert code_of(phone.request("POST", "/api/v1/uploads", **headers)) == (400, "upload_metadata")


def test_a_body_beyond_the_chunk_limit_is_refused(world: World) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    limit = world.settings.chunk_limit
    assert code_of(phone.patch(location, 0, bytes(limit + 1), checksum=False)) == (413, "body_too_large")


def test_a_medium_beyond_the_size_limit_is_quarantined_and_not_taken(world: World) -> None:
    phone = world.phone()
    visit = phone.start_visit()
    huge = {"sd": b64u(bytes(32)), "sealed": b64u(bytes(32)), "bytes": 90 * 1024 * 1024}
    data = {"visit": visit, "observation": "o1", "violation": "B01"}
    entry = phone.append("observation.recorded", data, media=[huge])
    assert phone.push()["verdicts"][-1]["code"] == "data_malformed"
    medium = Sealed(entry.id, huge["sd"], huge["sealed"], b"", b"")
    assert code_of(phone.create_upload(medium, length=huge["bytes"])) == (413, "upload_too_large")


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The connection ends after the first quarter of a megabyte of a body, as a granian worker sees it: nothing more
    can be read."""
    whole, taken = view._piece, 0

    def piece(size: int) -> bytes:
        nonlocal taken
        if taken >= 256 * 1024:
            return b""
        found = whole(size)
        taken += len(found)
        return found

    monkeypatch.setattr(view, "_piece", piece)
    yield
    monkeypatch.undo()


def test_what_arrived_before_a_cut_is_kept(world: World, cut: None) -> None:
    phone, medium = photo_of(world)
    location = location_of(phone, medium)
    phone.patch(location, 0, medium.content)
    assert phone.offset(location) == 256 * 1024


@pytest.mark.parametrize("content", [b"", b"<html>not a picture</html>", b"\xff\xd8\xff truncated"])
def test_any_bytes_whatever_they_claim_to_be_arrive_identical(world: World, content: bytes) -> None:
    phone, medium = photo_of(world, content)
    phone.upload(medium)
    phone.push([], want=[medium.entry])
    assert phone.media_receipts[medium.entry, medium.sd]["matched"] is True
    with world.office() as office:
        assert office.media(medium.sealed) == content


def test_bytes_that_are_not_what_the_descriptor_says_are_kept_and_flagged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = world.phone()
    visit = phone.start_visit()
    described = phone.log._seal_photo(Photo(b"one"))
    other = phone.log._seal_photo(Photo(b"two"))
    monkeypatch.setattr(
        phone.log, "_seal_photo", lambda photo: (described[0], other[1], other[2], Photo(b"two"))
    )
    entry = phone.observe(visit, photos=[Photo(b"one")])
    phone.sync()
    says = phone.media_receipts[entry.id, entry.media[0].sd]
    assert says["matched"] is False
    with world.office() as office:
        assert office.open(entry.id).media[0].matched is False
        assert verify(office, lambda done, total: None).faults == []


def test_keys_databases_and_uploads_are_readable_by_their_owner_alone(world: World) -> None:
    phone, medium = photo_of(world)
    phone.patch(location_of(phone, medium), 0, medium.content[:10])
    data = world.settings.data
    for path in (data, data / "uploads", world.settings.keys, world.settings.keys / "sign.pem"):
        assert path.stat().st_mode & 0o077 == 0
    for path in data.glob("*.sqlite*"):
        assert path.stat().st_mode & 0o077 == 0
