"""The queue and the finding's page as a reviewer meets them, without a browser."""

import io
import re
from typing import Any

import pytest
from sqlalchemy import update

from server.casework import previews
from server.errors import Refusal
from server.storage.tables import log
from server.storage.tables.devices import device
from tests.support.casework import Field, go, picture
from tests.support.office import OfficeClient
from tests.support.phone import Photo
from tests.support.world import World


def shown(client: OfficeClient, finding: str) -> str:
    answer = client.get(f"/office/findings/{finding}")
    assert answer.status_code == 200, answer.text
    return answer.text


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def form(page: str, **fields: str) -> dict[str, str]:
    return {"revision": hidden(page, "revision"), "key": hidden(page, "key"), **fields}


def with_scan(fields: dict[str, str], content: bytes, name: str) -> dict[str, Any]:
    return {**fields, "scan": (io.BytesIO(content), name)}


def absence(world: World) -> tuple[Field, str]:
    field = go(world)
    mark = field.absence()
    field.sync()
    return field, mark


def test_an_empty_queue_says_what_comes_and_a_full_one_counts_what_it_lists(world: World) -> None:
    me = world.login("reviewer")
    assert "没有待核实的记录" in me.get("/office/findings").text
    field, _ = absence(world)
    field.phone.observe(field.visit, "B04", "公示栏缺失")
    field.sync()
    page = me.get("/office/findings").text
    assert page.count("data-row") == 2
    assert re.search(r"待核实 <b>2</b>", page)
    assert me.get("/office/findings?text=公示栏").text.count("data-row") == 1
    assert me.get("/office/findings?stage=decided").text.count("data-row") == 0


def test_the_page_shows_who_by_pseudonym_only(world: World) -> None:
    field, mark = absence(world)
    page = shown(world.login("reviewer"), mark)
    assert "第三组·" in page
    assert field.phone.device not in page
    assert "张三丰" not in page


def test_the_page_shows_photographs_ruler_rules_and_the_chain_s_verdict(world: World) -> None:
    _, mark = absence(world)
    page = shown(world.login("reviewer"), mark)
    assert page.count("<img ") == 2
    assert 'class="time-ruler"' in page
    assert "36分 ≥ 30分" in page
    assert "签名有效" in page
    assert "链完整" in page
    assert "尚无外部见证" in page


def test_a_signature_that_no_longer_holds_shows_on_the_badge(world: World) -> None:
    field, mark = absence(world)
    other = world.phone("别人", "第九组")
    with world.store.engine.begin() as connection:
        mine = device.c.device == field.phone.device
        connection.execute(update(device).where(mine).values(log_key=other.log.jwk))
    page = shown(world.login("reviewer"), mark)
    assert "签名无效" in page
    assert "签名有效" not in page


def test_a_leaf_that_is_not_under_the_root_shows_in_the_proof(world: World) -> None:
    field, mark = absence(world)
    leaf = field.case(mark).looks[0]["leaf"]
    with world.store.engine.begin() as connection:
        beside = (log.node.c.level == 0) & (log.node.c.index == leaf ^ 1)
        connection.execute(update(log.node).where(beside).values(hash=bytes(32)))
    page = world.login("reviewer").get(f"/office/findings/{mark}/proof").text
    assert page.count("pill-bad") >= 1


def test_a_photograph_is_a_fresh_upright_copy_that_no_cache_keeps(world: World) -> None:
    field, mark = absence(world)
    me = world.login("reviewer")
    [first, *_] = field.case(mark).evidence
    path = f"/office/findings/{mark}/photographs/{first['entry']}/{first['sd']}/large.jpg"
    answer = me.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data != picture(1)
    assert b"Exif" not in answer.data
    assert me.get(path.replace("large", "original")).status_code == 404
    assert world.login("editor").get(path).status_code == 403
    assert world.login("administrator").get(path).status_code == 403


def test_a_photograph_s_address_can_t_be_turned_to_another_finding(world: World) -> None:
    field, mark = absence(world)
    field.phone.observe(field.visit, "B04")
    field.sync()
    other = next(row["finding"] for row in field.findings() if row["kind"] == "observation")
    [first, *_] = field.case(mark).evidence
    path = f"/office/findings/{other}/photographs/{first['entry']}/{first['sd']}/small.jpg"
    assert world.login("reviewer").get(path).status_code == 404


def test_a_photograph_still_on_the_phone_is_named_and_a_damaged_one_gets_a_tile(world: World) -> None:
    field = go(world)
    field.phone.observe(field.visit, "B04", photos=[Photo(b"<html></html>", name="x.jpg")])
    field.sync()
    field.phone.observe(field.visit, "B01", photos=[Photo(picture(2))])
    field.phone.push()
    me = world.login("reviewer")
    damaged, waiting = (shown(me, row["finding"]) for row in field.findings())
    assert "不能预览。原始字节已完整保存。" in damaged
    assert "不是图片" in damaged
    assert "<img " not in damaged
    assert "张照片还在" in waiting
    assert "的手机上" in waiting


def test_the_whole_way_from_confirming_to_the_decision_by_forms(world: World) -> None:
    field, mark = absence(world)
    me = world.login("reviewer")
    page = shown(me, mark)
    answer = me.post(f"/office/findings/{mark}/confirm", form(page, violation="A04", reason="两次照片清楚"))
    assert answer.status_code == 303, answer.text
    page = me.get(answer.headers["Location"]).text
    assert "已认定成立，陈述期开始。" in page
    said = {
        "text": "开会",
        "by": "张局长",
        "received_on": "2026-11-23",
        "taken": "rejected",
        "reason": "无记录",
    }
    assert me.post(f"/office/findings/{mark}/statement", form(page, **said)).status_code == 303
    page = shown(me, mark)
    decision = {
        "number": "临纪〔2026〕12号",
        "organ": "区纪委",
        "decided_on": "2026-11-23",
        "in_force": "2026-11-23",
    }
    sent: dict[str, Any] = {**form(page, **decision), "measures": ["admonition", "criticism"]}
    assert me.post(f"/office/findings/{mark}/decision", sent).status_code == 303
    assert field.finding(mark)["status"] == "decided"
    assert "临纪〔2026〕12号" in shown(me, mark)


def test_a_stale_form_is_refused_with_412_and_a_wrong_state_with_409(world: World) -> None:
    _, mark = absence(world)
    one, other = world.login("reviewer"), world.login("reviewer", n=2)
    page, late = shown(one, mark), shown(other, mark)
    assert one.post(f"/office/findings/{mark}/return", form(page, text="哪一栏？")).status_code == 303
    answer = other.post(f"/office/findings/{mark}/reject", form(late, reason="不清楚"))
    assert answer.status_code == 412
    page = shown(one, mark)
    assert one.post(f"/office/findings/{mark}/decision", form(page, number="1")).status_code == 409


def test_a_scan_is_kept_and_comes_back_as_a_download(world: World) -> None:
    field, mark = absence(world)
    me = world.login("reviewer")
    confirmed = form(shown(me, mark), violation="A03", reason="清楚")
    assert me.post(f"/office/findings/{mark}/confirm", confirmed).status_code == 303
    said = {"text": "附后", "by": "办公室", "received_on": "2026-11-23", "taken": "pending"}
    path = f"/office/findings/{mark}/statement"
    assert me.post(path, with_scan(form(shown(me, mark), **said), b"GIF89a", "s.gif")).status_code == 415
    assert (
        me.post(path, with_scan(form(shown(me, mark), **said), b"%PDF-1.7 said", "陈述.pdf")).status_code
        == 303
    )
    statement = field.finding(mark)["statement"]
    answer = me.get(f"/office/findings/{mark}/statements/{statement}/scan")
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7 said")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert me.get(f"/office/findings/{mark}/statements/nothing/scan").status_code == 404


def test_a_scan_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "SCAN_LIMIT", 10)
    with pytest.raises(Refusal) as refusal:
        previews.scan_of(b"%PDF-1.7 and more", "long.pdf")
    assert refusal.value.code == "scan_too_large"
    assert previews.scan_of(b"", "") is None


def test_nobody_without_the_role_opens_queue_or_finding(world: World) -> None:
    _, mark = absence(world)
    for role in ("editor", "administrator"):
        client = world.login(role)
        for path in (
            "/office/findings",
            "/office/statements",
            "/office/decisions",
            f"/office/findings/{mark}",
        ):
            assert client.get(path).status_code == 403
    assert world.login("reviewer").get("/office/findings/nothing").status_code == 404
