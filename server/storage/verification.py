"""Verification of the whole ledger (总账核验): nothing is believed, everything is computed again from stored bytes.

Reads only. It tells what it looked at and what is wrong; `mingcha ledger verify` prints it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from server.ledger import jws, merkle
from server.ledger.b64 import b64u
from server.ledger.checkpoint import read_checkpoint
from server.ledger.envelope import TYP, read_envelope
from server.ledger.jwk import PublicKey, read_jwk
from server.storage import sql
from server.storage.context import Office
from server.storage.tables import log
from server.storage.verify_entry import Chains, check_entry
from server.storage.verify_media import check_media

Progress = Callable[[int, int], None]
_BATCH = 500


@dataclass
class Report:
    """Counts of what was checked, and every fault as `(code, where)`."""

    entries: int = 0
    checkpoints: int = 0
    blobs: int = 0
    root: str = ""
    faults: list[tuple[str, str]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.faults


def verify(office: Office, progress: Progress) -> Report:
    """Every signature, chain, leaf, root, checkpoint, receipt, seal and blob."""
    report = Report()
    keys = _device_keys(office)
    tree = _Tree()
    chains = Chains()
    size = office.ledger.head().size
    noted = {row["size"]: row["note"] for row in sql.rows(office.session, log.checkpoint, office=office.id)}
    _check_checkpoint(office, noted, tree, report)
    for row in _leaves(office):
        if row["leaf"] != report.entries:
            report.faults.append(("leaf_missing", str(report.entries)))
        report.faults += [(code, row["id"]) for code in check_entry(office, row, keys, chains)]
        _grow(tree, row, report)
        report.entries += 1
        _check_checkpoint(office, noted, tree, report)
        if report.entries % _BATCH == 0:
            progress(report.entries, size)
    report.root = b64u(tree.root())
    if report.entries != size:
        report.faults.append(("size_differs", f"{report.entries} / {size}"))
    if size and office.ledger.tree.root(size) != tree.root():
        report.faults.append(("root_differs", b64u(office.ledger.tree.root(size))))
    report.faults += [("checkpoint_beyond", str(beyond)) for beyond in noted if beyond > report.entries]
    report.blobs, wrong = check_media(office)
    report.faults += wrong
    progress(report.entries, size)
    return report


class _Tree:
    """The tree computed anew, in memory: the hashes of the complete subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self._nodes: dict[tuple[int, int], bytes] = {}

    def add(self, entry_id: str) -> None:
        new = merkle.grow(
            self.size, [merkle.leaf_hash(entry_id)], lambda level, index: self._nodes[level, index]
        )
        self._nodes |= new
        self.size += 1

    def root(self) -> bytes:
        return merkle.root(self.size, lambda level, index: self._nodes[level, index])


def _grow(tree: _Tree, row: sql.Row, report: Report) -> None:
    """The leaf is the hash of what is stored, whatever the id beside it says."""
    try:
        tree.add(jws.parse(row["jws"], TYP).id)
    except ValueError:
        report.faults.append(("entry_unreadable", row["id"]))
        tree.add(row["id"])


def _leaves(office: Office) -> Iterator[sql.Row]:
    start = 0
    while True:
        query = select(log.entry).where(log.entry.c.office == office.id, log.entry.c.leaf >= start)
        batch = sql.fetch(office.session, query.order_by(log.entry.c.leaf).limit(_BATCH))
        if not batch:
            return
        office.keyring.load(row["id"] for row in batch)
        yield from batch
        start = batch[-1]["leaf"] + 1


def _device_keys(office: Office) -> dict[str, PublicKey]:
    """Keys as the signed `device.enrolled` entries give them, not as the table of devices does."""
    keys: dict[str, PublicKey] = {office.id: office.keys.sign.public_key()}
    for row in sql.rows(office.session, log.entry, office=office.id, type="device.enrolled", origin="office"):
        data = read_envelope(jws.parse(row["jws"], TYP).payload).data
        keys[data["device"]] = read_jwk(data["log_key"])
    return keys


def _check_checkpoint(office: Office, noted: dict[int, str], tree: _Tree, report: Report) -> None:
    note = noted.get(tree.size)
    if note is None:
        return
    report.checkpoints += 1
    try:
        checkpoint = read_checkpoint(note, office.keys.origin, office.keys.sign.public_key())
    except ValueError:
        report.faults.append(("checkpoint_invalid", str(tree.size)))
        return
    if (checkpoint.size, checkpoint.root) != (tree.size, tree.root()):
        report.faults.append(("checkpoint_differs", str(tree.size)))
