"""What the tree may hold: imports run one way, files stay small, nothing of a machine is tracked, both languages are
whole, and what the issue asks of the lock files holds."""

import json
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = (".py", ".ts", ".vue")
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "client_pwa",
    "config",
    "docs",
    "pyproject.toml",
    "server",
    "tests",
}
_PLACES = re.compile(r"(?<![\w.])/(?:home|root|work|opt|Users)/(?!mingcha)[\w.-]+")
_INDEX_HOSTS = re.compile(r"(?:--index-url|--find-links|--trusted-host|\"resolved\": \"https?://)")
_MINGCHA = Path(sys.executable).parent


def tracked() -> list[Path]:
    """Every file that git knows, that is there."""
    said = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in said.decode().split("\0") if name and (path := ROOT / name).is_file()]


def lines(path: Path) -> int:
    return path.read_text("utf-8").count("\n")


def test_imports_run_one_way() -> None:
    said = subprocess.run([_MINGCHA / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_no_source_file_exceeds_three_hundred_lines() -> None:
    long = {str(p.relative_to(ROOT)): lines(p) for p in tracked() if p.suffix in SOURCES and lines(p) > 300}
    assert long == {}


def test_half_of_the_source_files_have_at_most_eighty_lines() -> None:
    assert statistics.median(lines(p) for p in tracked() if p.suffix in SOURCES) <= 80


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(p.relative_to(ROOT))
        for p in tracked()
        if p.suffix == ".py"
        and (text := p.read_text("utf-8").strip())
        and not text.startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_the_top_level_holds_only_what_it_may() -> None:
    assert {p.relative_to(ROOT).parts[0] for p in tracked()} <= TOP_LEVEL


def test_no_tracked_file_names_a_place_of_somebodys_machine() -> None:
    named = {
        f"{p.relative_to(ROOT)}: {found.group()}"
        for p in tracked()
        if p != Path(__file__) and p.suffix not in (".png", ".ico", ".woff2", ".zip")
        for found in _PLACES.finditer(p.read_text("utf-8"))
    }
    assert named == set()


def test_lock_files_pin_by_hash_and_name_no_package_index() -> None:
    locks = sorted((ROOT / "config" / "deployment").glob("*.lock"))
    assert len(locks) == 3
    for lock in [*locks, ROOT / "client_pwa" / "package-lock.json"]:
        assert not _INDEX_HOSTS.search(lock.read_text("utf-8")), lock.name
    for lock in locks:
        pinned = re.findall(r"^\S+==\S+ \\$", lock.read_text("utf-8"), flags=re.M)
        assert pinned, lock.name
        assert len(re.findall(r"^\S", lock.read_text("utf-8"), flags=re.M)) == len(pinned), lock.name


def test_what_pyproject_asks_for_is_in_the_lock() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {re.split(r"[\[<>=!~ ]", line)[0].lower().replace("_", "-") for line in asked}
    lock = (ROOT / "config" / "deployment" / "requirements-test.lock").read_text("utf-8")
    assert names - set(re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.M)) == set()


@pytest.mark.parametrize("area", sorted(p.name for p in (ROOT / "config" / "locales" / "zh").glob("*.json")))
def test_every_sentence_of_the_console_stands_in_both_languages(area: str) -> None:
    both = [
        json.loads((ROOT / "config" / "locales" / lang / area).read_text("utf-8")) for lang in ("zh", "en")
    ]
    assert set(both[0]) == set(both[1])
    holes = {key for key in both[0] if _holes(both[0][key]) != _holes(both[1][key])}
    assert holes == set()


def _holes(sentence: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", sentence))


def test_every_refusal_raised_has_its_sentence() -> None:
    raised = {
        code
        for p in (ROOT / "server").rglob("*.py")
        for code in re.findall(r'\bRefusal\(\s*"([a-z0-9_]+)"', p.read_text("utf-8"))
    }
    said: set[str] = set()
    for catalogue in (ROOT / "config" / "locales" / "errors").glob("*.json"):
        said |= set(json.loads(catalogue.read_text("utf-8")))
    assert raised - said == set()


def test_the_two_commands_stand_in_the_readme_and_in_ci() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme.splitlines()[0].count("apt-get install") == 1
    assert "make run" in readme
    assert "make test" in readme
    assert "make test" in (ROOT / ".ci" / "run").read_text("utf-8")
