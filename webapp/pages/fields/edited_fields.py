"""The prepare page for an editor, who places the fields of recipients that come later."""

from dataclasses import replace
from typing import Any

from flask import Response, url_for

from core.envelopes.turns import field_editing
from core.fields import kinds
from core.refusals import sentence
from tenants.ceremony import Ceremony
from webapp.pages.fields import prepare_page
from webapp.pages.fields.prepare_page import PreparePlaces

WORD = sentence("Correct fields")
"""Of the button that leads there: the page has only the portal's languages, and so has this."""


def page(ceremony: Ceremony, status: int = 200, **changed: Any) -> Response:
    """
    What others have on these documents is shown as boxes, without words: it is not theirs.

    Raises ProofNeeded, ConsentNeeded, NotOpen.
    """
    ceremony.check_may_read()
    envelope, editor = ceremony.envelope, ceremony.recipient
    free = {f.id for f in field_editing.changeable(ceremony.whole, editor)}
    fixed = [
        replace(f, recipient_ids=(), label="", properties={})
        for f in envelope.fields
        if f.id not in free
    ]
    id = ceremony.recipient_id
    here = url_for("signings.field_edits.edit", recipient_id=id)
    shown = url_for("signings.show", recipient_id=id)
    places = PreparePlaces(
        here=here,
        save=here,
        back=shown,
        done=shown,
        placed="",
        image=lambda document, number: url_for(
            "signings.sheets.show", recipient_id=id, document_id=document.id, number=number
        ),
    )
    context: dict[str, Any] = {"signed_before": [], "moved": [], "ceremony": ceremony}
    fillers = field_editing.fillers(ceremony.whole, editor)
    withheld = [kind for kind in kinds.ALL if kind.leads_elsewhere]
    return prepare_page.of_sent(
        envelope, fillers, fixed, places, withheld, status, **(context | changed)
    )
