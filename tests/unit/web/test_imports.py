"""Importing at the console: the preview changes nothing, what is confirmed is what was previewed."""

from hashlib import sha256
from io import BytesIO

from werkzeug.test import TestResponse

from server.planning.directory_lists import people
from server.storage.overview import acts
from tests.support.rosters import ROSTER
from tests.support.world import World

FAULTY = ROSTER + "LJ01,临江区政务服务中心,综合窗口,,LJ01003,科员,,行政,窗口,一楼大厅,,,在职,,\n".encode()


def send(world: World, content: bytes, **more: str) -> TestResponse:
    data = {"file": (BytesIO(content), "名册.csv"), **more}
    return world.login("director").post("/office/roster/import", data=data)


def confirm(world: World, content: bytes, seen: str = "new") -> TestResponse:
    return send(world, content, previewed=sha256(content).hexdigest(), revision=seen)


def count(world: World) -> int:
    with world.office() as office:
        return people(office, unit="", words="", state="here", page=1).total


def entries(world: World) -> int:
    with world.office() as office:
        return acts(office, "roster", 1)[1]


def test_a_preview_shows_numbers_and_changes_nothing(world: World) -> None:
    page = send(world, ROSTER).text
    assert '<span class="figure-n" data-count="added">2</span>' in page
    assert (count(world), entries(world)) == (0, 0)


def test_a_faulty_row_is_shown_with_row_column_and_what_to_do(world: World) -> None:
    page = send(world, FAULTY).text
    assert 'data-fault="name_missing"' in page
    assert "请补上姓名" in page


def test_confirming_imports_the_good_rows(world: World) -> None:
    assert confirm(world, FAULTY).status_code == 303
    assert (count(world), entries(world)) == (2, 1)


def test_another_file_than_the_previewed_one_is_refused(world: World) -> None:
    answer = send(world, FAULTY, previewed=sha256(ROSTER).hexdigest(), revision="new")
    assert answer.status_code == 409
    assert "没有导入" in answer.text
    assert count(world) == 0


def test_importing_twice_changes_nothing_and_says_so(world: World) -> None:
    confirm(world, ROSTER)
    with world.office() as office:
        from server.storage.guards import revision

        seen = str(revision(office.session, office.id, "directory", "roster"))
    answer = confirm(world, ROSTER, seen)
    assert answer.headers["Location"].endswith("done=admin.import_unchanged")
    assert entries(world) == 1


def test_a_preview_that_somebody_overtook_is_refused(world: World) -> None:
    confirm(world, ROSTER)
    assert confirm(world, FAULTY.replace("黄娜".encode(), "黄丽娜".encode())).status_code == 412


def test_sending_no_file_says_so(world: World) -> None:
    answer = world.login("director").post("/office/roster/import")
    assert answer.status_code == 422
    assert "还没有选择文件" in answer.text


def test_a_file_that_is_no_table_is_refused_with_what_to_do(world: World) -> None:
    answer = send(world, b"%PDF-1.7 not a table")
    assert 400 <= answer.status_code < 500
    assert count(world) == 0


def test_the_administrator_reaches_no_roster(world: World) -> None:
    assert world.login("administrator").get("/office/roster").status_code == 403
