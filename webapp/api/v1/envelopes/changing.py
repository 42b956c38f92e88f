"""A change of an envelope, answered with the envelope as it is now."""

from collections.abc import Callable

from flask import Response

from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction
from webapp import current
from webapp.api.v1 import responses
from webapp.api.v1.envelopes.envelope_answers import answer_of


def once(
    effect: Callable[[Transaction], Response], before: Callable[[], object] | None = None
) -> Response:
    if before is not None:
        before()
    with current.transaction() as tx:
        return effect(tx)


def changed(effect: Callable[[Transaction], Envelope]) -> Response:
    return once(lambda tx: responses.shown(answer_of(effect(tx))))
