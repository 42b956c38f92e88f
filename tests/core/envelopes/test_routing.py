from core.envelopes.recipient import RecipientStatus
from core.envelopes.routing import due
from tests.core.builders import cc, signer

DONE = RecipientStatus.COMPLETED


def test_rising_orders_act_in_sequence() -> None:
    one, two = signer("Signer One", 1), signer("Signer Two", 2)

    assert due([two, one]) == (one,)
    assert due([two, signer("Signer One", 1, status=DONE)]) == (two,)


def test_equal_orders_act_at_the_same_time() -> None:
    one, two = signer("Signer One", 5), signer("Signer Two", 5)

    assert due([one, two]) == (one, two)


def test_a_mixed_order_waits_for_everybody_of_the_step_before() -> None:
    quick, slow = signer("Signer One", 1, status=DONE), signer("Signer Two", 1)
    last = signer("Signer Three", 3)

    assert due([last, quick, slow]) == (slow,)


def test_nobody_waits_for_a_copy() -> None:
    last = signer(order=9)

    assert due([cc(order=1), last]) == (last,)
    assert due([cc(order=1)]) == ()
    assert due([]) == ()
