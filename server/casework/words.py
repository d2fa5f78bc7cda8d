"""The few words that a drawing of this area needs, wherever it is drawn: on a page, in a statement, in an annex."""

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from server.domain.labels import Language

Words = Callable[..., str]


@lru_cache
def _catalogue(config: Path, language: Language) -> dict[str, str]:
    path = config / "locales" / language / "casework.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


def words(config: Path, language: Language) -> Words:
    """`say("state.present")`, `say("gap", minutes=36)`. Raises KeyError for a sentence that isn't there."""

    def say(name: str, **values: object) -> str:
        return _catalogue(config, language)[name].format(**values)

    return say
