"""The envelope list, a new envelope, its page before and after it is sent."""

from hashlib import sha256
from uuid import UUID, uuid4

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.envelope import Status
from core.refusals import Invalid, NotFound
from tenants.use_cases import drafting, listing, reading
from webapp import current, draft_page, member_sessions, sent_page
from webapp.render import render, unchanged

bp = Blueprint("envelopes", __name__)


@bp.get("/envelopes")
@member_sessions.required(Permission.READ_ENVELOPES)
def index() -> Response:
    box, search = request.args.get("box", "sent"), request.args.get("search", "").strip()
    after = request.args.get("after", "")
    found = listing.envelopes(current.member(), box, search, after)
    version = sha256(f"{found.version}{found.counts}{box}{search}".encode()).hexdigest()[:16]
    return unchanged(version) or render(
        "envelopes/index.html",
        "envelope_rows",
        "envelope_boxes",
        box=box,
        search=search,
        after=after,
        found=found,
        version=version,
        new_id=uuid4(),
    )


@bp.post("/envelopes")
@member_sessions.required(Permission.SEND_ENVELOPES)
def create() -> Response:
    try:
        envelope_id = UUID(request.form.get("envelope_id", ""))
    except ValueError:
        raise NotFound from None
    drafting.create(current.member(), envelope_id, request.form.get("name", ""), current.now())
    return make_response(redirect(url_for("envelopes.show", envelope_id=envelope_id), 303))


@bp.get("/envelopes/<uuid:envelope_id>")
@member_sessions.required(Permission.READ_ENVELOPES)
def show(envelope_id: UUID) -> Response:
    # The version first: what changes in between is then only shown once more.
    version = reading.version(current.member(), envelope_id)
    if answer := unchanged(version):
        return answer
    envelope = reading.envelope(current.member(), envelope_id)
    if envelope.status is Status.DRAFT:
        return draft_page.show(envelope, version=version)
    return sent_page.show(envelope, version)


@bp.post("/envelopes/<uuid:envelope_id>")
@member_sessions.required(Permission.SEND_ENVELOPES)
def update(envelope_id: UUID) -> Response:
    """Its name and message, saved while they are typed."""
    typed = {name: request.form.get(name, "") for name in ("name", "message")}
    try:
        envelope = drafting.rename(current.member(), envelope_id, now=current.now(), **typed)
    except Invalid as invalid:
        envelope = reading.envelope(current.member(), envelope_id)
        return draft_page.show(
            envelope, "sending_state", status=422, errors=invalid.errors, **typed
        )
    return draft_page.saved(envelope, "sending_state", "missing", anchor="sending", state="saved")
