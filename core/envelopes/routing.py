"""Whose turn it is: sequence, parallel and mixed routing are one rule."""

from collections.abc import Iterable

from core.envelopes.recipient import Recipient


def due(recipients: Iterable[Recipient]) -> tuple[Recipient, ...]:
    """
    The recipients who may act now: the unfinished ones of the earliest routing order.

    The turn is the lowest order with anyone unfinished, so those invited earlier who
    have not finished are never skipped.
    """
    unfinished = [r for r in recipients if not r.finished]
    first = min((r.routing_order for r in unfinished), default=None)
    return tuple(r for r in unfinished if r.routing_order == first)
