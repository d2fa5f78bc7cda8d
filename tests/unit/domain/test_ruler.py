"""The time ruler puts every moment where it belongs, keeps words apart and says its state without colour."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from server.clock import CHINA
from server.domain.ruler import Bar, Bound, Mark, Ruler, Span, apart, breadth, centred, lanes, scale
from server.domain.ruler_svg import draw

DAY = datetime(2026, 11, 22, tzinfo=CHINA)
SVG = "{http://www.w3.org/2000/svg}"


def at(hour: int, minute: int) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


def example(first: str = "absent") -> Ruler:
    return Ruler(
        marks=[
            Mark(at(9, 5), first, "09:05 不在岗", at(8, 30), at(11, 0), (1, 2)),  # type: ignore[arg-type]
            Mark(at(9, 41), "absent", "09:41 不在岗", at(8, 30), at(11, 0), (3,)),
        ],
        bounds=[Bound(at(9, 0), "上班"), Bound(at(17, 30), "下班")],
        hours=[(at(9, 0), at(12, 0))],
        bars=[Bar(at(8, 0), at(9, 15), "leave", "公出 <李某> 08:00–09:15")],
        spans=[Span(at(9, 5), at(9, 41), "36 分钟 ≥ 30", met=True)],
    )


def test_the_window_holds_every_look_and_only_nearby_bounds() -> None:
    rule = scale(example(), 760, 24)
    assert all(rule.shows(mark.at) for mark in example().marks)
    assert rule.shows(at(9, 0))
    assert not rule.shows(at(17, 30))


@given(st.lists(st.integers(0, 1439), min_size=1, max_size=12))
def test_later_looks_never_stand_further_left(minutes: list[int]) -> None:
    marks = [Mark(DAY + timedelta(minutes=m), "neutral", "x") for m in sorted(minutes)]
    rule = scale(Ruler(marks), 760, 24)
    places = [rule.x(mark.at) for mark in marks]
    assert places == sorted(places)
    assert all(0 <= place <= 760 for place in places)
    assert len(rule.ticks()) <= 10


@given(st.lists(st.tuples(st.floats(0, 700), st.floats(1, 120)), max_size=20))
def test_words_in_one_lane_never_touch(stretches: list[tuple[float, float]]) -> None:
    places = [(left, left + width) for left, width in stretches]
    rows = lanes(places)
    for one, (left, right) in enumerate(places):
        for other, (start, end) in enumerate(places[:one]):
            assert rows[one] != rows[other] or right + 6 <= start or left - 6 >= end


def test_two_looks_of_the_same_minute_stand_side_by_side() -> None:
    assert apart([100.0, 100.0, 300.0]) == [91.0, 109.0, 300.0]
    assert apart([10.0, 60.0]) == [10.0, 60.0]


def test_a_label_at_the_edge_is_pushed_back_onto_the_page() -> None:
    left, right = centred(758, "09:41 不在岗", 760)
    assert right <= 758
    assert abs(right - left - breadth("09:41 不在岗")) < 0.01


def test_the_drawing_is_valid_xml_that_names_looks_photographs_and_threshold() -> None:
    drawn = ElementTree.fromstring(draw(example(), title='09:05 & "09:41"'))
    words = [e.text for e in drawn.iter(f"{SVG}text")]
    assert {"09:05 不在岗", "09:41 不在岗", "上班", "✓ 36 分钟 ≥ 30", "1", "2", "3"} <= set(words)
    assert drawn.get("aria-label") == '09:05 & "09:41"'
    assert not [e for e in drawn.iter() if e.get("style")]


def test_states_differ_in_shape_and_not_only_in_colour() -> None:
    shapes = {state: draw(example(state), title="t").count("<polygon") for state in ("present", "absent")}
    assert shapes["absent"] == shapes["present"] + 1
    assert "<circle" in draw(example("present"), title="t")


def test_a_threshold_that_is_missed_is_marked_with_a_cross() -> None:
    missed = Ruler([Mark(at(9, 5), "absent", "a")], spans=[Span(at(9, 5), at(9, 34), "29 < 30", met=False)])
    assert "✗ 29 &lt; 30" in draw(missed, title="t")


def test_nothing_to_show_draws_nothing() -> None:
    assert draw(Ruler([]), title="t") == ""
