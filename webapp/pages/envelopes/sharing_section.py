"""The part of an envelope's page that says to whom it is shown."""

from typing import Any
from uuid import UUID

from flask import request

from core.envelopes.refusals import NobodyToShowItTo
from core.envelopes.sharing import LINK_DAYS, Visibility
from core.refusals import NotFound
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.envelopes.sharing import Sharing
from webapp import current
from webapp.forms import request_values
from webapp.http import compression


def context(found: Sharing) -> dict[str, Any]:
    if found.links:
        compression.keep_plain()
    return {"sharing": found, "days": LINK_DAYS, "base_url": current.settings().base_url}


def show_to(envelope_id: UUID) -> None:
    """`visibility` is owner, all, or the id of a team. Raises NotFound, Forbidden."""
    chosen, team_id = request.form.get("visibility", ""), request_values.form_uuid("visibility")
    try:
        visibility = Visibility.TEAM if team_id else Visibility(chosen)
    except ValueError:
        raise NotFound from None
    with current.transaction() as tx:
        sharing.show_to(tx, envelope_id, visibility, team_id, current.now())


def apply_choices(envelope_id: UUID) -> None:
    """
    What was chosen on the page of a draft, without its own button, before it is sent.

    Raises NobodyToShowItTo, Forbidden.
    """
    form, person_id = request.form, request_values.form_uuid("person_id")
    try:
        if form.get("visibility", "") != form.get("visibility_was", ""):
            show_to(envelope_id)
        if person_id:
            with current.transaction() as tx:
                sharing.share(tx, envelope_id, person_id, current.now())
    except NotFound:
        raise NobodyToShowItTo from None
