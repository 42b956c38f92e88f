"""What is chosen for one recipient, beside their row in the list: also after it was sent."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes import correction
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient_options import RecipientOptions
from core.refusals import Invalid
from core.signing.proofs import asked_proofs, questions
from core.text.languages import OWN_NAMES
from templates import language
from tenants.use_cases.envelopes import correcting, drafting, reading
from tenants.use_cases.signing import delegating
from webapp import current, notices
from webapp.pages.signing import identity_proof_choices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("recipient_options", __name__)


@bp.get("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/options")
@member_sessions.required(Permission.SEND_ENVELOPES)
def edit(envelope_id: UUID, recipient_id: UUID) -> Response:
    with current.transaction() as tx:
        envelope = reading.changeable(tx, envelope_id)
    recipient = envelope.recipient(recipient_id)
    if envelope.status is not Status.DRAFT and not correction.removable(envelope, recipient):
        return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))
    return _page(envelope, recipient_id, recipient.options)


@bp.post("/envelopes/<uuid:envelope_id>/recipients/<uuid:recipient_id>/options")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID, recipient_id: UUID) -> Response:
    form = request.form
    typed = RecipientOptions(
        note=form.get("note", ""),
        birthdate=form.get("birthdate", ""),
        proofs=tuple(form.getlist("proofs")),
        condition=form.get("condition", ""),
        language=form.get("language", ""),
        phone=form.get("phone", ""),
        channel=form.get("channel", ""),
        delegable="delegable" in form,
        embedded="embedded" in form,
        host_name=form.get("host_name", ""),
        host_email=form.get("host_email", ""),
        named_later="named_later" in form,
        particulars="particulars" in form,
    )
    code = form.get("access_code", "")
    asked = list(zip(form.getlist("question"), form.getlist("answer"), strict=False))
    try:
        with current.transaction() as tx:
            args = (envelope_id, recipient_id, typed, current.now(), code)
            is_draft = reading.changeable(tx, envelope_id).status is Status.DRAFT
            (drafting if is_draft else correcting).choose_options(tx, *args, asked)
    except Invalid as invalid:
        with current.transaction() as tx:
            envelope = reading.changeable(tx, envelope_id)
        return _page(envelope, recipient_id, typed, invalid.errors, 422, code, asked)
    place = url_for("envelopes.show", envelope_id=envelope_id, _anchor="recipients")
    return notices.leave(make_response(redirect(place, 303)), gettext("Saved."))


def _languages(chosen: str) -> dict[str, str]:
    """What they are called, by their tags; without one that is chosen it is their browser's."""
    offered = (*language.for_signers(), chosen)
    own = {tag: name for tag, name in OWN_NAMES.items() if tag in offered}
    return {"": gettext("The language of their browser")} | own


def _page(
    envelope: Envelope,
    recipient_id: UUID,
    options: RecipientOptions,
    errors: Mapping[str, str] = {},
    status: int = 200,
    access_code: str = "",
    asked: Sequence[tuple[str, str]] = (),
) -> Response:
    asked = asked or [(question, "") for question in options.questions]
    with current.transaction() as tx:
        delegation = delegating.policy(tx)
    return render(
        "envelopes/recipient_options/edit.html",
        "panel",
        status=status,
        envelope=envelope,
        recipient=envelope.recipient(recipient_id),
        options=options,
        languages=_languages(options.language),
        proofs=identity_proof_choices.offered(),
        asked_of_all=asked_proofs.of_all(envelope),
        access_code=access_code,
        delegation=delegation,
        sends_sms=current.settings().sends_sms,
        asked=[*asked, *[("", "")] * questions.MOST][: questions.MOST],
        errors=errors,
    )
