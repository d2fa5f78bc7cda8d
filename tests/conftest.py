"""Fixtures that every area shares. `world` runs each test on SQLite and on PostgreSQL.

PostgreSQL comes from `MINGCHA_TEST_PG` (a server's URL, started by `make test`). Without it those tests are skipped
on a developer's machine and fail with CI=true: nothing is left out silently.
"""

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.world import World, make_world


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """None stands for SQLite in the test's own folder."""
    if request.param == "sqlite":
        return None
    if postgres.server_url() is None:
        pytest.skip("MINGCHA_TEST_PG is not set")
    return postgres.emptied()


@pytest.fixture
def world(tmp_path: Path, database_url: str | None) -> Iterator[World]:
    made = make_world(tmp_path / "var", database_url)
    yield made
    made.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped test is a failed one: nothing is left out silently."""
    report = yield
    if report.skipped and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true forbids: {report.longrepr}"
    return report
