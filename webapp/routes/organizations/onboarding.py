"""The first steps of a new organization: trying a sample document, and putting them away."""

from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, url_for

from core.access import Permission
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from tenants.files import incoming_file
from tenants.identifiers import new_id
from tenants.use_cases.envelopes import envelope_creation
from tenants.use_cases.envelopes.envelope_creation import WholeEnvelope
from tenants.use_cases.organizations import onboarding
from webapp import current, notices
from webapp.forms import request_values
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("onboarding", __name__, url_prefix="/onboarding")
SAMPLE = Path(__file__).parents[2] / "samples" / "agreement.pdf"  # by deploy/sample_document.py
# Where its lines are: points from the top left corner of the page.
PLACES = {
    "signature": (70.0, 594.0, 195.0, 44.0),
    "date_signed": (330.0, 616.0, 195.0, 22.0),
    "full_name": (70.0, 696.0, 195.0, 22.0),
}


@bp.post("/sample")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def try_sample() -> Response:
    """
    A draft with the sample, taken in like any other document, and the member as its signer.

    The same form again is the same draft.
    """
    member, name = current.member(), gettext("Sample agreement")
    sample = incoming_file.of_bytes(SAMPLE.read_bytes())
    file = envelope_creation.uploaded(f"{name}.pdf", sample)
    with current.transaction() as tx:
        envelope_creation.announce(tx, (file,), current.now())
    envelope_creation.store(member.organization, (file,))
    signer = Recipient(new_id(), member.name, member.email)
    whole = WholeEnvelope(
        id=request_values.form_uuid("sample_id") or new_id(),
        name=name,
        message="",
        files=(file,),
        recipients=(signer,),
        fields=_fields(file.document_id, signer.id),
        send=False,
    )
    with current.transaction() as tx:
        onboarding.begin_sample(tx, whole, current.now())
    answer = make_response(redirect(url_for("envelopes.show", envelope_id=whole.id), 303))
    return notices.leave(answer, gettext("This is your sample. Send it to yourself and sign it."))


@bp.post("/dismissal")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def dismiss() -> Response:
    with current.transaction() as tx:
        onboarding.dismiss(tx)
    return make_response(redirect(url_for("envelopes.index"), 303))


def _fields(document_id: UUID, signer_id: UUID) -> tuple[Field, ...]:
    return tuple(
        Field(new_id(), document_id, (signer_id,), kinds.named(kind), 1, *place)
        for kind, place in PLACES.items()
    )
