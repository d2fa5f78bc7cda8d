"""The acceptance table of docs/protocol.md §5.2, row by row, and what holds for every sequence of entries."""

from hypothesis import given
from hypothesis import strategies as st

from server.ledger.accept import KEPT, Chain, Claim, Judgement, Outcome, judge

ACTIVE = Chain("active", 3, "id3")


def _claim(seq: int = 4, prev: str | None = "id3", fault: str | None = None, seen: bool = False) -> Claim:
    return Claim("new", seq, prev, fault, seen)


def _is(judgement: Judgement, outcome: Outcome, code: str | None) -> None:
    assert (judgement.outcome, judgement.code) == (outcome, code)


def test_the_next_in_the_chain_is_accepted_and_becomes_the_head() -> None:
    judgement = judge(ACTIVE, _claim())
    _is(judgement, Outcome.ACCEPTED, None)
    assert judgement.chain == Chain("active", 4, "new")


def test_the_first_entry_follows_nothing() -> None:
    _is(judge(Chain("active", 0, None), _claim(seq=1, prev=None)), Outcome.ACCEPTED, None)


def test_the_same_id_again_is_a_replay_and_changes_nothing() -> None:
    judgement = judge(ACTIVE, _claim(seq=2, seen=True))
    _is(judgement, Outcome.REPLAYED, None)
    assert judgement.chain == ACTIVE


def test_a_replay_stays_a_replay_on_a_revoked_device() -> None:
    _is(judge(Chain("revoked", 3, "id3"), _claim(seen=True)), Outcome.REPLAYED, None)


def test_a_sequence_beyond_the_next_is_a_gap_and_changes_nothing() -> None:
    judgement = judge(ACTIVE, _claim(seq=5))
    _is(judgement, Outcome.GAP, None)
    assert judgement.chain == ACTIVE


def test_the_same_sequence_with_another_id_is_a_fork_that_freezes_the_device() -> None:
    judgement = judge(ACTIVE, _claim(seq=3, prev="id2"))
    _is(judgement, Outcome.FORKED, "chain_forked")
    assert judgement.chain == Chain("frozen", 3, "id3")


def test_a_fork_does_not_thaw_a_revoked_device() -> None:
    assert judge(Chain("revoked", 3, "id3"), _claim(seq=1, prev=None)).chain.status == "revoked"


def test_a_wrong_prev_is_quarantined_and_takes_its_place() -> None:
    judgement = judge(ACTIVE, _claim(prev="other"))
    _is(judgement, Outcome.QUARANTINED, "prev_wrong")
    assert judgement.chain == Chain("active", 4, "new")


def test_after_a_quarantined_entry_the_next_one_is_accepted() -> None:
    after = judge(ACTIVE, _claim(fault="type_unknown")).chain
    _is(judge(after, Claim("next", 5, "new", None, seen=False)), Outcome.ACCEPTED, None)


def test_a_fault_is_quarantined_under_its_code() -> None:
    _is(judge(ACTIVE, _claim(fault="data_malformed")), Outcome.QUARANTINED, "data_malformed")


def test_a_frozen_or_revoked_device_is_quarantined_before_anything_else_is_looked_at() -> None:
    for status in ("frozen", "revoked"):
        judgement = judge(Chain(status, 3, "id3"), _claim(prev="other", fault="type_unknown"))
        _is(judgement, Outcome.QUARANTINED, f"device_{status}")


chains = st.builds(
    lambda status, length: Chain(status, length, f"id{length}" if length else None),
    st.sampled_from(["active", "frozen", "revoked"]),
    st.integers(0, 5),
)
claims = st.lists(
    st.builds(
        lambda seq, prev, fault: (seq, prev, fault),
        st.integers(1, 8),
        st.sampled_from([None, "id1", "id3", "x"]),
        st.sampled_from([None, "type_unknown"]),
    ),
    max_size=12,
)


@given(chains, claims)
def test_the_chain_only_grows_by_one_and_only_by_what_is_kept(
    chain: Chain, sent: list[tuple[int, str | None, str | None]]
) -> None:
    for number, (seq, prev, fault) in enumerate(sent):
        judgement = judge(chain, Claim(f"e{number}", seq, prev, fault, seen=False))
        grew = judgement.chain.length - chain.length
        assert grew == (judgement.outcome in (Outcome.ACCEPTED, Outcome.QUARANTINED))
        assert (judgement.outcome is Outcome.GAP) == (seq > chain.length + 1)
        assert judgement.outcome in KEPT or judgement.chain == chain
        assert judgement.outcome is not Outcome.ACCEPTED or chain.status == "active"
        chain = judgement.chain


@given(chains, claims)
def test_a_device_never_becomes_active_by_sending(
    chain: Chain, sent: list[tuple[int, str | None, str | None]]
) -> None:
    for number, (seq, prev, fault) in enumerate(sent):
        after = judge(chain, Claim(f"e{number}", seq, prev, fault, seen=False)).chain
        assert after.status != "active" or chain.status == "active"
        chain = after
