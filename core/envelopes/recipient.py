"""A recipient of an envelope."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from core.addresses.email_address import fold
from core.envelopes import recipient_options
from core.envelopes.consent import Consent
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.role import Role
from core.envelopes.roles.signer import SIGNER


class RecipientStatus(StrEnum):
    CREATED = "created"
    SENT = "sent"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    DECLINED = "declined"
    SKIPPED = "skipped"
    REASSIGNED = "reassigned"  # another recipient has taken over their part


# Of no one of these anything is expected or counted.
RELEASED = (RecipientStatus.SKIPPED, RecipientStatus.REASSIGNED)
DROPPED = (RecipientStatus.DECLINED, *RELEASED)
OVER = (RecipientStatus.COMPLETED, *DROPPED)
# Whoever is corrected after the invitation is invited once more.
RECIPIENT_MOVES: dict[RecipientStatus, frozenset[RecipientStatus]] = {
    RecipientStatus.CREATED: frozenset({RecipientStatus.SENT, *RELEASED}),
    RecipientStatus.SENT: frozenset(
        {
            RecipientStatus.SENT,
            RecipientStatus.DELIVERED,
            RecipientStatus.DECLINED,
            *RELEASED,
        }
    ),
    RecipientStatus.DELIVERED: frozenset(
        {RecipientStatus.COMPLETED, RecipientStatus.DECLINED, *RELEASED}
    ),
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Times are UTC. Equal routing orders act at the same time, rising ones in sequence."""

    id: UUID
    name: str
    email: str
    role: Role = SIGNER
    routing_order: int = 1
    status: RecipientStatus = RecipientStatus.CREATED
    link_generation: int = 1
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    completed_at: datetime | None = None
    reminded_at: datetime | None = None
    auto_reminders: int = 0  # reminders that went out by themselves
    bounced_at: datetime | None = None  # mail to this address was refused for good
    texts_failed_at: datetime | None = None  # no SMS reaches them, or they want none
    locked_at: datetime | None = None  # locked out after too many wrong codes
    handed_over_at: datetime | None = None  # the sender copied the link, to hand it over
    consent: Consent | None = None
    paper_asked_at: datetime | None = None  # when they asked for the documents on paper
    role_name: str = ""  # who it is in a template, before a person is named: “Buyer”
    options: RecipientOptions = recipient_options.NONE

    @property
    def finished(self) -> bool:
        """
        Nothing more is expected of this recipient. One who declined has ended the envelope, unless
        enough others of their step could still finish.
        """
        return not self.role.acts or self.status in OVER

    @property
    def known_as(self) -> str:
        """In the trail: their name, with the group for which they are there."""
        return f"{self.name} ({self.options.group})" if self.options.group else self.name

    @property
    def has_mailbox(self) -> bool:
        """Whether mail can tell them of what concerns them before they sign."""
        return not self.options.embedded and bool(self.mailbox[1])

    @property
    def asked_by_mail(self) -> bool:
        """Not one for whom someone else opens the page, or who is asked by SMS alone."""
        return self.has_mailbox and not (self.texted and self.options.sms_alone)

    @property
    def asked_by_text(self) -> bool:
        """By SMS, alone or beside the mail; an application asks those who sign inside it."""
        return self.texted and not self.options.embedded

    @property
    def is_asked(self) -> bool:
        """By mail, by SMS or both; not where someone else opens the page for them."""
        return self.asked_by_mail or self.asked_by_text

    @property
    def texted(self) -> bool:
        """Whether SMS go to them: as long as one reaches them and they want them."""
        chosen = self.options.channel and self.options.phone and not self.role.in_person
        return bool(chosen) and self.texts_failed_at is None

    @property
    def mailbox(self) -> tuple[str, str]:
        """
        The name and the address that our mails go to: of someone who is to sign in person their
        host's. Without an address there is no mail.
        """
        if self.role.in_person and not self.completed_at:
            return self.options.host_name, self.options.host_email
        return self.name, self.email

    @property
    def is_open(self) -> bool:
        """Someone before them is to say who it is, and has not done so yet."""
        has_address = self.email or self.role.in_person
        return self.options.named_later and not (self.name and has_address)

    @property
    def gets_copy(self) -> bool:
        """The sealed documents are theirs to keep; not of one who was not needed, or declined."""
        return self.role.gets_copy and self.status not in DROPPED

    @property
    def last_mail(self) -> datetime | None:
        """When they were last asked or reminded."""
        return max((at for at in (self.sent_at, self.reminded_at) if at), default=None)

    @property
    def blank(self) -> bool:
        """No one yet: a row in which nothing is typed."""
        return not self.name and not self.email and not self.role_name

    @property
    def person(self) -> tuple[str, str]:
        """Who it is, as far as a name and an address tell."""
        return fold(" ".join(self.name.split())), fold(self.email)

    @property
    def withdrew(self) -> bool:
        """They consented, and took it back before they finished."""
        return self.status is RecipientStatus.DELIVERED and self.consent is None

    @property
    def consented(self) -> bool:
        """The disclosure was accepted, which is what opens the documents."""
        return self.consent is not None
