from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.envelopes.envelope import Status
from core.refusals import Invalid
from core.retention import person_erasure
from core.retention.person_erasure import KeepReason
from core.retention.retention import Holds

ADDRESS = "one@example.com"


@given(
    status=st.sampled_from(list(Status)),
    organization=st.booleans(),
    envelope=st.booleans(),
    address=st.booleans(),
)
def test_nothing_held_and_nothing_open_lets_anybody_go(
    status: Status, organization: bool, envelope: bool, address: bool
) -> None:
    envelope_id = uuid4()
    holds = Holds(
        organization,
        frozenset({envelope_id} if envelope else ()),
        frozenset({ADDRESS} if address else ()),
    )

    found = person_erasure.keep_reason(
        envelope_id, status, ["ONE@example.com", "two@example.com"], holds
    )

    if organization or envelope or address:
        assert found is KeepReason.HELD
    else:
        assert (found is KeepReason.OPEN) is (status in person_erasure.OPEN)


def test_the_address_is_typed_twice() -> None:
    assert person_erasure.normalize_address(" One@Example.com ") == ADDRESS
    person_erasure.check_confirmation(ADDRESS, "ONE@example.com ")
    with pytest.raises(Invalid):
        person_erasure.check_confirmation(ADDRESS, "two@example.com")
    with pytest.raises(Invalid):
        person_erasure.normalize_address("nobody")
