"""The part of an envelope's page that says to whom it is shown, made only when it is drawn."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Flask

from core.sharing import LINK_DAYS
from tenants.use_cases import sharing, staffing, teaming
from webapp import current


def register(blueprint: Blueprint) -> None:
    """Offers `sharing_of(envelope_id)` to page templates."""
    blueprint.record_once(_offer)


def context(envelope_id: UUID) -> dict[str, Any]:
    member = current.member()
    found = sharing.sharing(member, envelope_id, current.now())
    if not found.changeable:
        return {"sharing": found}
    reached = {p.person_id for p in found.people} | {member.person_id}
    return {
        "sharing": found,
        "teams": teaming.teams(member),
        "others": [p for p in staffing.members(member) if p.person_id not in reached],
        "days": LINK_DAYS,
        "base_url": current.settings().base_url,
    }


def _offer(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]
    app.jinja_env.globals["sharing_of"] = context
