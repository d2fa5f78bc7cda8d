"""Hours as people type them, and the layers they become."""

import pytest
from werkzeug.datastructures import MultiDict

from server.domain.schedule import parse_schedule
from server.errors import Refusal
from server.web.office.hours_form import form_of, read_layers, read_spans, show_spans


@pytest.mark.parametrize(
    "typed",
    [
        "09:00-12:00 13:30-17:00",
        "9:00-12:00, 13:30-17:00",
        "9:00－12:00、13:30～17:00",
        "9:00至12:00；13:30到17:00",
    ],
)
def test_hours_are_read_as_people_type_them(typed: str) -> None:
    assert read_spans(typed, "hours") == [["09:00", "12:00"], ["13:30", "17:00"]]


@pytest.mark.parametrize("typed", ["morning", "9-12", "09:00-12:00 and later"])
def test_what_is_not_hours_is_refused_not_guessed(typed: str) -> None:
    with pytest.raises(Refusal, match="schedule_invalid"):
        read_spans(typed, "hours")


def test_every_layer_of_the_form_is_read_and_shown_again() -> None:
    form = MultiDict(
        [
            ("hours", "09:00-12:00 13:30-17:00"),
            ("extra", "5"),
            ("season_from", "05-01"),
            ("season_to", "09-30"),
            ("season_hours", "09:00-12:00 14:30-17:30"),
            ("season_from", ""),
            ("season_to", ""),
            ("season_hours", ""),
            ("window_for", "window"),
            ("window_extra", "5,6"),
            ("window_hours", "08:30-17:30"),
            ("window_for", "审批科"),
            ("window_extra", ""),
            ("window_hours", "09:00-16:00"),
            ("person_staff", "LJ01001"),
            ("person_from", "2026-11-01"),
            ("person_to", ""),
            ("person_reason", "哺乳"),
            ("person_hours", "10:00-12:00 13:30-17:00"),
        ]
    )
    layers = read_layers(form)
    parse_schedule(layers)
    assert layers["extra_weekdays"] == [5]
    assert layers["seasons"] == [
        {"from": "05-01", "to": "09-30", "hours": [["09:00", "12:00"], ["14:30", "17:30"]]}
    ]
    assert [row.get("post_kind") or row.get("dept") for row in layers["windows"]] == ["window", "审批科"]
    assert layers["persons"][0]["staff"] == "LJ01001"
    shown = form_of(layers)
    assert shown["hours"] == "09:00-12:00 13:30-17:00"
    assert shown["persons"][0]["reason"] == "哺乳"
    assert len(shown["seasons"]) == 3


def test_every_day_leaves_no_single_weekdays() -> None:
    layers = read_layers(MultiDict([("hours", "00:00-24:00"), ("every_day", "1"), ("extra", "5")]))
    assert layers == {"hours": [["00:00", "24:00"]], "every_day": True}


def test_nothing_set_shows_an_empty_form() -> None:
    assert show_spans(None) == ""
    assert form_of({})["hours"] == ""
