"""Phones: their keys and state, the codes that admit them, and how they are called."""

from sqlalchemy import BigInteger, Column, Integer, Text, UniqueConstraint

from server.storage.schema import Json, Role, define, office_key

device = define(
    "device",
    Role.PROJECTION,
    office_key(),
    Column("device", Text, primary_key=True),
    Column("invitation", Text, nullable=False),
    Column("log_key", Json, nullable=False),
    Column("auth_key", Json, nullable=False),
    Column("status", Text, nullable=False),
    Column("length", BigInteger, nullable=False),
    Column("head", Text),
    Column("enrolled_leaf", BigInteger, nullable=False),
)
"""Kept inside the append transaction: acceptance judges by it."""

invitation = define(
    "invitation",
    Role.CONFIGURATION,
    office_key(),
    Column("invitation", Text, primary_key=True),
    Column("code_hash", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Column("device", Text),
    Column("answer", Text),
    UniqueConstraint("office", "code_hash"),
)
"""A one-time code, as its hash. `answer` is what the enrolled phone was told, to be told again if it got lost."""

enrol_try = define(
    "enrol_try",
    Role.CONFIGURATION,
    office_key(),
    Column("source", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("tries", Integer, nullable=False),
)

contact = define(
    "device_contact",
    Role.CONFIGURATION,
    office_key(),
    Column("device", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("announced_seq", BigInteger),
    Column("announced_id", Text),
)
"""When a phone last called and the newest entry that it announced: it names a tail that never came."""

invited = define(
    "device_invited",
    Role.PROJECTION,
    office_key(),
    Column("invitation", Text, primary_key=True),
    Column("inspector", Text),
    Column("team", Text),
    Column("expires", Text, nullable=False),
    Column("device", Text),
    Column("invited_at", Text, nullable=False),
    Column("enrolled_at", Text),
)
"""Who holds which phone (检查人员身份): one of the four secrets, for the device screen of the administrator alone."""

pseudonym = define(
    "pseudonym",
    Role.PROJECTION,
    office_key(),
    Column("campaign", Text, primary_key=True),
    Column("device", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("member", Text, nullable=False),
    UniqueConstraint("office", "campaign", "team", "member"),
)
"""How a phone is called inside the office during one campaign (代号): 第三组·乙."""
