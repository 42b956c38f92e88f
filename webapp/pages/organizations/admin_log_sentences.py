"""An organization's own log in sentences, for its pages and for those of operators."""

from collections.abc import Mapping

from core.events import registry
from core.evidence.audit import Entry
from core.operator.events import AbuseReportNoted
from core.operator.moderation import REPORT_STATES, ReportStatus
from webapp.text.translation import gettext, translated


def kind(name: str) -> tuple[str, ...]:
    """The types of the entries of a group; none for all of them."""
    return tuple(type for type, event in registry.of_logs().items() if event.group == name)


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
    if entry.type == AbuseReportNoted.type:
        values["status"] = gettext(REPORT_STATES[ReportStatus(values["status"])])
    return translated(registry.event(entry.type).narration) % _SentenceWords(values)


def own_words(entry: Entry) -> str:
    """What a value was and is, or what a person wrote in their own words."""
    values = {n: str(v) for n, v in entry.data.items() if n in ("old", "new")}
    values |= {p.name: p.value for p in entry.personal}
    if {"old", "new"} & values.keys():
        return f"{values.get('old') or '–'} → {values.get('new') or '–'}"
    return next((values[n] for n in ("reason", "note", "email", "name") if n in values), "")


class _SentenceWords(dict[str, str]):
    """A value that was erased leaves a gap, not an error."""

    def __missing__(self, _: str) -> str:
        return "…"
