"""The log of all that operators do."""

from flask import Blueprint, Response, request

from core.audit import Entry
from core.narration import ADMINISTRATION
from tenants.use_cases import governing
from tenants.use_cases.governing import Log
from webapp import operator_sessions
from webapp.render import render
from webapp.translating import gettext

bp = Blueprint("log", __name__)


@bp.get("/log")
@operator_sessions.required
def index() -> Response:
    before = request.args.get("before", type=int)
    found = governing.log(operator_sessions.operator(), before)
    return render(
        "operator/log.html",
        lines=[(entry, _sentence(entry, found), _own_words(entry)) for entry in found.entries],
        before=before,
        next=found.entries[-1].sequence if found.more else None,
    )


def _sentence(entry: Entry, log: Log) -> str:
    values = {name: str(value) for name, value in entry.data.items()}
    values |= {p.name: p.value for p in entry.personal}
    organization = values.get("organization_id", "")
    values["organization"] = log.organizations.get(organization, organization)
    operator = values.get("operator_id", "")
    values["operator"] = log.names.get(f"operator:{operator}", operator)
    values["actor"] = log.names.get(entry.actor) or gettext("The command line")
    if "kind" in values:
        values["kind"] = values["kind"] or gettext("every kind")
    return gettext(ADMINISTRATION[entry.type]) % _Told(values)


def _own_words(entry: Entry) -> str:
    """What somebody wrote in their own words, or what a setting was and is."""
    values = {p.name: p.value for p in entry.personal}
    if "new" in values:
        return f"{values.get('old') or '–'} → {values['new']}"
    return values.get("reason") or values.get("note") or ""


class _Told(dict[str, str]):
    """A value that was erased leaves a gap, not an error."""

    def __missing__(self, _: str) -> str:
        return "…"
