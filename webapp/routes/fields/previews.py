"""A draft as its recipients will meet it. What is entered is in the page, and never stored."""

from uuid import UUID, uuid4

from flask import Blueprint, Response, abort, g, make_response, redirect, request, url_for

from core.access import Permission
from core.envelopes.envelope import Envelope
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Invalid, NotFound
from core.signing.decline_reasons import REASONS
from core.signing.refusals import SignatureNeeded, UnusableImage
from tenants.ceremony import Ceremony
from tenants.openers.page_readers import MemberReader
from tenants.store.documents.page_images import SIGNING_WIDTH, PageId
from tenants.use_cases.envelopes import previewing, reading
from tenants.use_cases.signing import signature_images
from webapp import current
from webapp.http import request_info
from webapp.pages.documents import document_pages
from webapp.pages.fields import preview_page, preview_state
from webapp.pages.fields.preview_state import Preview
from webapp.pages.signing import (
    ceremony_progress,
    changed_fields,
    filled_values,
    page_sheets,
    signature_form,
)
from webapp.render import render
from webapp.sessions import member_sessions

PAGE = "/documents/<uuid:document_id>/pages/<int:number>"
bp = Blueprint("previews", __name__, url_prefix="/envelopes/<uuid:envelope_id>/fields/preview")


@bp.get("")
@member_sessions.required(Permission.SEND_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    """`as` is the id of a recipient."""
    draft, state = _preview(envelope_id)
    return preview_page.page(draft, state)


@bp.get("/placement.css", endpoint="sheets_placement")
@member_sessions.required(Permission.SEND_ENVELOPES)
def placement(envelope_id: UUID) -> Response:
    _, state = _preview(envelope_id)
    return Response(page_sheets.placement(page_sheets.of(state.ceremony)), mimetype="text/css")


@bp.get(PAGE, endpoint="sheets_show")
@member_sessions.required(Permission.SEND_ENVELOPES)
def image(envelope_id: UUID, document_id: UUID, number: int) -> Response:
    width = request.args.get("width", SIGNING_WIDTH, type=int)
    return document_pages.image(_reader(envelope_id), PageId(document_id, number, width))


@bp.get(f"{PAGE}/text", endpoint="sheets_text")
@member_sessions.required(Permission.SEND_ENVELOPES)
def text(envelope_id: UUID, document_id: UUID, number: int) -> Response:
    return document_pages.text(_reader(envelope_id), document_id, number)


@bp.get(f"{PAGE}/picture", endpoint="sheets_picture")
@member_sessions.required(Permission.SEND_ENVELOPES)
def picture(envelope_id: UUID, document_id: UUID, number: int) -> Response:
    """A page without its fields; while it is drawn, words that ask again."""
    draft, state = _preview(envelope_id)
    sheets = page_sheets.sheets(state.ceremony.envelope)
    sheet = next((s for s in sheets if (s.document.id, s.number) == (document_id, number)), None)
    if sheet is None:
        raise NotFound
    return preview_page.part(
        "signing/_page_image.html",
        draft,
        state,
        sheet=sheet,
        sheets=sheets,
        image_width=SIGNING_WIDTH,
        asking=True,
    )


@bp.get("/search")
@member_sessions.required(Permission.SEND_ENVELOPES)
def search(envelope_id: UUID) -> Response:
    return document_pages.search(_reader(envelope_id))


@bp.post("/fields/<uuid:field_id>", endpoint="field_values_update")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID, field_id: UUID) -> Response:
    """As the signing page: htmx sends one field, without JavaScript the button the whole form."""
    draft, before = _preview(envelope_id)
    field = before.ceremony.envelope.field(field_id)
    if not field.is_for(before.ceremony.recipient_id):
        raise NotFound
    if not request_info.wants_fragment():
        return _without_script(draft, before, field)
    try:
        after = _with_field(before, field)
    except Invalid as invalid:
        typed = {field_id: filled_values.value(field, request.form)}
        return preview_page.saved(before, [field], 422, errors=invalid.errors, typed=typed)
    answered = [f for f in after.ceremony.fields if f.id == field_id]
    changed = changed_fields.between(before.ceremony, after.ceremony, field_id)
    return preview_page.saved(after, answered, changed=changed)


@bp.post("/values", endpoint="field_values_update_all")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update_all(envelope_id: UUID) -> Response:
    """Without JavaScript: the page follows what was entered."""
    draft, before = _preview(envelope_id)
    return _followed(draft, before)


@bp.post("/signature", endpoint="signatures_create")
@member_sessions.required(Permission.SEND_ENVELOPES)
def adopt(envelope_id: UUID) -> Response:
    """What the dialog made is shown where it will be, and given back to the page alone."""
    _, before = _preview(envelope_id)
    kind, method = request.form.get("kind", ""), request.form.get("method", "")
    if kind not in kinds.ADOPTIONS:
        abort(404)
    try:
        png = signature_images.check(signature_form.picture(method, kind))
    except (Invalid, UnusableImage) as error:
        why = signature_form.told(error)
        return render("signing/signatures/_error.html", status=422, kind=kind, error=why)
    if "finish" in request.form and before.ceremony.asks_one_thing:
        response = make_response("", 200)
        response.headers["HX-Redirect"] = _ended_at(before.ceremony)
        return response
    field_id = request.form.get("field", type=UUID)
    id = request.form.get("signature_id", type=UUID) or uuid4()
    after = before.adopted(id, kind, png, field_id)
    changed = changed_fields.between(before.ceremony, after.ceremony, field_id or uuid4())
    fields = [f for f in after.ceremony.fields if f.kind.name == kind]
    return preview_page.saved(after, fields, adopted=kind, changed=changed)


@bp.post("/review", endpoint="completions_review")
@member_sessions.required(Permission.SEND_ENVELOPES)
def review(envelope_id: UUID) -> Response:
    draft, state = _preview(envelope_id)
    return preview_page.part("signing/review.html", draft, state)


@bp.post("/completion", endpoint="completions_create")
@member_sessions.required(Permission.SEND_ENVELOPES)
def finish(envelope_id: UUID) -> Response:
    """What would keep them from finishing is said as on the signing page."""
    draft, before = _preview(envelope_id)
    typed = filled_values.typed(before.ceremony, request.form)
    try:
        after = before.filled(typed, current.now())
    except Invalid as invalid:
        return preview_page.page(draft, before, 422, errors=invalid.errors, typed=typed)
    ceremony = after.ceremony
    if ceremony_progress.of(ceremony.fields).next:
        return preview_page.page(draft, after, 422, missing=True)
    if ceremony.mark and request.form.get("seen", "") != ceremony.mark:
        return preview_page.page(draft, after, 409, to_check=True)
    return make_response(redirect(_ended_at(ceremony), 303))


@bp.get("/refusal", endpoint="refusals_new")
@member_sessions.required(Permission.SEND_ENVELOPES)
def decline(envelope_id: UUID) -> Response:
    draft, state = _preview(envelope_id)
    return preview_page.part(
        "fields/preview.html",
        draft,
        state,
        signing_page="signing/decline.html",
        reasons=REASONS,
        choice="",
        reason="",
    )


@bp.post("/refusal", endpoint="refusals_create")
@member_sessions.required(Permission.SEND_ENVELOPES)
def declined(envelope_id: UUID) -> Response:
    _, state = _preview(envelope_id)
    return make_response(redirect(_ended_at(state.ceremony), 303))


@bp.get("/end")
@member_sessions.required(Permission.SEND_ENVELOPES)
def end(envelope_id: UUID) -> Response:
    draft, state = _preview(envelope_id)
    return preview_page.part("fields/preview_ended.html", draft, state)


def _preview(envelope_id: UUID) -> tuple[Envelope, Preview]:
    """The draft as it is stored, and what its page says of the preview. Raises NotFound."""
    with current.transaction() as tx:
        draft = reading.envelope(tx, envelope_id)
        organization = current.member().organization
        ceremony = previewing.ceremony(tx, organization, draft, _as(), current.now())
    g.time_zone, g.date_format = ceremony.time_zone, ceremony.date_format
    return draft, preview_state.restored(ceremony, request.form.get("entered", ""))


def _reader(envelope_id: UUID) -> MemberReader:
    return MemberReader(current.member(), envelope_id, current.now())


def _as() -> UUID | None:
    """Raises NotFound."""
    try:
        return UUID(request.args["as"]) if "as" in request.args else None
    except ValueError:
        raise NotFound from None


def _with_field(state: Preview, field: Field) -> Preview:
    """With what was done in this field. Raises Invalid."""
    if "pressed" in request.form:
        return state.pressed(field.id)
    if "remove" in request.form:
        return state.filled({field.id: ""}, current.now())
    if field.kind.is_adopted:
        try:
            return state.filled({field.id: "mine"}, current.now())
        except SignatureNeeded:  # pressed before the script that opens the dialog had arrived
            return _with_sample(state, field)
    return state.filled({field.id: filled_values.value(field, request.form)}, current.now())


def _without_script(draft: Envelope, before: Preview, field: Field) -> Response:
    """A signature is a sample: its dialog would be a page, which would forget the rest."""
    if field.kind.is_adopted:
        before = _with_sample(before, field)
    elif "pressed" in request.form:
        before = before.pressed(field.id)
    return _followed(draft, before)


def _followed(draft: Envelope, before: Preview) -> Response:
    typed = filled_values.typed(before.ceremony, request.form)
    try:
        return preview_page.page(draft, before.filled(typed, current.now()))
    except Invalid as invalid:
        return preview_page.page(draft, before, 422, errors=invalid.errors, typed=typed)


def _with_sample(state: Preview, field: Field) -> Preview:
    kind = field.kind.name
    return state.adopted(uuid4(), kind, state.sample(kind), field.id)


def _ended_at(ceremony: Ceremony) -> str:
    return f"{url_for('previews.end', envelope_id=ceremony.whole.id)}?as={ceremony.recipient_id}"
