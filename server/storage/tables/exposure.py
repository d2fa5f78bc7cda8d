"""Exposure (曝光): masked copies and who approved them, the legal checklist, publications and internal drafts.
All of it follows from the office's entries."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Text

from server.storage.schema import Json, Role, define, office_key

redaction = define(
    "redaction",
    Role.PROJECTION,
    office_key(),
    Column("redaction", Text, primary_key=True),
    Column("finding", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("sd", Text, nullable=False),
    Column("boxes", Integer, nullable=False),
    Column("geometry", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("sha256", Text),
    Column("size", BigInteger),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("made_leaf", BigInteger, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", Text),
    Column("decided_leaf", BigInteger),
    Column("reason", Text),
    Index("redaction_by_photograph", "office", "entry", "sd", "made_leaf"),
    Index("redaction_by_finding", "office", "finding"),
)
"""A masked copy (打码件) of one photograph; `state` is made|approved|refused. The newest of a photograph counts.
`geometry` lists [left, top, width, height] in pixels of the upright original."""

legal_check = define(
    "legal_check",
    Role.PROJECTION,
    office_key(),
    Column("finding", Text, primary_key=True),
    Column("campaign", Text, nullable=False),
    Column("items", Json, nullable=False),
    Column("note", Text),
    Column("signed_by", Text, nullable=False),
    Column("signed_at", Text, nullable=False),
    Column("leaf", BigInteger, nullable=False),
)
"""The legal checklist (法律审查) of one finding, as it was signed last."""

publication = define(
    "publication",
    Role.PROJECTION,
    office_key(),
    Column("publication", Text, primary_key=True),
    Column("campaign", Text, nullable=False, index=True),
    Column("findings", Json, nullable=False),
    Column("final", Boolean, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("requested_at", Text, nullable=False),
    Column("requested_leaf", BigInteger, nullable=False),
    Column("approved_by", Text),
    Column("approved_at", Text),
    Column("approved_leaf", BigInteger),
    Column("issued_by", Text),
    Column("issued_at", Text),
    Column("issued_leaf", BigInteger),
    Column("issued_entry", Text),
    Column("manifest_sha256", Text),
    Column("documents", Json),
)
"""A bulletin on its way out; `state` is requested|approved|issued. `documents` maps the names of what was issued to
their sealed bytes."""

draft_export = define(
    "draft_export",
    Role.PROJECTION,
    office_key(),
    Column("entry", Text, primary_key=True),
    Column("campaign", Text, nullable=False, index=True),
    Column("findings", Json, nullable=False),
    Column("exported_by", Text, nullable=False),
    Column("exported_at", Text, nullable=False),
)
"""That somebody took an internal draft (内部稿) out of the system."""
