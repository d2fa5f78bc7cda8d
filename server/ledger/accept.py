"""Acceptance (收录): what becomes of an entry that a phone sends. Pure rules over values, no I/O (DESIGN.md).

Only an unknown device, a bad signature or unreadable bytes are refused. Everything validly signed is kept.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REPLAYED = "replayed"
    GAP = "gap"
    FORKED = "forked"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


KEPT = frozenset({Outcome.ACCEPTED, Outcome.FORKED, Outcome.QUARANTINED})
"""Outcomes by which an entry becomes a leaf."""


@dataclass(frozen=True)
class Chain:
    """What the office knows of a device's log: its status (`active`, `frozen`, `revoked`), length and newest entry."""

    status: str
    length: int
    head: str | None


@dataclass(frozen=True)
class Claim:
    """The claims of a validly signed entry, and what its reading found: a fault's code, or None."""

    id: str
    seq: int
    prev: str | None
    fault: str | None
    seen: bool


@dataclass(frozen=True)
class Judgement:
    outcome: Outcome
    code: str | None
    chain: Chain


def judge(chain: Chain, claim: Claim) -> Judgement:
    """The table of docs/protocol.md §5.2, row by row; the first that fits decides. Returns the chain as it is after."""
    if claim.seen:
        return Judgement(Outcome.REPLAYED, None, chain)
    if claim.seq > chain.length + 1:
        return Judgement(Outcome.GAP, None, chain)
    if claim.seq <= chain.length:
        frozen = chain if chain.status == "revoked" else replace(chain, status="frozen")
        return Judgement(Outcome.FORKED, "chain_forked", frozen)
    after = replace(chain, length=claim.seq, head=claim.id)
    code = _doubt(chain, claim)
    return Judgement(Outcome.QUARANTINED if code else Outcome.ACCEPTED, code, after)


def _doubt(chain: Chain, claim: Claim) -> str | None:
    if chain.status != "active":
        return f"device_{chain.status}"
    if claim.prev != chain.head:
        return "prev_wrong"
    return claim.fault
