"""The audit trail as sentences: what happened, by whom, in words that people use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.api.oauth import client as oauth_client
from core.documents.events import DocumentAdded
from core.envelopes.envelope import Envelope
from core.envelopes.events.lifecycle import EnvelopeCompleted, EnvelopeSent, EnvelopeSigned
from core.envelopes.events.mail_reports import MailBounced
from core.envelopes.events.recipients import RecipientCorrected, RecipientInvited, RecipientNamed
from core.envelopes.events.timing import StepPlanned
from core.envelopes.roles.signer import SIGNER
from core.events import registry
from core.events.narration import earlier_names, roles_of
from core.evidence.audit import Entry
from core.fields import kinds
from core.signing.events.consent import ConsentAccepted, ConsentWithdrawn
from core.signing.events.recipients import RecipientCompleted, RecipientDeclined, RecipientDelivered
from core.signing.events.signatures import SignatureAdopted
from webapp.text.times import duration, moment
from webapp.text.translation import gettext, ngettext

EVENTS = registry.events()  # found when the program starts, not at the first page


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`text` has the people's names in it, `quote` what a person wrote in their own words."""

    at: datetime
    icon: str
    text: str
    quote: str = ""
    type: str = ""
    sequence: int = 0


def happenings(
    envelope: Envelope, entries: Sequence[Entry], people: Mapping[UUID, str]
) -> list[TimelineEntry]:
    """The latest first. Steps that only machines care about are left to the details."""
    teller = _TimelineWriter(envelope, entries, people)
    told = (teller.tell(entry) for entry in reversed(entries))
    return [happening for happening in told if happening]


class _TimelineWriter:
    def __init__(
        self, envelope: Envelope, entries: Sequence[Entry], people: Mapping[UUID, str]
    ) -> None:
        self._names = {f"recipient:{r.id}": r.known_as for r in envelope.recipients}
        self._members = people
        # Ids of members and of API keys, of which no two are the same.
        self._people = {
            f"{kind}:{id}": name for id, name in people.items() for kind in ("person", "api_key")
        }
        self._roles = roles_of(entries)
        self._everybody = envelope.everybody_has_finished
        self._invited = _times(entries, RecipientInvited.type)
        self._opened = _times(entries, RecipientDelivered.type)
        self._withdrew = {
            e.data["recipient_id"]: e.sequence
            for e in reversed(entries)
            if e.type == ConsentWithdrawn.type
        }
        self._sent = next((e.at for e in entries if e.type == EnvelopeSent.type), None)

    def tell(self, entry: Entry) -> TimelineEntry | None:
        """The latest first: a correction changes what recipients are called before it."""
        event = EVENTS[entry.type]
        if not event.icon or self._is_told_already(entry):
            return None
        text = OTHERWISE[entry.type](self, entry) if entry.type in OTHERWISE else self._say(entry)
        self._names |= earlier_names(entry)
        quote = _personal(entry, "reason")
        return TimelineEntry(entry.at, event.icon, text, quote, entry.type, entry.sequence)

    def _is_told_already(self, entry: Entry) -> bool:
        """
        A recipient who had only to open the documents has finished at that very moment. The first
        consent is told with the opening. Who was named before it was sent is in the list of
        recipients.
        """
        if entry.type == ConsentAccepted.type:
            withdrew = self._withdrew.get(entry.data["recipient_id"])
            return withdrew is None or entry.sequence < withdrew
        if entry.type == RecipientNamed.type:
            return self._sent is None or entry.at <= self._sent
        if entry.type != RecipientCompleted.type:
            return False
        return self._roles.get(entry.data["recipient_id"], SIGNER).must_open

    def _say(self, entry: Entry) -> str:
        """In the words of the event itself; a value that was erased leaves a gap."""
        values = dict.fromkeys(entry.commitments, "…")
        values |= {name: str(value) for name, value in entry.data.items()}
        values |= {p.name: p.value for p in entry.personal}
        values["actor"] = self._actor(entry)
        if "recipient_id" in values:
            values["recipient"] = self._recipient(entry)
        if "successor_id" in values:
            values["successor"] = self._names.get(f"recipient:{values['successor_id']}", "…")
        return gettext(EVENTS[entry.type].timeline, **values)

    def _document_added(self, entry: Entry) -> str:
        document = _personal(entry, "name") or gettext("a document")
        return gettext("%(name)s added %(document)s", name=self._actor(entry), document=document)

    def _bounced(self, entry: Entry) -> str:
        code = entry.data["code"]
        names = {"recipient": self._recipient(entry), "code": code}
        if not code:
            return gettext("The address of %(recipient)s cannot receive e-mail", **names)
        return gettext("A mail server rejected our e-mail to %(recipient)s (%(code)s)", **names)

    def _corrected(self, entry: Entry) -> str:
        old, new = _personal(entry, "old_email"), _personal(entry, "email")
        names = {"name": self._actor(entry), "recipient": self._recipient(entry)}
        if old == new:
            return gettext("%(name)s corrected the name of %(recipient)s", **names)
        return gettext(
            "%(name)s corrected the address of %(recipient)s from %(old)s to %(new)s",
            **names | {"old": old, "new": new},
        )

    def _opened_by(self, entry: Entry) -> str:
        invited = self._invited.get(entry.data["recipient_id"])
        name = self._recipient(entry)
        if invited is None:
            return gettext("%(name)s opened it", name=name)
        return gettext(
            "%(news)s and opened it, %(time)s after we e-mailed it",
            news=self._news(entry, "has_agreed"),
            time=duration(entry.at - invited),
        )

    def _planned(self, entry: Entry) -> str:
        at = moment(datetime.fromisoformat(entry.data["starts_at"]))
        order = entry.data["order"]
        return gettext("Step %(order)s was scheduled for %(time)s", order=order, time=at)

    def _adopted(self, entry: Entry) -> str:
        name = self._recipient(entry)
        told = kinds.ADOPTIONS[entry.data["kind"]].told
        said = told.get(entry.data["method"]) or told[""]
        return gettext(said, name=name)

    def _done(self, entry: Entry) -> str:
        return self._after_opening(entry, "has_done")

    def _declined(self, entry: Entry) -> str:
        return self._after_opening(entry, "has_declined")

    def _signed(self, entry: Entry) -> str:
        return ngettext(
            "%(news)s. Sealing %(num)d page",
            "%(news)s. Sealing %(num)d pages",
            entry.data["pages"],
            news=gettext(self._everybody),
        )

    def _completed(self, entry: Entry) -> str:
        if self._sent is None:
            return gettext("Sealed and completed")
        return gettext(
            "Sealed and completed, %(time)s after it was sent. Everyone was"
            " e-mailed the finished documents",
            time=duration(entry.at - self._sent),
        )

    def _after_opening(self, entry: Entry, word: str) -> str:
        news, opened = self._news(entry, word), self._opened.get(entry.data["recipient_id"])
        if opened is None:
            return news
        time = duration(entry.at - opened)
        return gettext("%(news)s, %(time)s after opening it", news=news, time=time)

    def _news(self, entry: Entry, word: str) -> str:
        """What a recipient did, in the words of their role."""
        role = self._roles.get(entry.data["recipient_id"], SIGNER)
        return gettext(getattr(role.words, word), name=self._recipient(entry))

    def _recipient(self, entry: Entry) -> str:
        return self._names.get(f"recipient:{entry.data['recipient_id']}") or gettext("A recipient")

    def _actor(self, entry: Entry) -> str:
        known = self._people.get(entry.actor) or self._names.get(entry.actor)
        known = known or oauth_client.called(entry.actor, self._members)
        return known or gettext("Someone")


# What takes more than the words of the event: times that have passed, numbers, choices of words.
OTHERWISE: Mapping[str, Callable[[_TimelineWriter, Entry], str]] = {
    DocumentAdded.type: _TimelineWriter._document_added,
    MailBounced.type: _TimelineWriter._bounced,
    RecipientCorrected.type: _TimelineWriter._corrected,
    RecipientDelivered.type: _TimelineWriter._opened_by,
    SignatureAdopted.type: _TimelineWriter._adopted,
    RecipientCompleted.type: _TimelineWriter._done,
    RecipientDeclined.type: _TimelineWriter._declined,
    EnvelopeSigned.type: _TimelineWriter._signed,
    StepPlanned.type: _TimelineWriter._planned,
    EnvelopeCompleted.type: _TimelineWriter._completed,
}


def _times(entries: Sequence[Entry], type: str) -> dict[object, datetime]:
    """When something happened first, by recipient."""
    return {e.data["recipient_id"]: e.at for e in reversed(entries) if e.type == type}


def _personal(entry: Entry, name: str) -> str:
    return next((p.value for p in entry.personal if p.name == name), "")
