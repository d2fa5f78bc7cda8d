"""Findings (问题线索) and all that a reviewer weighs: who looked when, photographs, statement, decision.
All of it follows from the log. What stands here is what phones and office said; what the rules make of it is
computed when it is read."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Text

from server.storage.schema import Json, Role, define, office_key

case_visit = define(
    "case_visit",
    Role.PROJECTION,
    office_key(),
    Column("visit", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("assignment", Text),
    Column("campaign", Text),
    Column("unit", Text),
    Column("date", Text),
    Column("team", Text),
    Column("member", Text),
    Column("position", Text),
    Column("started_at", Text),
    Column("identity_shown_at", Text),
    Column("finished_at", Text),
)
"""One inspector's part of a visit. `unit` is the unit's code; `team` and `member` never leave the office."""

look = define(
    "look",
    Role.PROJECTION,
    office_key(),
    Column("entry", Text, primary_key=True),
    Column("leaf", BigInteger, nullable=False),
    Column("visit", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("elapsed_ms", BigInteger, nullable=False),
    Column("clock_session", Text, nullable=False),
    Column("offset_ms", BigInteger),
    Column("not_before", Text),
    Column("received_at", Text, nullable=False),
    Column("facts", Json, nullable=False),
    Column("finding", Text),
    Column("withdrawn", Text),
    Index("look_by_subject", "office", "visit", "kind", "subject"),
    Index("look_by_finding", "office", "finding"),
)
"""One look. `kind` is person|seat|checklist|observation;
`subject` joins the looks of all inspectors at the same thing; `withdrawn` is the entry that took it back."""

evidence = define(
    "evidence",
    Role.PROJECTION,
    office_key(),
    Column("entry", Text, primary_key=True),
    Column("sd", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("leaf", BigInteger, nullable=False),
    Column("device", Text, nullable=False),
    Column("finding", Text),
    Column("sealed", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("sha256", Text),
    Column("size", BigInteger),
    Column("type", Text),
    Column("name", Text),
    Column("source", Text),
    Column("received", Boolean, nullable=False),
    Column("matched", Boolean),
    Column("format", Text),
    Column("width", Integer),
    Column("height", Integer),
    Column("flags", Json, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Index("evidence_by_finding", "office", "finding", "leaf", "position"),
)
"""A photograph declared by an entry. `format`, upright sizes and `flags` are known once the bytes are here."""

finding = define(
    "finding",
    Role.PROJECTION,
    office_key(),
    Column("finding", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("visit", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("campaign", Text),
    Column("unit", Text),
    Column("date", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("recorded", Text),
    Column("violation", Text),
    Column("status", Text, nullable=False),
    Column("staff", Text),
    Column("name", Text),
    Column("room", Text),
    Column("note", Text),
    Column("seen_at", Text, nullable=False),
    Column("opened_leaf", BigInteger, nullable=False),
    Column("updated_leaf", BigInteger, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("question", Text),
    Column("answered", Boolean, nullable=False),
    Column("confirmed_by", Text),
    Column("override", Text),
    Column("statement", Text),
    Column("statement_taken", Text),
    Column("statement_due", Text),
    Column("statement_expired", Boolean, nullable=False),
    Column("decision", Text),
    Column("decision_number", Text),
    Column("in_force", Text),
    Index("finding_by_subject", "office", "visit", "kind", "subject"),
    Index("finding_by_campaign", "office", "campaign", "opened_leaf"),
    Index("finding_by_status", "office", "status", "opened_leaf"),
)
"""One matter to decide. `recorded` is what the phone carried (a fact), `violation` what was confirmed (认定).
`number` counts the findings of a day, for LJ-2026-0316-003."""

finding_question = define(
    "finding_question",
    Role.PROJECTION,
    office_key(),
    Column("question", Text, primary_key=True),
    Column("finding", Text, nullable=False, index=True),
    Column("leaf", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_at", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("answer", Text),
    Column("answer_entry", Text),
    Column("answered_at", Text),
    Column("answered_by_device", Text),
)

statement = define(
    "statement",
    Role.PROJECTION,
    office_key(),
    Column("statement", Text, primary_key=True),
    Column("finding", Text, nullable=False, index=True),
    Column("leaf", BigInteger, nullable=False),
    Column("entry", Text, nullable=False),
    Column("taken", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("received_on", Text, nullable=False),
    Column("reason", Text),
    Column("media", Integer, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
)
"""What the unit said (陈述), and how it was taken: accepted, partly, rejected, or pending."""

decision = define(
    "decision",
    Role.PROJECTION,
    office_key(),
    Column("decision", Text, primary_key=True),
    Column("finding", Text, nullable=False, index=True),
    Column("leaf", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("organ", Text, nullable=False),
    Column("measures", Json, nullable=False),
    Column("decided_on", Text, nullable=False),
    Column("in_force", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
)
"""The competent organ's decision (处理决定). `measures` is a list of ids from `config/measures`."""

finding_act = define(
    "finding_act",
    Role.PROJECTION,
    office_key(),
    Column("finding", Text, primary_key=True),
    Column("leaf", BigInteger, primary_key=True, autoincrement=False),
    Column("entry", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("actor", Text),
    Column("at", Text, nullable=False),
    Column("detail", Json, nullable=False),
)
"""Everything the office did with a finding, in order, with the reason given."""
