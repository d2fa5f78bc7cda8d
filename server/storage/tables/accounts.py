"""Accounts of the console. Who exists and with which roles is a projection of the log; password hashes, open
sessions and the login throttle are configuration: secrets and passing state that no log should carry."""

from sqlalchemy import Boolean, Column, Integer, Text

from server.storage.schema import Json, Role, define, office_key

account = define(
    "account",
    Role.PROJECTION,
    office_key(),
    Column("account", Text, primary_key=True),
    Column("username", Text, nullable=False),
    Column("display_zh", Text, nullable=False),
    Column("display_en", Text),
    Column("roles", Json, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("deactivated_at", Text),
)

credential = define(
    "credential",
    Role.CONFIGURATION,
    office_key(),
    Column("username", Text, primary_key=True),
    Column("account", Text, nullable=False, index=True),
    Column("hash", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("changed_at", Text, nullable=False),
)

login_session = define(
    "login_session",
    Role.CONFIGURATION,
    office_key(),
    Column("token_sha256", Text, primary_key=True),
    Column("session", Text, nullable=False),
    Column("account", Text, nullable=False, index=True),
    Column("opened_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
)

login_throttle = define(
    "login_throttle",
    Role.CONFIGURATION,
    office_key(),
    Column("scope", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
)
