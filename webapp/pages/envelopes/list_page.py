"""The page of the envelope list: its place, words and filters stand in its address."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import Response, request, url_for

from core.access import Permission
from core.envelopes.envelope import Status
from core.envelopes.listing.filters import Filters
from core.refusals import NotFound
from tenants.use_cases.envelopes.listing import envelope_list
from tenants.use_cases.organizations import onboarding
from webapp import current
from webapp.http import request_info
from webapp.render import render, unchanged

BLOCKS = ("envelope_rows", "envelope_boxes")


def show(
    given: Mapping[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
    view_name: str = "",
    **said: Any,
) -> Response:
    """
    Raises NotFound for a box or a page there is not.

    `view_name`: as it was typed. `said` is the notice about what was done with envelopes of it.
    """
    filters, after = parse(given), given.get("after", "")
    member = current.member()
    if request_info.wants_fragment() and (answer := _unchanged(filters, after)):
        return answer
    with current.transaction() as tx:
        found, shelf = envelope_list.page(tx, filters, after)
        first_steps = onboarding.steps(tx) if _is_new(filters, after) else None
    return render(
        "envelopes/index.html",
        *_blocks(bool(said)),
        status=status,
        **said,
        acted=bool(said),
        filters=filters,
        after=after,
        found=found,
        version=_tag(found.version, filters),
        address=address,
        counted=envelope_list.COUNTED,
        shelf=shelf,
        folder=next((f for f in shelf.folders if f.id == filters.folder), None),
        tag=next((t for t in shelf.tags if t.id == filters.tag), None),
        statuses=list(Status),
        sends=member.may(Permission.SEND_ENVELOPES),
        may_share=member.may(Permission.MANAGE_SETTINGS),
        words=urlencode({**filters.query(), **({"after": after} if after else {})}),
        errors=errors or {},
        view_name=view_name,
        new_id=uuid4(),
        onboarding=first_steps,
    )


def _is_new(filters: Filters, after: str) -> bool:
    """Whether the first steps are to be shown: above the first lists, to those who may do them."""
    member = current.member()
    frozen = member.suspended_because is not None or member.closes_at is not None
    first = filters.box in ("inbox", "sent") and not (filters.chosen or filters.search or after)
    offered = member.onboarding and member.may(Permission.MANAGE_SETTINGS)
    return offered and first and not frozen and not request_info.wants_fragment()


def _blocks(acted: bool) -> tuple[str, ...]:
    """What is typed beside the rows is not drawn anew while they only wait for changes."""
    waiting = "If-None-Match" in request.headers
    also = () if waiting else ("envelope_chips",)
    return (*BLOCKS, *also, *(("bulk_question",) if acted else ()))


def parse(given: Mapping[str, str]) -> Filters:
    try:
        return Filters.parse(given)
    except ValueError:
        raise NotFound from None


def address(filters: Filters, **more: Any) -> str:
    """Of the list with these filters."""
    values: dict[str, Any] = {**filters.query(), **more}
    return url_for("envelopes.index", **values)


def _unchanged(filters: Filters, after: str) -> Response | None:
    """A page that waits asks every few seconds: only keys are read while nothing changes."""
    with current.transaction() as tx:
        version = envelope_list.version(tx, filters, after)
    return unchanged(_tag(version, filters))


def _tag(version: str, filters: Filters) -> str:
    return sha256(f"{version}{filters}".encode()).hexdigest()[:16]
