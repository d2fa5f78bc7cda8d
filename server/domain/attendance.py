"""The attendance engine (考勤规则): from recorded facts to proposals, by person and by window. Pure: the
same facts give the same proposals, and nothing here can write a finding."""

from server.domain.absence import absence
from server.domain.facts import PersonDay
from server.domain.proposal import Proposal
from server.domain.punctuality import early_leaving, lateness
from server.domain.rules import Rules
from server.domain.window import unattended_window

__all__ = ["assess_person", "assess_window"]

assess_window = unattended_window


def assess_person(facts: PersonDay, rules: Rules) -> tuple[Proposal, ...]:
    """What A01, A02 and A04 make of one person's day; a rule that has nothing to go on proposes nothing."""
    found = (lateness(facts, rules), early_leaving(facts, rules), absence(facts, rules))
    return tuple(proposal for proposal in found if proposal is not None)
