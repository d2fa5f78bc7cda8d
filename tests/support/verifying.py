"""A reviewer at the console who confirms what phones recorded, by the page's own forms."""

import re
from typing import Any

from werkzeug.test import TestResponse

from tests.support.office import OfficeClient

SCRIPTED = {"X-Office-Form": "1"}
"""What the console's own script sends, so that a refusal comes back as its code."""


def page(client: OfficeClient, finding: str) -> str:
    answer = client.get(f"/office/findings/{finding}")
    assert answer.status_code == 200, answer.text
    return answer.text


def act(client: OfficeClient, finding: str, name: str, **fields: Any) -> TestResponse:
    """Sends one form of the finding's page, as the page was when it was opened."""
    shown = page(client, finding)
    seen = {field: _hidden(shown, field) for field in ("revision", "key")}
    return client.post(f"/office/findings/{finding}/{name}", {**seen, **fields}, headers=SCRIPTED)


def confirm(client: OfficeClient, finding: str, code: str, override: str = "") -> str:
    """认定成立; answers `confirmed` or the code of the refusal."""
    answer = act(client, finding, "confirm", violation=code, reason="照片清楚", override=override)
    return "confirmed" if answer.status_code < 400 else refusal(answer)


def refusal(answer: TestResponse) -> str:
    """The code of a refusal."""
    assert answer.status_code >= 400, answer.text
    return str(answer.get_json()["code"])


def _hidden(shown: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', shown)
    assert found, name
    return found[1]
