"""Where the parts of a signing page answer: those of the ceremony, or those of its preview."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import UUID

from flask import g, url_for
from jinja2 import pass_context
from jinja2.runtime import Context

from core.envelopes.recipient import Recipient, RecipientStatus
from core.signing.embedding import Frame
from tenants.ceremony import Ceremony
from webapp.pages.signing.page_sheets import Sheet

# In the place of ids that are put in later; no address has more than two.
PLACES = tuple(str(UUID(int=number)) for number in range(3))
DOCUSIGN = "docusign"
OUTCOMES = {RecipientStatus.COMPLETED: "finished", RecipientStatus.DECLINED: "declined"}


@pass_context
def part_url(context: Context, part: str, **values: Any) -> str:
    """
    `part` is an endpoint below `signings`, such as "field_values.update".

    Of what is asked for with another id for each field the address is made once.
    """
    ids = [id for id in values.values() if isinstance(id, UUID)]
    if not ids or len(ids) < len(values):
        return _url(context, part, values)
    made: dict[str, str] = g.setdefault("part_urls", {})
    if part not in made:
        made[part] = _url(context, part, dict(zip(values, PLACES, strict=False)))
    url = made[part]
    for place, id in zip(PLACES, ids, strict=False):
        url = url.replace(place, str(id), 1)
    return url


def _url(context: Context, part: str, values: Mapping[str, Any]) -> str:
    ceremony = context["ceremony"]
    if "previewing" not in context:
        return url_for(f"signings.{part}", recipient_id=ceremony.recipient_id, **values)
    whose = {"envelope_id": ceremony.whole.id, "as": ceremony.recipient_id}
    return url_for(f"previews.{part.replace('.', '_')}", **whose, **values)


@pass_context
def page_url(context: Context, part: str, sheet: Sheet, **values: Any) -> str:
    """The same of a page. Made once for all pages: a hundred take longer than all the rest."""
    made: dict[tuple[object, ...], str] = g.setdefault("page_urls", {})
    key = (part, sheet.document.id, *values.items())
    if key not in made:
        made[key] = part_url(context, part, document_id=sheet.document.id, number=0, **values)
    return made[key].replace("/pages/0", f"/pages/{sheet.number}", 1)


def return_address(ceremony: Ceremony) -> str:
    """Where the application asked to lead the signer, told how it ended; "" where it did not."""
    frame, recipient = ceremony.frame, ceremony.recipient
    if not frame or not frame.return_to:
        return ""
    if frame.words == DOCUSIGN:
        return _led_to(frame, {"event": _docusign_outcome(recipient)})
    told = {"event": OUTCOMES.get(recipient.status, "error")}
    told |= {"envelope": str(ceremony.whole.id), "recipient": str(ceremony.recipient_id)}
    return _led_to(frame, told)


def left(ceremony: Ceremony) -> str:
    """Where one who goes on later is led to; "" where the application is not told of that."""
    frame = ceremony.frame
    if not frame or not frame.return_to or frame.words != DOCUSIGN:
        return ""
    return _led_to(frame, {"event": "cancel"})


def expired(frame: Frame) -> str:
    """Where one is led to whose address was used or is too old, in the same way."""
    if not frame.return_to or frame.words != DOCUSIGN:
        return ""
    return _led_to(frame, {"event": "ttl_expired"})


def _docusign_outcome(recipient: Recipient) -> str:
    if recipient.status is RecipientStatus.DECLINED:
        return "decline"
    if recipient.status is not RecipientStatus.COMPLETED:
        return "exception"
    return "signing_complete" if recipient.role.has_fields else "viewing_complete"


def _led_to(frame: Frame, told: Mapping[str, str]) -> str:
    parts = urlsplit(frame.return_to)
    query = "&".join(filter(None, (parts.query, urlencode(told))))
    return urlunsplit(parts._replace(query=query))


@pass_context
def signature_url(context: Context, signature_id: str) -> str:
    """A preview has the picture in its page: no one else keeps it."""
    if "previewing" not in context:
        return part_url(context, "signatures.show", signature_id=signature_id)
    return str(context["previewing"].picture_url(signature_id))
