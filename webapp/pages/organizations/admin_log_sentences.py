"""An organization's own log in sentences, for its pages and for those of operators."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby

import flask_babel  # type: ignore[import-untyped]

from core import error_table
from core.access import MemberRole
from core.api import scope
from core.api.events import ApiKeyMade
from core.api.oauth.events import OAuthClientChanged, OAuthClientMade, OAuthConsentGiven
from core.envelopes.events.sharing import VisibilityChanged
from core.events import registry
from core.evidence.audit import Entry
from core.operator.events import AbuseReportNoted
from core.operator.moderation import REPORT_STATES, ReportStatus
from core.organizations.events import SettingChanged
from core.people.events import MemberInvited, RoleChanged
from core.refusals import sentence as marked
from core.retention.events import DocumentsErased, HoldPlaced
from core.retention.export_events import ValuesExported
from core.retention.retention import Cause
from core.sso.events import SsoRefused
from webapp.pages.organizations import setting_sentences
from webapp.pages.people import role_words
from webapp.text.translation import gettext, translated

# An entry, its sentence, and what a person wrote.
Line = tuple[Entry, tuple[str, str]]
CAUSES = {
    Cause.BIN: marked("The documents of an envelope were erased from the recycle bin."),
    Cause.RULE: marked("The documents of an envelope were erased by the retention rule."),
    Cause.PERSON: marked("The documents of an envelope were erased together with a person’s data."),
}
HELD = {
    "envelope": marked("%(actor)s placed a legal hold on an envelope."),
    "address": marked("%(actor)s placed a legal hold on all envelopes of %(address)s."),
    "organization": marked("%(actor)s placed a legal hold on the whole organization."),
}
SHOWN = {
    "owner": marked("%(actor)s restricted an envelope to its owner."),
    "all": marked("%(actor)s let everyone in the organization see an envelope."),
    "team": marked("%(actor)s let a team see an envelope."),
}


def kind(name: str) -> tuple[str, ...]:
    """The types of the entries of a group; none for all of them."""
    return tuple(type for type, event in registry.of_logs().items() if event.group == name)


def by_day(lines: list[Line]) -> Iterator[tuple[date, list[Line]]]:
    """The lines of a page under the days of their reader's zone."""
    for day, found in groupby(lines, lambda line: flask_babel.to_user_timezone(line[0].at).date()):
        yield day, list(found)


def sentence(entry: Entry, names: Mapping[str, str], unknown: str) -> str:
    """
    What happened. `names` maps "person:<id>", "operator:<id>" and the like to names.

    An actor who is not in it is called `unknown`, anything else by its id.
    """
    values = {name: str(value) for name, value in entry.data.items()}
    values |= {p.name: p.value for p in entry.personal}
    for noun, nobody in _nobody().items():
        id = values.get(f"{noun}_id", "")
        values[noun] = names.get(f"{noun}:{id}") or nobody
    values["actor"] = names.get(entry.actor) or unknown
    if "kind" in values:
        values["kind"] = values["kind"] or gettext("all kinds")
    values = _SentenceWords(values)
    if entry.type == SettingChanged.type:
        told = (values[name] for name in ("actor", "setting", "old", "new"))
        return setting_sentences.told(*told)
    say = OTHERWISE.get(entry.type)
    template = say(entry, values) if say else registry.event(entry.type).narration
    return translated(template) % values


def own_words(entry: Entry) -> str:
    """What a value was and is, or what a person wrote in their own words."""
    values = {n: str(v) for n, v in entry.data.items() if n in ("old", "new")}
    values |= {p.name: p.value for p in entry.personal}
    if {"old", "new"} & values.keys():
        return f"{values.get('old') or '–'} → {values.get('new') or '–'}"
    return next((values[n] for n in ("reason", "note", "email", "name") if n in values), "")


def remark(entry: Entry, said: str) -> str:
    """What a person wrote, below the sentence: reasons, notes, an address not in it."""
    values = {p.name: p.value for p in entry.personal}
    words = next((values[n] for n in ("reason", "note", "email") if n in values), "")
    return "" if words in said else words


def _role_changed(entry: Entry, values: dict[str, str]) -> str:
    old, new = values["old"], values["new"]
    values["old"], values["new"] = role_words.word(old), role_words.word(new)
    by_themselves = entry.actor == f"person:{values['person_id']}"
    if not old and by_themselves and new != MemberRole.OWNER:  # who may have founded it
        return marked("%(person)s joined by invitation as %(new)s.")
    if not old and entry.actor == "sso":
        return marked("%(person)s joined through single sign-on as %(new)s.")
    if not old:
        return marked("%(person)s joined as %(new)s.")
    if not new and by_themselves:
        return marked("%(person)s left the organization.")
    if not new:
        return marked("%(actor)s removed %(person)s from the organization.")
    return marked("%(actor)s changed the role of %(person)s from %(old)s to %(new)s.")


def _invited(entry: Entry, values: dict[str, str]) -> str:
    values["role"] = role_words.word(values["role"])
    return MemberInvited.narration


def _erased(entry: Entry, values: dict[str, str]) -> str:
    return CAUSES.get(Cause(values["cause"]), DocumentsErased.narration)


def _held(entry: Entry, values: dict[str, str]) -> str:
    return HELD.get(values["subject"], HoldPlaced.narration)


def _shown(entry: Entry, values: dict[str, str]) -> str:
    return SHOWN.get(values["new"], SHOWN["team"])


def _refused(entry: Entry, values: dict[str, str]) -> str:
    """The sentence of the refusal, whose code is all that was kept."""
    values["reason"] = translated(error_table.by_code(values["reason"]).message)
    return marked("A single sign-on attempt was rejected. %(reason)s")


def _report_noted(entry: Entry, values: dict[str, str]) -> str:
    values["status"] = gettext(REPORT_STATES[ReportStatus(values["status"])])
    return AbuseReportNoted.narration


def _with_scopes(entry: Entry, values: dict[str, str]) -> str:
    scopes = scope.known(values["scopes"].split())
    values["scopes"] = "; ".join(gettext(scope.WORDS[each]) for each in sorted(scopes))
    return registry.event(entry.type).narration


def _values_exported(entry: Entry, values: dict[str, str]) -> str:
    if values["envelopes"] == "1":
        return marked("%(actor)s exported the values of 1 envelope.")
    return ValuesExported.narration


OTHERWISE: Mapping[str, Callable[[Entry, dict[str, str]], str]] = {
    RoleChanged.type: _role_changed,
    MemberInvited.type: _invited,
    DocumentsErased.type: _erased,
    HoldPlaced.type: _held,
    VisibilityChanged.type: _shown,
    SsoRefused.type: _refused,
    AbuseReportNoted.type: _report_noted,
    ApiKeyMade.type: _with_scopes,
    OAuthClientMade.type: _with_scopes,
    OAuthClientChanged.type: _with_scopes,
    OAuthConsentGiven.type: _with_scopes,
    ValuesExported.type: _values_exported,
}


def _nobody() -> dict[str, str]:
    """What is called when its name is not known any more."""
    return {
        "person": gettext("someone who has left"),
        "operator": gettext("a former operator"),
        "team": gettext("a deleted team"),
        "organization": gettext("a closed organization"),
    }


class _SentenceWords(dict[str, str]):
    """A value that was erased leaves a gap, not an error."""

    def __missing__(self, _: str) -> str:
        return "…"
