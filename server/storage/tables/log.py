"""The log and what is kept in step with it inside the append transaction."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Text, UniqueConstraint

from server.storage.schema import Json, Role, define, office_key

entry = define(
    "entry",
    Role.LOG,
    office_key(),
    Column("leaf", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("jws", Text, nullable=False),
    Column("seal", Text),
    Column("verdict", Text, nullable=False),
    Column("code", Text),
    Column("received_at", Text, nullable=False),
    Column("receipt", Text),
    Column("key", Text),
    UniqueConstraint("office", "id"),
    UniqueConstraint("office", "key"),
    Index("entry_by_device", "office", "device", "seq"),
    Index("entry_by_type", "office", "type", "leaf"),
)
"""Every leaf. `seal` is the sealed text without its recipients, or as it came when it can't be opened."""

media_receipt = define(
    "media_receipt",
    Role.LOG,
    office_key(),
    Column("entry", Text, primary_key=True),
    Column("sd", Text, primary_key=True),
    Column("leaf", BigInteger, nullable=False),
    Column("receipt", Text, nullable=False),
)

checkpoint = define(
    "checkpoint",
    Role.LOG,
    office_key(),
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("at", Text, nullable=False),
)

node = define(
    "node",
    Role.PROJECTION,
    office_key(),
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("index", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary, nullable=False),
)
"""The complete subtrees of the Merkle tree."""

head = define(
    "head",
    Role.PROJECTION,
    office_key(),
    Column("size", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("prev", Text),
)
"""The ledger's size and the newest office entry. Locked by every append."""

guard = define(
    "guard",
    Role.PROJECTION,
    office_key(),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)
"""The leaf of the newest entry that named a thing: what an editor must have seen to change it."""

media = define(
    "media",
    Role.PROJECTION,
    office_key(),
    Column("entry", Text, primary_key=True),
    Column("sd", Text, primary_key=True),
    Column("device", Text, nullable=False),
    Column("leaf", BigInteger, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("received_leaf", BigInteger),
    Column("matched", Boolean),
    Column("fault", Text),
    Index("media_by_sealed", "office", "sealed"),
    Index("media_missing", "office", "device", "received_leaf"),
)
"""Every medium that an entry declares, and whether its bytes are here."""

office = define(
    "office",
    Role.PROJECTION,
    office_key(),
    Column("origin", Text, nullable=False),
    Column("sign_key", Json, nullable=False),
    Column("intake_key", Json, nullable=False),
    Column("name_zh", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("filing_number", Text),
    Column("complaints", Text),
)

projection_cursor = define(
    "projection_cursor",
    Role.PROJECTION,
    office_key(),
    Column("projection", Text, primary_key=True),
    Column("leaf", BigInteger, nullable=False),
)
"""How many leaves a projection has read."""

projection_fault = define(
    "projection_fault",
    Role.PROJECTION,
    office_key(),
    Column("projection", Text, primary_key=True),
    Column("leaf", BigInteger, nullable=False),
    Column("message", Text, nullable=False),
)
"""A projection that stopped, at which leaf and why. The others go on."""
