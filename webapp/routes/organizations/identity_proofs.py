"""The proofs of identity that every recipient of an organization is asked for at least."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.organizations.confirming_rules import STANDARD
from core.organizations.organization import Profile
from core.refusals import Invalid
from tenants.use_cases.organizations import organization_profile
from webapp import current, notices
from webapp.pages.signing import identity_proof_choices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("identity_proofs", __name__)


@bp.get("/settings/identity-proofs")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    with current.transaction() as tx:
        profile = organization_profile.profile(tx)
    return _page(profile.proofs, profile)


@bp.post("/settings/identity-proofs")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    form = request.form
    chosen, typed = tuple(form.getlist("proofs")), form.get("signing_reasons", "")
    confirms, free = "confirm_signatures" in form, "free_reasons" in form
    try:
        with current.transaction() as tx:
            organization_profile.require_proofs(tx, chosen, current.now(), typed, confirms, free)
    except Invalid as invalid:
        with current.transaction() as tx:
            profile = organization_profile.profile(tx)
        profile = replace(
            profile, signing_reasons=typed, confirm_signatures=confirms, free_reasons=free
        )
        return _page(chosen, profile, invalid.errors, 422)
    answer = make_response(redirect(url_for("identity_proofs.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _page(
    chosen: Sequence[str], profile: Profile, errors: Mapping[str, str] = {}, status: int = 200
) -> Response:
    return render(
        "organizations/identity_proofs/edit.html",
        status=status,
        chosen=chosen,
        profile=profile,
        reasons=profile.signing_reasons or "\n".join(STANDARD),
        proofs=identity_proof_choices.offered(),
        errors=errors,
    )
