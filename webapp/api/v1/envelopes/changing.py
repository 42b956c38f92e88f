"""A change of an envelope, answered with the envelope as it is now."""

from collections.abc import Callable

from flask import Response, request

from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction
from webapp.api.v1.envelopes import envelope_responses
from webapp.api.v1.repeatable import once


def changed(
    effect: Callable[[Transaction], Envelope], before: Callable[[], object] | None = None
) -> Response:
    """Of the envelope in the address of the request; `before` as in `once`."""

    def act(tx: Transaction) -> Response:
        envelope_responses.check_match(tx, (request.view_args or {})["envelope_id"])
        return envelope_responses.changed(tx, effect(tx))

    return once(act, before)
