"""Headers of every answer, and the static files of console and app."""

from pathlib import Path

import pytest

from tests.support.world import World


def test_console_pages_run_nothing_foreign_and_are_kept_nowhere(world: World) -> None:
    answer = world.login("director").get("/office/")
    policy = answer.headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ):
        assert part in policy.split("; ")
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_refusals_carry_the_headers_too(world: World) -> None:
    for path in ("/office/nothing", "/office/accounts", "/nothing", "/api/v1/nothing"):
        assert "default-src 'none'" in world.client.get(path).headers["Content-Security-Policy"]


def test_only_the_app_may_ask_for_camera_and_position(world: World) -> None:
    assert "camera=(self), geolocation=(self)" in world.client.get("/field/").headers["Permissions-Policy"]
    assert "camera=(), geolocation=()" in world.client.get("/office/login").headers["Permissions-Policy"]


def test_no_page_of_the_console_needs_inline_code_or_styles(world: World) -> None:
    me = world.login("director")
    for path in ("/office/", "/office/accounts", "/office/ledger", "/office/entries", "/office/devices"):
        page = me.get(path).text
        for inline in ("<script>", " style=", " onclick=", " onload=", "hx-on"):
            assert inline not in page, (path, inline)


def test_the_root_leads_to_the_console(world: World) -> None:
    assert world.client.get("/").headers["Location"] == "/office/"


def test_an_unbuilt_app_says_what_to_do_in_both_languages(world: World, tmp_path: Path) -> None:
    use_client(world, tmp_path)
    answer = world.client.get("/field/")
    assert answer.status_code == 503
    assert "make install" in answer.text
    assert "has not been built" in answer.text


@pytest.fixture
def built(world: World, tmp_path: Path) -> World:
    folder = tmp_path / "field"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<title>app</title>")
    (folder / "sw.js").write_text("self")
    (folder / "manifest.webmanifest").write_text("{}")
    (folder / "assets" / "main-abc123.js").write_text("1")
    use_client(world, tmp_path)
    return world


def use_client(world: World, folder: Path) -> None:
    from dataclasses import replace

    world.app.extensions["mingcha.settings"] = replace(world.settings, client=folder)


def test_hashed_files_of_the_app_are_kept_for_ever(built: World) -> None:
    kept = built.client.get("/field/assets/main-abc123.js").headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept


@pytest.mark.parametrize("path", ["/field/", "/field/sw.js", "/field/manifest.webmanifest", "/field/visit/1"])
def test_what_brings_updates_is_asked_for_anew(built: World, path: str) -> None:
    answer = built.client.get(path)
    assert answer.status_code == 200
    assert "no-cache" in answer.headers["Cache-Control"]


def test_the_manifest_has_its_own_type(built: World) -> None:
    assert built.client.get("/field/manifest.webmanifest").mimetype == "application/manifest+json"


@pytest.mark.parametrize(
    "path", ["/field/../pyproject.toml", "/field/..%2fpyproject.toml", "/office/assets/.vite/manifest.json"]
)
def test_no_path_leads_out_of_the_folder(built: World, path: str) -> None:
    assert built.client.get(path).status_code == 404
