"""Planning (计划): hours of work, campaigns, who visits what and when, and the bundles that phones fetch.
`visit` also keeps when a phone started and finished, as its own entries say."""

from sqlalchemy import Boolean, Column, Integer, String, Text

from server.storage.schema import Json, Role, define

schedule = define(
    "schedule",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("schedule", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("layers", Json, nullable=False),
    Column("set_at", String(32), nullable=False),
    Column("entry", String(43), nullable=False),
)

calendar_year = define(
    "calendar_year",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("days", Json, nullable=False),
    Column("entry", String(43), nullable=False),
)

campaign = define(
    "campaign",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("campaign", String(64), primary_key=True),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("plan_number", Text, nullable=False),
    Column("basis", Text),
    Column("starts", String(10), nullable=False),
    Column("ends", String(10), nullable=False),
    Column("opened_at", String(32), nullable=False),
    Column("opened_by", String(64)),
    Column("entry", String(43), nullable=False),
)

assignment = define(
    "assignment",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("assignment", String(64), primary_key=True),
    Column("campaign", String(64), nullable=False, index=True),
    Column("visit", String(64), nullable=False, index=True),
    Column("device", String(64), nullable=False, index=True),
    Column("unit", String(32), nullable=False),
    Column("date", String(10), nullable=False, index=True),
    Column("team", Text, nullable=False),
    Column("member", Text, nullable=False),
    Column("assigned_at", String(32), nullable=False),
    Column("assigned_by", String(64)),
    Column("entry", String(43), nullable=False),
)

visit = define(
    "visit",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("visit", String(64), primary_key=True),
    Column("device", String(64), primary_key=True),
    Column("assignment", String(64), nullable=False),
    Column("campaign", String(64), nullable=False),
    Column("position", String(16), nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("started_entry", String(43), nullable=False),
    Column("identity_at", String(40)),
    Column("identity_entry", String(43)),
    Column("finished_at", String(40)),
    Column("finished_entry", String(43)),
    Column("unchecked", Integer),
)

bundle = define(
    "bundle",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("sha256", String(43), primary_key=True),
    Column("device", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("body_sha256", String(43), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("sealed", String(43), nullable=False),
    Column("issued_at", String(32), nullable=False),
    Column("entry", String(43), nullable=False),
)

question = define(
    "question",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("question", String(64), primary_key=True),
    Column("finding", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("asked_at", String(32), nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("answered_entry", String(43)),
    Column("entry", String(43), nullable=False),
)

subject = define(
    "finding_subject",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("visit", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("entry", String(43), nullable=False),
)
