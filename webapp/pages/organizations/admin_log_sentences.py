"""An organization's own log in sentences, for its pages and for those of operators."""

from collections.abc import Mapping

from core.events.sentences import ADMINISTRATION
from core.evidence.audit import Entry
from core.operator.moderation import REPORT_STATES, ReportStatus
from webapp.text.translation import gettext

# What can be asked for: kinds of entries that belong together; all others are "settings".
KINDS: Mapping[str, tuple[str, ...]] = {
    "people": (
        *("RoleChanged", "PersonRenamed", "MemberInvited", "InvitationWithdrawn"),
        "EnvelopesTransferred",
        *("TeamCreated", "TeamRenamed", "TeamDeleted", "TeamMemberAdded", "TeamMemberRemoved"),
    ),
    "envelopes": (
        *("DocumentRead", "VisibilityChanged", "EnvelopeShared", "SharingEnded"),
        *("ShareLinkMade", "ShareLinkRevoked"),
    ),
    "sign_in": (
        *("SsoIdentityConnected", "SsoIdentityDisconnected", "SsoRefused", "DomainClaimed"),
        *("DomainVerified", "DomainTakenElsewhere", "DomainLost", "DomainRemoved"),
    ),
}


def kind(name: str) -> tuple[str, ...]:
    """The types of entries of a kind; none for all of them."""
    if name == "settings":
        others = {type for types in KINDS.values() for type in types}
        return tuple(sorted(set(ADMINISTRATION) - others))
    return KINDS.get(name, ())


def sentence(entry: Entry, names: Mapping[str, str], unknown: str) -> str:
    """
    What happened. `names` maps "person:<id>", "operator:<id>" and the like to names.

    An actor who is not in it is called `unknown`, anything else by its id.
    """
    values = {name: str(value) for name, value in entry.data.items()}
    values |= {p.name: p.value for p in entry.personal}
    for noun in ("person", "team", "organization", "operator"):
        id = values.get(f"{noun}_id", "")
        values[noun] = names.get(f"{noun}:{id}") or gettext("somebody who left")
    values["actor"] = names.get(entry.actor) or unknown
    if "kind" in values:
        values["kind"] = values["kind"] or gettext("every kind")
    if entry.type == "AbuseReportNoted":
        values["status"] = gettext(REPORT_STATES[ReportStatus(values["status"])])
    return gettext(ADMINISTRATION[entry.type]) % _Told(values)


def own_words(entry: Entry) -> str:
    """What a value was and is, or what somebody wrote in their own words."""
    values = {n: str(v) for n, v in entry.data.items() if n in ("old", "new")}
    values |= {p.name: p.value for p in entry.personal}
    if {"old", "new"} & values.keys():
        return f"{values.get('old') or '–'} → {values.get('new') or '–'}"
    return next((values[n] for n in ("reason", "note", "email", "name") if n in values), "")


class _Told(dict[str, str]):
    """A value that was erased leaves a gap, not an error."""

    def __missing__(self, _: str) -> str:
        return "…"
