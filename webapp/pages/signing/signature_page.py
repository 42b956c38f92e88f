"""The dialog of adopting a signature as a page, for browsers without a script."""

from uuid import UUID, uuid4

from flask import Response

from core.fields import kinds
from core.refusals import Invalid, Refusal
from tenants.ceremony import Ceremony
from webapp.http import request_info
from webapp.pages.signing import saved_signatures, signature_form
from webapp.render import render


def refused(
    ceremony: Ceremony, kind: str, field_id: UUID | None, error: Invalid | Refusal
) -> Response:
    """The form again, with what was typed, saying why it was not taken."""
    why = signature_form.told(error)
    if request_info.wants_fragment():
        return render("signing/signatures/_error.html", status=422, kind=kind, error=why)
    return show(ceremony, kind, field_id, status=422, error=why)


def show(
    ceremony: Ceremony, kind: str, field_id: UUID | None, status: int = 200, error: str = ""
) -> Response:
    return render(
        "signing/signatures/new.html",
        status=status,
        ceremony=ceremony,
        envelope=ceremony.envelope,
        recipient=ceremony.recipient,
        kind=kind,
        field=field_id,
        new_ids={kind: uuid4()},
        kept=kinds.ADOPTIONS[kind].is_whole_name and saved_signatures.offered(ceremony),
        error=error,
    )
