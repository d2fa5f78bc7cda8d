"""The few words of this area that a refusal must contain, in both languages."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path


@lru_cache
def _catalogue(config: Path, language: str) -> dict[str, str]:
    return dict(json.loads((config / "locales" / language / "exposure.json").read_text("utf-8")))


def lacks_text(config: Path, language: str, codes: Iterable[str]) -> str:
    """没有陈述记录、没有决定文号 / no statement on file, no decision number."""
    return ("、" if language == "zh" else ", ").join(
        _catalogue(config, language)[f"lack.{code}"] for code in codes
    )
