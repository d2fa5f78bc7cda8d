"""Founding an office (机构设立): its keys, its tables, and the first leaf of its ledger. Done twice,
it changes nothing the second time."""

from sqlalchemy.orm import Session

from server.clock import Clock
from server.domain.ids import Rng, new_id
from server.settings import Settings
from server.storage.database import create_tables
from server.storage.keyring import create_keyring
from server.storage.keys import make_keys
from server.storage.store import Store, open_store


def found(
    settings: Settings,
    clock: Clock,
    rng: Rng,
    *,
    name_zh: str,
    name_en: str,
    filing_number: str | None = None,
    complaints: str | None = None,
    origin: str | None = None,
) -> Store:
    """Make what is missing and return the opened store. `origin` names the ledger in checkpoints (no `+`, no space)."""
    if not (settings.keys / "office.json").exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        settings.data.chmod(0o700)
        office = new_id(clock, rng)
        make_keys(settings.keys, office, origin or f"mingcha/{office}", rng)
    store = open_store(settings, clock, rng)
    create_tables(store.engine)
    create_keyring(store.keyring_engine)
    keys = store.keys
    with Session(store.engine) as session, store.writing(session) as ours:
        clear = {"origin": keys.origin, "sign_key": keys.sign_jwk, "intake_key": keys.intake_jwk}
        names: dict[str, object] = {"name_zh": name_zh, "name_en": name_en}
        contact: dict[str, object] = {"filing_number": filing_number, "complaints": complaints}
        ours.log.append(
            "office.founded", actor="system", clear=clear, private=names | contact, key="office.founded"
        )
    return store
