"""One family of refusals. Each carries a stable code; `config/locales/errors.json` has its sentence in Chinese and
English and its HTTP status, so that the same refusal reads the same in the API, the console and the command line."""

from collections.abc import Mapping


class Refusal(Exception):  # noqa: N818 - a refusal is the domain's word: the caller asked, and we decline with a reason
    """Declines a request. `code` is stable for ever; `details` fill the sentence and reach the client."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, object] = details

    def __str__(self) -> str:
        return f"{self.code} {dict(self.details)}" if self.details else self.code
