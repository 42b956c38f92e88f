"""The audit trail as sentences: what happened, by whom, in words that people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.roles.signer import SIGNER
from core.events.sentences import earlier_names, roles_of
from core.evidence.audit import Entry
from webapp.text.translation import duration, gettext, ngettext


@dataclass(frozen=True, slots=True)
class Happening:
    """`text` has the people's names in it, `quote` what somebody wrote in their own words."""

    at: datetime
    icon: str
    text: str
    quote: str = ""


def happenings(
    envelope: Envelope, entries: Sequence[Entry], people: Mapping[UUID, str]
) -> list[Happening]:
    """The latest first. Steps that only machines care about are left to the details."""
    teller = _Teller(envelope, entries, people)
    told = (teller.tell(entry) for entry in reversed(entries))
    return [happening for happening in told if happening]


class _Teller:
    def __init__(
        self, envelope: Envelope, entries: Sequence[Entry], people: Mapping[UUID, str]
    ) -> None:
        self._names = {f"recipient:{r.id}": r.name for r in envelope.recipients}
        self._people = {f"person:{id}": name for id, name in people.items()}
        self._roles = roles_of(entries)
        self._everybody = envelope.everybody_has_finished
        self._invited = _times(entries, "RecipientInvited")
        self._opened = _times(entries, "RecipientDelivered")
        self._sent = next((e.at for e in entries if e.type == "EnvelopeSent"), None)

    def tell(self, entry: Entry) -> Happening | None:
        """The latest first: a correction changes what recipients are called before it."""
        sentence = getattr(self, f"_{entry.type}", None)
        if sentence is None or self._is_told_already(entry):
            return None
        icon, text = sentence(entry)
        self._names |= earlier_names(entry)
        return Happening(entry.at, icon, text, quote=_personal(entry, "reason"))

    def _is_told_already(self, entry: Entry) -> bool:
        """Whoever had only to open the documents has finished at that very moment."""
        if entry.type != "RecipientCompleted":
            return False
        return self._roles.get(entry.data["recipient_id"], SIGNER).must_open

    def _EnvelopeCreated(self, entry: Entry) -> tuple[str, str]:
        return "file-plus", gettext("%(name)s began this envelope", name=self._actor(entry))

    def _DocumentAdded(self, entry: Entry) -> tuple[str, str]:
        document = _personal(entry, "name") or gettext("a document")
        return "upload", gettext(
            "%(name)s added %(document)s", name=self._actor(entry), document=document
        )

    def _EnvelopeSent(self, entry: Entry) -> tuple[str, str]:
        return "send", gettext("%(name)s sent it", name=self._actor(entry))

    def _RecipientInvited(self, entry: Entry) -> tuple[str, str]:
        return "mail", gettext("We mailed the link to %(name)s", name=self._recipient(entry))

    def _RecipientReminded(self, entry: Entry) -> tuple[str, str]:
        names = {"name": self._actor(entry), "recipient": self._recipient(entry)}
        return "bell-ring", gettext("%(name)s had us remind %(recipient)s", **names)

    def _ReminderLost(self, entry: Entry) -> tuple[str, str]:
        return "circle-alert", gettext(
            "The mail server did not take the reminder to %(recipient)s. Remind them again",
            recipient=self._recipient(entry),
        )

    def _MailBounced(self, entry: Entry) -> tuple[str, str]:
        code = entry.data["code"]
        names = {"recipient": self._recipient(entry), "code": code}
        if not code:
            return "circle-alert", gettext(
                "No mail can be sent to %(recipient)s's address", **names
            )
        return "circle-alert", gettext(
            "A mail server refused our mail to %(recipient)s (%(code)s)", **names
        )

    def _RecipientCorrected(self, entry: Entry) -> tuple[str, str]:
        old, new = _personal(entry, "old_email"), _personal(entry, "email")
        names = {"name": self._actor(entry), "recipient": self._recipient(entry)}
        if old == new:
            return "pencil-line", gettext("%(name)s corrected the name of %(recipient)s", **names)
        return "pencil-line", gettext(
            "%(name)s corrected the address of %(recipient)s from %(old)s to %(new)s",
            **names | {"old": old, "new": new},
        )

    def _RecipientSignedIn(self, entry: Entry) -> tuple[str, str]:
        return "log-in", gettext(
            "%(name)s came to sign from the account with the same address",
            name=self._recipient(entry),
        )

    def _RecipientDelivered(self, entry: Entry) -> tuple[str, str]:
        invited = self._invited.get(entry.data["recipient_id"])
        name = self._recipient(entry)
        if invited is None:
            return "mail-open", gettext("%(name)s opened it", name=name)
        return "mail-open", gettext(
            "%(news)s and opened it, %(time)s after we mailed it",
            news=self._news(entry, "has_agreed"),
            time=duration(entry.at - invited),
        )

    def _SignatureAdopted(self, entry: Entry) -> tuple[str, str]:
        name = self._recipient(entry)
        how = {
            "drawn": gettext("%(name)s drew a signature", name=name),
            "typed": gettext("%(name)s typed a signature", name=name),
            "uploaded": gettext("%(name)s uploaded a signature", name=name),
        }
        initials = gettext("%(name)s adopted initials", name=name)
        chosen = initials if entry.data["kind"] == "initials" else how.get(entry.data["method"])
        return "pen-line", chosen or gettext("%(name)s adopted a signature", name=name)

    def _RecipientCompleted(self, entry: Entry) -> tuple[str, str]:
        return "check", self._after_opening(entry, "has_done")

    def _RecipientDeclined(self, entry: Entry) -> tuple[str, str]:
        return "circle-x", self._after_opening(entry, "has_declined")

    def _EnvelopeVoided(self, entry: Entry) -> tuple[str, str]:
        return "ban", gettext("%(name)s voided this envelope", name=self._actor(entry))

    def _EnvelopeExpired(self, _: Entry) -> tuple[str, str]:
        return "clock-alert", gettext("Nobody finished in time, so it expired")

    def _EnvelopeSigned(self, entry: Entry) -> tuple[str, str]:
        return "users", ngettext(
            "%(news)s: we seal %(num)d page",
            "%(news)s: we seal %(num)d pages",
            entry.data["pages"],
            news=gettext(self._everybody),
        )

    def _EnvelopeCompleted(self, entry: Entry) -> tuple[str, str]:
        if self._sent is None:
            return "seal", gettext("Sealed and completed")
        return "seal", gettext(
            "Sealed and completed, %(time)s after it was sent."
            " Everybody was mailed the finished documents",
            time=duration(entry.at - self._sent),
        )

    def _DetailsChanged(self, entry: Entry) -> tuple[str, str]:
        return "pencil-line", gettext(
            "%(name)s changed what is noted about it", name=self._actor(entry)
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
        return self._people.get(entry.actor) or gettext("Somebody")


def _times(entries: Sequence[Entry], type: str) -> dict[object, datetime]:
    """When something happened first, by recipient."""
    return {e.data["recipient_id"]: e.at for e in reversed(entries) if e.type == type}


def _personal(entry: Entry, name: str) -> str:
    return next((p.value for p in entry.personal if p.name == name), "")
