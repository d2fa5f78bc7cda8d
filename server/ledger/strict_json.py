"""JSON read strictly (RFC 8259, I-JSON of RFC 7493): a signed text must have one meaning for every reader."""

import json
from typing import Any, NoReturn


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # RFC 7493 §2.3: objects MUST NOT have members with duplicate names.
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


def read_json(text: str | bytes) -> Any:
    """Parse. Raises ValueError for anything that another parser might read otherwise."""
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except RecursionError as deep:
        raise ValueError("nested too deeply") from deep


def read_object(text: str | bytes) -> dict[str, Any]:
    """Parse an object. Raises ValueError for any other value."""
    value = read_json(text)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def compact(value: object) -> str:
    """The form in which we write what we sign: compact, sorted, UTF-8. Readers never depend on it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
