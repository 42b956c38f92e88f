"""What the organization is called, and where its clocks stand."""

from typing import Any
from zoneinfo import available_timezones

from flask import Blueprint, Response, make_response, redirect, request, url_for

from core.access import Permission
from core.organizations import date_format, delegation, organization
from core.organizations.date_format import DateFormat
from core.organizations.organization import Profile
from core.refusals import Invalid
from core.text.languages import OWN_NAMES
from templates import language
from tenants.use_cases.organizations import organization_profile
from webapp import current, notices
from webapp.render import render
from webapp.sessions import member_sessions
from webapp.text.translation import gettext

bp = Blueprint("organization", __name__)
# With what stands for something that is no number: the rules refuse it.
NUMBERS = {
    "expire_days": 0,
    "remind_after": -1,
    "remind_every": -1,
    "remind_most": 0,
    "warn_days": -1,
    "attach_megabytes": -1,
}


@bp.get("/settings/organization")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def edit() -> Response:
    with current.transaction() as tx:
        profile = organization_profile.profile(tx)
    return _form(profile)


@bp.post("/settings/organization")
@member_sessions.required(Permission.MANAGE_SETTINGS)
def update() -> Response:
    form = request.form
    with current.transaction() as tx:
        stored = organization_profile.profile(tx)
    name, zone, locale = (form.get(name, "") for name in ("name", "time_zone", "locale"))
    numbers: dict[str, Any] = {
        name: form.get(name, wrong, int) if name in form else getattr(stored, name)
        for name, wrong in NUMBERS.items()
    }
    written = form.get("date_format", stored.date_format)
    typed = Profile(
        *(name, zone, locale),
        **numbers,
        date_format=written,
        proofs=stored.proofs,
        delegation=form.get("delegation", stored.delegation),
        copy_links=form.get("copy_links") == "yes",
        ask_location=form.get("ask_location") == "yes",
        archive="\n".join(map(str.strip, form.get("archive", stored.archive).splitlines())),
    )
    try:
        languages = language.for_signers()
        with current.transaction() as tx:
            organization_profile.change_profile(tx, typed, languages, current.now())
    except Invalid as invalid:
        return _form(typed, invalid.errors, 422)
    answer = make_response(redirect(url_for("organization.edit"), 303))
    return notices.leave(answer, gettext("Saved."))


def _form(profile: Profile, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return render(
        "organizations/edit.html",
        status=status,
        profile=profile,
        errors=errors or {},
        zones=sorted(available_timezones()),
        locales={
            tag: name
            for tag, name in OWN_NAMES.items()
            if tag in (*language.for_signers(), profile.locale)
        },
        attached={n: _attached(n) for n in organization.ATTACHED},
        delegations={policy.value: gettext(said) for policy, said in delegation.WORDS.items()},
        date_formats={f.value: date_format.shown("2026-12-31", f) for f in DateFormat},
    )


def _attached(megabytes: int) -> str:
    if not megabytes:
        return gettext("Links only")
    return gettext("Attached up to %(num)s MB", num=megabytes)
