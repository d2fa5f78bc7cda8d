"""The sentences of refusals (提示语): one catalogue leads from a stable code to HTTP status and to Chinese and English.

Each area of the server keeps a file of its own under `config/locales/errors/`; a code stands in exactly one of them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from server.errors import Refusal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Sentence:
    """One refusal's HTTP status and its text in both languages, with `{placeholders}` filled from the details."""

    status: int
    zh: str
    en: str


class _Details(dict[str, object]):
    """A placeholder without a value prints as an ellipsis rather than breaking the sentence that explains a failure."""

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True)
class ErrorCatalogue:
    """All codes known to this installation."""

    sentences: Mapping[str, Sentence]

    def status(self, code: str) -> int:
        return self.sentences[code].status

    def render(self, refusal: Refusal, language: Language) -> str:
        sentence = self.sentences[refusal.code]
        text = sentence.zh if language == "zh" else sentence.en
        return text.format_map(_Details(refusal.details))

    def body(self, refusal: Refusal) -> dict[str, Any]:
        """The JSON of a refusal on the wire (docs/protocol.md §5)."""
        message = {"zh": self.render(refusal, "zh"), "en": self.render(refusal, "en")}
        return {"code": refusal.code, "message": message, "details": dict(refusal.details)}


def load_errors(config: Path) -> ErrorCatalogue:
    """Read every catalogue. Raises ValueError when a code stands twice: a code has one meaning."""
    sentences: dict[str, Sentence] = {}
    for path in sorted((config / "locales" / "errors").glob("*.json")):
        for code, fields in json.loads(path.read_text(encoding="utf-8")).items():
            if code in sentences:
                raise ValueError(f"{path.name}: the code {code} is already taken")
            sentences[code] = Sentence(**fields)
    return ErrorCatalogue(sentences)
