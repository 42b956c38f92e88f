"""What is answered of an envelope: with its version as the ETag, which a change may give back."""

from uuid import UUID

from flask import Response, url_for

from core.envelopes.envelope import Envelope
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from webapp.api.v1 import responses
from webapp.api.v1.envelopes.envelope_answers import answer_of


def seen(envelope: Envelope, version: int) -> Response:
    """One that was read with its version."""
    return responses.shown(answer_of(envelope), _tag(envelope.id, version))


def changed(tx: Transaction, envelope: Envelope) -> Response:
    """As the transaction leaves it."""
    return seen(envelope, reading.left_version(tx, envelope.id))


def created(tx: Transaction, envelope: Envelope) -> Response:
    version = _tag(envelope.id, reading.left_version(tx, envelope.id))
    return responses.created(place_of(envelope.id), answer_of(envelope), version)


def check_match(tx: Transaction, envelope_id: UUID) -> None:
    """The first line of what changes an envelope or a part of it. Raises ChangedSinceRead."""
    responses.check_match(
        tx, envelope_id, lambda: _tag(envelope_id, reading.held_version(tx, envelope_id))
    )


def place_of(envelope_id: UUID) -> str:
    return url_for("api_v1.envelopes.show", envelope_id=envelope_id)


def _tag(envelope_id: UUID, version: int) -> str:
    return f"{envelope_id}-{version}"
