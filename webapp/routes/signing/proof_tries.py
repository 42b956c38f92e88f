"""New tries for a recipient who was locked out, a new app or passkey for one who lost theirs."""

from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.signing.proofs import recipient_authenticators, recipient_passkeys
from webapp import current, notices
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("proof_tries", __name__)


@bp.post("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/proof-tries")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create(envelope_id: UUID, recipient_id: UUID) -> Response:
    with current.transaction() as tx:
        identity_proofs.unlock(tx, envelope_id, recipient_id, current.now())
    return _back(envelope_id, gettext("They can enter codes again."))


@bp.post("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/authenticator-reset")
@member_sessions.required(Permission.SEND_ENVELOPES)
def reset_authenticator(envelope_id: UUID, recipient_id: UUID) -> Response:
    with current.transaction() as tx:
        recipient_authenticators.reset(tx, envelope_id, recipient_id, current.now())
    return _back(envelope_id, gettext("They will be asked to set up another app."))


@bp.post("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/passkey-reset")
@member_sessions.required(Permission.SEND_ENVELOPES)
def reset_passkey(envelope_id: UUID, recipient_id: UUID) -> Response:
    with current.transaction() as tx:
        recipient_passkeys.reset(tx, envelope_id, recipient_id, current.now())
    return _back(envelope_id, gettext("They will be asked to create another passkey."))


def _back(envelope_id: UUID, sentence: str) -> Response:
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return notices.leave(answer, sentence)
