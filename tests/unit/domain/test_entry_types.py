"""The types of entries and the kinds of their members, from the product's own configuration."""

from pathlib import Path

import pytest

from server.domain.entry_types import Field, fault, load_entry_types, value_fits

TYPES = load_entry_types(Path(__file__).resolve().parents[3] / "config")


def test_a_type_belongs_to_phones_or_to_the_office() -> None:
    assert TYPES.find("phone", "observation.recorded") is not None
    assert TYPES.find("office", "observation.recorded") is None
    assert TYPES.find("phone", "office.founded") is None
    assert TYPES.find("phone", "nothing.known") is None


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("id", "01-ab_Z", "a b"),
        ("code", "0.1.0+x", "代码"),
        ("count", 0, -1),
        ("count", 5, True),
        ("ms", 2**52, 2**53),
        ("number", -1.5, "1"),
        ("number", 1, float("inf")),
        ("bool", False, 0),
        ("time", "2026-11-22T09:05:03.123+08:00", "2026-11-22T09:05:03"),
        ("time", "09:05", "24:00"),
        ("date", "2026-11-22", "2026-1-2"),
        ("text", "", None),
        ("text", "字" * 20_000, "字" * 20_001),
        ("object", {}, []),
        ("list", [], {}),
        (("yes", "no"), "yes", "maybe"),
    ],
)
def test_each_kind_takes_its_values_and_no_others(
    kind: str | tuple[str, ...], good: object, bad: object
) -> None:
    assert value_fits(kind, good)
    assert not value_fits(kind, bad)


def test_the_member_that_is_wrong_is_named() -> None:
    fields = {"a": Field("count", optional=False), "b": Field("text", optional=True)}
    assert fault(fields, {"a": 1}) is None
    assert fault(fields, {"b": "x"}) == "a"
    assert fault(fields, {"a": 1, "c": 2}) == "c"
    assert fault(fields, {"a": "1"}) == "a"
    assert fault(fields, {}, partial=True) is None


def test_every_kind_of_the_configuration_is_known() -> None:
    for found in TYPES.types.values():
        for field in (*found.clear.values(), *found.private.values()):
            value_fits(field.kind, None)
