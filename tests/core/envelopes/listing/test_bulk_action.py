import pytest

from core.envelopes.envelope import Status
from core.envelopes.listing import bulk_action


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (Status.DRAFT, {"delete"}),
        (Status.SENT, {"remind", "void"}),
        (Status.DELIVERED, {"remind", "void"}),
        (Status.SIGNED, set()),
        (Status.COMPLETED, {"download"}),
        (Status.DECLINED, {"delete"}),
        (Status.VOIDED, {"delete"}),
        (Status.EXPIRED, {"delete"}),
    ],
)
def test_what_fits_an_envelope_depends_on_its_status(status: Status, kinds: set[str]) -> None:
    assert set(bulk_action.fitting(status, changeable=True)) == {
        *("copy", "move", "tag", "untag"),
        *kinds,
    }


def test_what_belongs_to_others_can_only_be_downloaded() -> None:
    fitting = {status: bulk_action.fitting(status, changeable=False) for status in Status}

    assert {status for status, kinds in fitting.items() if kinds} == {Status.COMPLETED}
