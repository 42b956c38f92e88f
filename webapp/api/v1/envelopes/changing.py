"""A change of an envelope, answered with the envelope as it is now."""

from collections.abc import Callable

from flask import Response

from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction
from webapp import current
from webapp.api.v1 import responses
from webapp.api.v1.envelopes.envelope_answers import answer_of


def changed(effect: Callable[[Transaction], Envelope]) -> Response:
    with current.transaction() as tx:
        envelope = effect(tx)
    return responses.shown(answer_of(envelope))
