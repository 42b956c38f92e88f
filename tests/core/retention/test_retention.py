from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.addresses import email_address
from core.envelopes.envelope import Status
from core.refusals import Invalid
from core.retention import retention
from core.retention.refusals import NotDeletable
from core.retention.retention import BIN, Cause, Holds, RetainedEnvelope, Rule

NOW = datetime(2026, 1, 2, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=4000)


def kept(**changed: object) -> RetainedEnvelope:
    given = {"id": uuid4(), "status": Status.COMPLETED, "status_at": LONG_AGO} | changed
    return RetainedEnvelope(**given)  # type: ignore[arg-type]


def test_without_rule_and_bin_an_envelope_is_kept_for_ever() -> None:
    assert retention.erasure(kept(), ()) is None
    assert retention.due(kept(), (), Holds(), NOW) is None


def test_the_bin_empties_itself_after_thirty_days() -> None:
    thrown = kept(deleted_at=NOW)

    assert retention.due(thrown, (), Holds(), NOW + BIN - timedelta(seconds=1)) is None
    assert retention.due(thrown, (), Holds(), NOW + BIN) is Cause.BIN


def test_a_rule_counts_from_the_end_and_spares_what_is_open() -> None:
    rule = Rule(days=365)

    assert retention.due(kept(status_at=NOW - timedelta(days=365)), [rule], Holds(), NOW)
    assert not retention.due(kept(status_at=NOW - timedelta(days=364)), [rule], Holds(), NOW)
    for status in (Status.DRAFT, Status.SENT, Status.DELIVERED, Status.SIGNED):
        assert not retention.due(kept(status=status), [rule], Holds(), NOW)


def test_the_rule_of_its_template_goes_before_the_one_for_all() -> None:
    template_id = uuid4()
    rules = [Rule(days=30), Rule(days=5000, template_id=template_id)]

    assert retention.due(kept(), rules, Holds(), NOW) is Cause.RULE
    assert retention.due(kept(template_id=template_id), rules, Holds(), NOW) is None


def test_only_drafts_and_what_has_ended_can_be_thrown_away() -> None:
    retention.check_deletable(kept(status=Status.DRAFT))
    retention.check_deletable(kept(status=Status.VOIDED))
    for status in (Status.SENT, Status.DELIVERED, Status.SIGNED):
        with pytest.raises(NotDeletable):
            retention.check_deletable(kept(status=status))


def test_a_hold_has_a_reason() -> None:
    assert retention.check_reason(" A claim \r\n") == "A claim"
    for reason in ("", "   ", "x" * 501):
        with pytest.raises(Invalid):
            retention.check_reason(reason)


addresses = st.sampled_from(["one@example.com", "ONE@Example.com", "two@example.com"])


@given(
    envelope_id=st.uuids(),
    others=st.frozensets(st.uuids()),
    named=st.frozensets(addresses),
    status=st.sampled_from(Status),
    days=st.integers(0, 5000),
    deleted=st.booleans(),
    by=st.sampled_from(["organization", "envelope", "address"]),
)
def test_nothing_that_is_held_in_any_way_is_ever_due(
    envelope_id: UUID,
    others: frozenset[UUID],
    named: frozenset[str],
    status: Status,
    days: int,
    deleted: bool,
    by: str,
) -> None:
    named = named | {"One@example.com"}
    envelope = RetainedEnvelope(
        envelope_id, status, LONG_AGO, named, None, LONG_AGO if deleted else None
    )
    holds = {
        "organization": Holds(organization=True, envelopes=others),
        "envelope": Holds(envelopes=others | {envelope_id}),
        "address": Holds(
            envelopes=others, addresses=frozenset({email_address.fold("one@EXAMPLE.com")})
        ),
    }[by]

    assert retention.due(envelope, [Rule(days)], holds, NOW) is None
