"""The institution's rules are data with their provenance, and the program reads them as DOMAIN says."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from server.domain.messages import load_errors
from server.domain.rules import load_rules
from server.errors import Refusal
from tests.support.looks import CONFIG, RULES


def test_the_codebook_has_its_61_codes_in_both_languages() -> None:
    assert len(RULES.codebook.codes) == 61
    for violation in RULES.codebook.codes.values():
        assert all(
            (violation.zh, violation.en, violation.evidence_en, violation.fairness_en, violation.source)
        )
        assert violation.en.isascii() and violation.category_en.isascii()  # noqa: PT018 - both English


def test_a_phone_carries_facts_and_never_a_label_or_a_lead() -> None:
    carried = {violation.code for violation in RULES.codebook.on_phone()}
    assert "A03" in carried
    assert carried.isdisjoint({"A01", "A02", "A04", "A05", "A07", "I01", "I04", "X01", "X03"})


def test_severity_four_is_always_a_lead() -> None:
    assert {v.code for v in RULES.codebook.codes.values() if v.severity == 4} == {"I01", "I04", "X03"}
    assert {v.code for v in RULES.codebook.codes.values() if v.on_phone == "lead"} == {"I01", "I04", "X03"}


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(Refusal, match="violation_unknown"):
        RULES.codebook["Z99"]


def test_the_spans_of_the_rules_are_the_codebooks() -> None:
    assert (RULES.second_look_minutes, RULES.unattended_minutes) == (30, 10)
    assert RULES.codebook["A04"].written_confirmation_suffices
    assert (RULES.thresholds.late_grace_minutes, RULES.thresholds.late_unverified_minutes) == (5, 30)
    assert (RULES.thresholds.dismissal_consecutive_days, RULES.thresholds.dismissal_yearly_days) == (15, 30)


def test_four_plates_and_one_board_are_five_ticks_marked_as_an_example() -> None:
    checklist = RULES.checklists["plates_and_board"]
    assert [item.violation for item in checklist.items] == [None, "B02", "B01", "B03", "B04"]
    assert checklist.provenance.example


@pytest.mark.parametrize(
    ("name", "start", "due"),
    [
        ("verify", date(2026, 9, 30), date(2026, 10, 9)),
        ("statement", date(2026, 9, 30), date(2026, 10, 13)),
        ("rectify_at_once", date(2026, 9, 30), date(2026, 10, 10)),
        ("civil_servant_review", date(2026, 3, 16), date(2026, 4, 15)),
        ("sanction_reconsideration", date(2026, 1, 31), date(2026, 2, 28)),
        ("sanction_rereview_decision", date(2026, 11, 30), date(2027, 1, 30)),
    ],
)
def test_deadlines_count_working_days_natural_days_or_months(name: str, start: date, due: date) -> None:
    assert RULES.deadlines[name].due(start, RULES.calendar) == due


def test_a_deadline_in_hours_has_no_date() -> None:
    with pytest.raises(ValueError, match="hours"):
        RULES.deadlines["sync"].due(date(2026, 3, 16), RULES.calendar)


def test_sanctions_run_for_their_terms() -> None:
    terms = {m.zh: m.months for m in RULES.measures.values() if m.kind == "sanction"}
    assert terms == {"警告": 6, "记过": 12, "记大过": 18, "降级": 24, "撤职": 24, "开除": None}


def test_ban_lists_map_to_codes_that_exist() -> None:
    for ban_list in RULES.ban_lists.values():
        assert ban_list.provenance.example
        assert all(code in RULES.codebook.codes for ban in ban_list.bans for code in ban.violations)


def test_every_rule_file_says_source_version_and_date() -> None:
    for folder in (
        "attendance",
        "ban_lists",
        "calendars",
        "checklists",
        "codebook",
        "deadlines",
        "directory",
        "measures",
    ):
        for path in (CONFIG / folder).glob("*.json"):
            assert {"source", "version", "effective"} <= set(json.loads(path.read_text("utf-8"))), path.name


def test_a_rule_file_without_provenance_is_refused_by_name(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    (tmp_path / "config" / "measures" / "measures.json").write_text('{"measures": []}', "utf-8")
    with pytest.raises(ValueError, match=r"measures\.json"):
        load_rules(tmp_path / "config")


def test_a_checklist_may_not_name_a_code_that_phones_cannot_carry(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    path = tmp_path / "config" / "checklists" / "plates_and_board.json"
    path.write_text(path.read_text("utf-8").replace('"B02"', '"A04"'), "utf-8")
    with pytest.raises(ValueError, match="desk_plate"):
        load_rules(tmp_path / "config")


def test_a_repeated_or_misfiled_code_is_refused(tmp_path: Path) -> None:
    shutil.copytree(CONFIG, tmp_path / "config")
    path = tmp_path / "config" / "codebook" / "codebook.tsv"
    text = path.read_text("utf-8")
    path.write_text(text + text.splitlines()[1] + "\n", "utf-8")
    with pytest.raises(ValueError, match="twice"):
        load_rules(tmp_path / "config")
    path.write_text(text.replace("\tderived\t", "\trumour\t", 1), "utf-8")
    with pytest.raises(ValueError, match="A01"):
        load_rules(tmp_path / "config")


def test_every_condition_and_reason_has_words_in_both_languages() -> None:
    for texts in (*RULES.labels.conditions.values(), *RULES.labels.reasons.values()):
        assert texts["zh"] and texts["en"]  # noqa: PT018 - one pair


def test_no_code_of_refusal_is_defined_twice() -> None:
    assert load_errors(CONFIG).status("duplicate_id") == 422
