"""The directory (名录): units, the people on their rosters, and approved absences, as the last imports left
them. All of it is projected from `roster.imported` and `leave.imported`."""

from sqlalchemy import Boolean, Column, Integer, String, Text

from server.storage.schema import Json, Role, define

unit = define(
    "unit",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("unit", String(32), primary_key=True),
    Column("zh", Text, nullable=False),
    Column("en", Text),
    Column("address", Text),
    Column("entry", String(43), nullable=False),
)

person = define(
    "person",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("staff", String(32), primary_key=True),
    Column("unit", String(32), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_en", Text),
    Column("dept", Text),
    Column("title", Text),
    Column("rank", Text),
    Column("establishment", Text),
    Column("post_kind", String(16), nullable=False),
    Column("room", Text),
    Column("schedule", Text),
    Column("b_post", String(32)),
    Column("status", String(16), nullable=False),
    Column("effective_from", String(10)),
    Column("effective_to", String(10)),
    Column("ended", Boolean, nullable=False),
    Column("entry", String(43), nullable=False),
)

leave = define(
    "leave",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("leave", String(43), primary_key=True),
    Column("staff", String(32), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("kind_zh", Text, nullable=False),
    Column("starts", String(32), nullable=False),
    Column("ends", String(32), nullable=False),
    Column("approver", Text, nullable=False),
    Column("approved_at", String(32), nullable=False),
    Column("source", Text),
    Column("entry", String(43), nullable=False),
)

directory_import = define(
    "directory_import",
    Role.PROJECTION,
    Column("office", String(64), primary_key=True),
    Column("import", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("filename", Text),
    Column("rows", Integer, nullable=False),
    Column("counts", Json, nullable=False),
    Column("actor", String(64)),
    Column("at", String(32), nullable=False),
    Column("entry", String(43), nullable=False),
)
