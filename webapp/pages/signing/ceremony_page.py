"""The page that a recipient gets to see: which one, the state of the envelope decides."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from flask import Response, make_response, request, url_for

from core.documents.document import Document
from core.envelopes import groups
from core.envelopes.delivery import copy_request
from core.envelopes.envelope import Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles import registry as roles
from core.envelopes.roles.cc import CC
from core.envelopes.routing import asked
from core.envelopes.turns import editing, field_editing, naming, witnessing
from core.fields import kinds
from core.fields.field import Field
from core.refusals import NotFound, sentence
from core.signing import acknowledging, attaching, finishing
from core.signing.disclosures.disclosure import Disclosure
from core.signing.proofs import one_time_code, sms_code
from core.signing.proofs.enrolled.passkey import PASSKEY
from core.signing.proofs.enrolled.totp import TOTP
from core.signing.proofs.in_person import IN_PERSON
from templates.times import hour, zone_name
from tenants.ceremony import Ceremony
from tenants.store.documents.page_images import SIGNING_WIDTH
from tenants.transaction import Transaction
from tenants.use_cases.organizations import disclosures
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.signing.proofs import recipient_authenticators, recipient_passkeys
from webapp import current, qr
from webapp.http import request_info, security
from webapp.pages.documents import document_pages
from webapp.pages.documents.document_pages import Places
from webapp.pages.fields import edited_fields
from webapp.pages.signing import ceremony_progress, page_sheets, saved_signatures, signing_site
from webapp.pages.signing.page_sheets import Sheet
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text import translation
from webapp.text.times import moment
from webapp.text.translation import gettext

UNCONFIRMED = sentence(
    "The provider did not confirm who you are. Try again. If that does not help, reply to the"
    " e-mail that brought you here."
)
SOON = timedelta(hours=24)
# A session that lasts this long from now says by itself, while its page is open, when it ends.
WATCHED, CLOSING = timedelta(hours=3), timedelta(minutes=15)
ENDED = (Status.DECLINED, Status.VOIDED, Status.EXPIRED)
FINISHED = ("copies", "sealed_pages")
# The pages with fields to fill in, and those to read before a decision or for themselves.
SUPPLEMENT = "signing/supplement.html"
CONSENT, WITHDRAWN = "signing/consent.html", "signing/withdrawn.html"
FILLING, READING = "signing/show.html", "signing/read.html"
NAMING, EDITING = "signing/naming.html", "signing/editing.html"


def page(ceremony: Ceremony, status: int = 200, agreeing: bool = False, **context: Any) -> Response:
    """
    What there is to see now: to consent to, to sign, to wait for or to keep.

    `agreeing`: the disclosure, also to someone who withdrew their consent.
    """
    template = _template(ceremony)
    if agreeing and template == WITHDRAWN:
        template = CONSENT
    if ceremony.unproven and template == ceremony.unproven[0].template:
        return _proof(ceremony, status, context)
    if request_info.wants_fragment() and template != "signing/finished.html":
        return _whole_page()
    if template == CONSENT:
        context = _to_consent(ceremony) | context
    if template == NAMING:
        context = _to_name(ceremony) | context
    if template == EDITING:
        context = _to_edit(ceremony) | context
    if template in (FILLING, READING, NAMING, EDITING):
        context = _to_sign(ceremony) | context
    if template == SUPPLEMENT:
        return supplement(ceremony, _pending(ceremony)[0].id, status, **context)
    if template == "signing/finished.html":
        attached = attaching.files(ceremony.envelope) if not ceremony.envelope.erased_at else []
        context = {"finished_at": finished_at(ceremony), "attached": attached} | context
        context["may_request_copy"] = copy_request.may_request(ceremony.recipient)
        context = _sealed(ceremony) | context
    context |= _of(ceremony)
    return render(template, *FINISHED, status=status, **context)


def disclosure(tx: Transaction, ceremony: Ceremony) -> Disclosure:
    """What they are asked to accept, in the language of their pages."""
    signs, name = ceremony.recipient.role.signs, ceremony.organization_name
    return disclosures.current(tx, name, signs, translation.wording())


def supplement(
    ceremony: Ceremony, document_id: UUID, status: int = 200, **context: Any
) -> Response:
    """A document that is only read. Raises ConsentNeeded, NotOpen, NotFound."""
    ceremony.check_may_read()
    id, envelope = ceremony.recipient_id, ceremony.envelope
    mine = acknowledging.supplements(envelope, id)
    document = next((d for d in mine if d.id == document_id), None)
    if document is None:
        raise NotFound
    context |= {
        "document": document,
        "done": acknowledging.is_done(envelope, id, document_id) or ceremony.recipient.finished,
        "number": mine.index(document) + 1,
        "count": len(mine),
        "sheets": [s for s in page_sheets.of(ceremony) if s.document.id == document_id],
        "image_width": SIGNING_WIDTH,
    }
    return render(SUPPLEMENT, status=status, **context, **_of(ceremony))


def may_still_choose(ceremony: Ceremony) -> bool:
    """Whether it is their turn: to withdraw, to ask for paper, to prove who they are first."""
    template = _template(ceremony)
    return template in (CONSENT, WITHDRAWN, SUPPLEMENT, FILLING, READING, NAMING, EDITING) and not (
        ceremony.recipient.finished
    )


def choosing(ceremony: Ceremony) -> dict[str, Any]:
    """For the small pages beside the documents."""
    return _of(ceremony)


def saved(
    ceremony: Ceremony, fields: list[Field], status: int = 200, adopted: str = "", **context: Any
) -> Response:
    """The fields as they are now kept, and how far this brought the recipient."""
    context = fields_context(ceremony) | context | _of(ceremony)
    return render(
        "signing/field_saved.html", status=status, fields=fields, adopted=adopted, **context
    )


def after_proof(ceremony: Ceremony) -> str:
    """Where a proof leads to that was given: further with confirming, where it was for that."""
    page = "signings.confirmations.show" if ceremony.begun.lacking else "signings.show"
    return url_for(page, recipient_id=ceremony.recipient_id)


def places(recipient_id: UUID) -> Places:
    """Where a recipient finds the parts of the pages."""
    of = {"recipient_id": recipient_id}
    return Places("signings.sheets", of, "signings.sheets.show", "signings.signatures.show")


def today(ceremony: Ceremony) -> date:
    """The date where the organization is: what date fields will say."""
    return current.now().astimezone(ZoneInfo(ceremony.time_zone)).date()


def finished_at(ceremony: Ceremony) -> str:
    """“today at 14:30 (Central European Time)”, in the organization's zone; else ""."""
    recipient, zone = ceremony.recipient, ceremony.time_zone
    at = recipient.completed_at
    if at is None or not recipient.role.acts:
        return ""
    local = at.astimezone(ZoneInfo(zone))
    if local.date() != today(ceremony):
        return gettext("on %(moment)s", moment=moment(at))
    name = zone_name(at, zone)
    return gettext("today at %(time)s (%(zone)s)", time=hour(local), zone=name)


def fields_context(ceremony: Ceremony) -> dict[str, Any]:
    """What the templates of fields need; `errors` and `typed` are by field id."""
    wanted = {f.kind.name for f in ceremony.places}
    return {
        "progress": ceremony_progress.of(ceremony.fields),
        "today": today(ceremony),
        "kinds": [name for name in kinds.ADOPTIONS if name in wanted],
        "new_ids": {name: uuid4() for name in kinds.ADOPTIONS},
        "errors": {},
        "typed": {},
        "entered_meanwhile": finishing.ENTERED_MEANWHILE,
        "missing": False,
        "changed": None,
        "to_check": False,
    }


def _template(ceremony: Ceremony) -> str:
    envelope, recipient = ceremony.envelope, ceremony.recipient
    if envelope.status in ENDED:
        return "signing/ended.html"
    if recipient.status is RecipientStatus.SKIPPED:
        return "signing/skipped.html"
    if recipient.status is RecipientStatus.REASSIGNED:
        return "signing/reassigned.html"
    if recipient.status is RecipientStatus.DECLINED:
        return "signing/ended.html"
    if ceremony.unproven and _may_prove(ceremony):
        return ceremony.unproven[0].template
    if envelope.status is Status.COMPLETED:
        return "signing/finished.html"
    if recipient.status is RecipientStatus.COMPLETED:
        # A recipient who had only to open the documents reads them now.
        return READING if recipient.role.must_open else "signing/finished.html"
    if envelope.paused_at and recipient.role.acts:
        return "signing/paused.html"
    if recipient not in asked(envelope.recipients):
        return "signing/waiting.html"
    if not recipient.consented:
        return WITHDRAWN if recipient.withdrew else CONSENT
    if _pending(ceremony):
        return SUPPLEMENT
    return to_act(ceremony)


def to_act(ceremony: Ceremony) -> str:
    """The page on which they do what they are asked for."""
    if ceremony.recipient.role.edits_others:
        return EDITING
    if ceremony.recipient.role.names_others or _to_name(ceremony)["late_people"]:
        return NAMING
    return FILLING if ceremony.recipient.role.has_fields else READING


def may_edit_fields(ceremony: Ceremony) -> bool:
    """Whether it is an editor's turn, and someone comes later who can have fields."""
    on = any(d.takes_fields for d in ceremony.envelope.documents)
    later = field_editing.fillers(ceremony.whole, ceremony.recipient)
    return _template(ceremony) == EDITING and on and bool(later)


def _to_name(ceremony: Ceremony) -> dict[str, Any]:
    late = naming.to_name(ceremony.whole.recipients, ceremony.recipient)
    return {"late_people": late, "needs_phone": naming.needs_phone}


def _to_edit(ceremony: Ceremony) -> dict[str, Any]:
    people = editing.editable(ceremony.whole, ceremony.recipient)
    heirs = {str(r.id): r.name for r in people if r.role.has_fields}
    return {
        "editable": people,
        "new_id": uuid4(),
        "added_role": CC.name,
        "roles": {r.name: gettext(r.words.choice) for r in roles.ROLES},
        "heirs": {"": "–"} | heirs,
        "fields_word": edited_fields.WORD if may_edit_fields(ceremony) else "",
    }


def _may_prove(ceremony: Ceremony) -> bool:
    """Before they act, and afterwards before they read again; not while others go first."""
    envelope, recipient = ceremony.envelope, ceremony.recipient
    has_acted = recipient.role.acts and recipient.finished
    is_over = envelope.status is Status.COMPLETED
    return has_acted or is_over or recipient in asked(envelope.recipients)


def _proof(ceremony: Ceremony, status: int, context: dict[str, Any]) -> Response:
    """The next proof of identity that is asked for."""
    if request_info.wants_fragment():
        return _whole_page()
    proof = ceremony.unproven[0]
    if proof.name == IN_PERSON.name:
        return _host(ceremony, status, context)
    with current.transaction() as tx:
        state = identity_proofs.states(tx)[proof.name]
        asked_by = tx.ceremonies.introduction(ceremony.whole.id, ceremony.recipient_id)
        app = passkey = None
        if proof is TOTP:
            args = (ceremony.recipient, ceremony.session)
            app = recipient_authenticators.enrolment(tx, *args)
        if proof is PASSKEY:
            passkey = recipient_passkeys.enrolled(tx, ceremony.recipient)
    is_sent = one_time_code.check(state, current.now())
    phone = sms_code.masked(ceremony.recipient.options.phone)
    of = _of(ceremony) | {"proof": proof, "state": state, "is_sent": is_sent, "phone": phone}
    of |= {"asked_by": asked_by, "app": app, "drawing": qr.drawing(app.address) if app else ""}
    if "unconfirmed" in request.args:
        context = {"code_error": gettext(UNCONFIRMED)} | context
    of |= {"passkey": passkey, "site": signing_site.of_page(), "has_failed": False}
    return render(proof.template, status=status, **(of | context))


def _host(ceremony: Ceremony, status: int, context: dict[str, Any]) -> Response:
    """Who has the link of someone who signs in person is their host, and says who they are."""
    with current.transaction() as tx:
        asked_by = tx.ceremonies.introduction(ceremony.whole.id, ceremony.recipient_id)
    return render(
        IN_PERSON.template, status=status, **(_of(ceremony) | {"asked_by": asked_by} | context)
    )


def _to_consent(ceremony: Ceremony) -> dict[str, Any]:
    if ceremony.asks_location:
        security.allow_location()
    with current.transaction() as tx:
        asked_by = tx.ceremonies.introduction(ceremony.whole.id, ceremony.recipient_id)
        return {"disclosure": disclosure(tx, ceremony), "asked_by": asked_by}


def _ends_soon(expires_at: datetime | None) -> bool:
    """Whether someone who signs now has to know that time runs out."""
    return expires_at is not None and expires_at - current.now() < SOON


def _session_end(ceremony: Ceremony) -> dict[str, Any]:
    """
    In how many seconds it has to be said that the session ends, and when that is.

    Not on the device of a member, and not in an application: they begin another one.
    """
    if ceremony.ends_at is None or ceremony.frame or ceremony.in_person:
        return {}
    left = ceremony.ends_at - current.now()
    if left > WATCHED:
        return {}
    at = hour(ceremony.ends_at.astimezone(ZoneInfo(ceremony.time_zone)))
    seconds = max((left - CLOSING).total_seconds(), 0)
    return {"session_end": {"at": at, "seconds": int(seconds), "is_near": left <= CLOSING}}


def _pending(ceremony: Ceremony) -> tuple[Document, ...]:
    return acknowledging.pending(ceremony.envelope, ceremony.recipient_id)


def to_fill(ceremony: Ceremony) -> list[Sheet]:
    """Without the documents that were read beforehand, unless there are no others."""
    sheets = page_sheets.of(ceremony)
    return [sheet for sheet in sheets if not sheet.document.supplement] or sheets


def _whole_page() -> Response:
    """A part of a page cannot show that everything is different now: load it again."""
    response = make_response("", 200)
    response.headers["HX-Refresh"] = "true"
    return response


def _of(ceremony: Ceremony) -> dict[str, Any]:
    return {
        "ceremony": ceremony,
        "envelope": ceremony.envelope,
        "recipient": ceremony.recipient,
        "places": places(ceremony.recipient_id),
        "witnessed": witnessing.witnessed(ceremony.whole.recipients, ceremony.recipient),
        "delegable": ceremony.delegable,
        "instead": groups.finisher(ceremony.whole.recipients, ceremony.recipient),
        "supplements": acknowledging.supplements(ceremony.envelope, ceremony.recipient_id),
        # A member who came from the portal goes back there.
        "from_portal": security.cookie_name(member_sessions.COOKIE) in request.cookies,
    }


def _sealed(ceremony: Ceremony) -> dict[str, Any]:
    """The pages to read once they are sealed. Before that nothing is shown below."""
    envelope = ceremony.envelope
    if envelope.status is not Status.COMPLETED or envelope.erased_at is not None:
        return {"sheets": []}
    found = document_pages.pages(ceremony)
    return document_pages.context(found, places(ceremony.recipient_id))


def _to_sign(ceremony: Ceremony) -> dict[str, Any]:
    return fields_context(ceremony) | {
        "sheets": to_fill(ceremony),
        "image_width": SIGNING_WIDTH,
        "asking": False,
        "kept": saved_signatures.offered(ceremony),
        "missing": "missing" in request.args,
        "ends_soon": _ends_soon(ceremony.envelope.expires_at),
        **_session_end(ceremony),
    }
