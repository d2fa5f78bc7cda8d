"""What services receive (服务上下文): one office, one transaction, and everything injected. Knows no web framework."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from server.clock import Clock
from server.domain.entry_types import EntryTypes, load_entry_types
from server.domain.ids import Rng, new_id
from server.errors import Refusal
from server.ledger import media_seal
from server.settings import Settings
from server.storage import sql
from server.storage.blobs import BlobStore
from server.storage.keyring import Keyring
from server.storage.keys import OfficeKeys
from server.storage.ledger import Ledger
from server.storage.office_log import OfficeLog
from server.storage.opening import OpenEntry, open_contents, open_entry
from server.storage.tables import log

if TYPE_CHECKING:
    from server.domain.rules import Rules


@lru_cache
def _rules(config: Path) -> "Rules":
    from server.domain.rules import load_rules

    return load_rules(config)


@dataclass(frozen=True)
class Office:
    """The transaction is opened outside; services never commit."""

    session: Session
    log: OfficeLog
    ledger: Ledger
    keyring: Keyring
    keys: OfficeKeys
    blobs: BlobStore
    clock: Clock
    rng: Rng
    settings: Settings
    id: str

    @property
    def rules(self) -> "Rules":
        """The institution's rules (制度规则), read once per configuration folder."""
        return _rules(self.settings.config)

    @property
    def types(self) -> EntryTypes:
        return load_entry_types(self.settings.config)

    def new_id(self) -> str:
        return new_id(self.clock, self.rng)

    def open(self, entry_id: str, as_of: int | None = None) -> OpenEntry:
        """Open an entry; `as_of` shows its media as received up to that leaf. Raises Refusal `entry_unknown`."""
        row = sql.one(self.session, log.entry, office=self.id, id=entry_id)
        if row is None:
            raise Refusal("entry_unknown", entry=entry_id)
        media = sql.rows(self.session, log.media, office=self.id, entry=entry_id)
        return open_entry(row, self.keyring.get(entry_id), media, as_of)

    def media(self, sealed: str) -> bytes:
        """The original bytes of a medium. Raises Refusal `media_missing` while it isn't here, `media_damaged` when the
        bytes that came don't open."""
        for declared in sql.rows(self.session, log.media, office=self.id, sealed=sealed):
            key = self.media_key(declared["entry"], declared["sd"])
            if declared["received_leaf"] is None or key is None:
                continue
            try:
                with self.blobs.open(sealed) as file:
                    return b"".join(media_seal.open_stream(file, declared["bytes"], key))
            except ValueError as damaged:
                raise Refusal("media_damaged", sealed=sealed) from damaged
        raise Refusal("media_missing", sealed=sealed)

    def media_key(self, entry_id: str, sd: str) -> bytes | None:
        """The key of one declared medium, or None when its entry's text can't be opened."""
        row = sql.one(self.session, log.entry, office=self.id, id=entry_id)
        contents = open_contents(row["seal"], self.keyring.get(entry_id)) if row else None
        return contents.media_keys.get(sd) if contents else None
