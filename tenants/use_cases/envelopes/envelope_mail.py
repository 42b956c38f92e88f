"""What a mail about an envelope says, and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.delivery import letter_mark
from core.delivery.letter_mark import LetterMark
from core.documents import visibility
from core.envelopes.drafts import requested_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.events.lifecycle import EnvelopeVoided
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_list import is_person, sharers
from core.envelopes.roles.role import RoleWords
from core.envelopes.roles.signer import SIGNER
from core.organizations import signing_host
from core.people import notification
from core.people.notification import Notification
from core.settings.settings import Settings
from core.signing import attaching, link, mail_check, self_signing
from core.signing.events.recipients import PaperRequested, RecipientDeclined
from core.text.printable import unlinked
from tenants.installation import email_hash
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile, SealedFile
from tenants.use_cases.organizations import brand_look as brands
from tenants.use_cases.organizations.brand_look import Brand
from tenants.use_cases.signing import attachments

ONCE = ("mail_reminder", "mail_expiry_warning")
REASONS = (EnvelopeVoided.type, RecipientDeclined.type)
ASKED_FOR_PAPER = (PaperRequested.type,)


@dataclass(frozen=True, slots=True)
class Letter:
    """
    `recipient` is None for mail to the sender; `reason` why it was declined or voided, or what was
    written with a request for paper.
    """

    envelope: Envelope
    recipient: Recipient | None
    organization_name: str
    time_zone: str
    sender_name: str
    sender_email: str
    reason: str
    link: str
    portal_link: str
    verification_link: str
    base_url: str
    message_id: str
    brand: Brand = brands.PLAIN
    about: Recipient | None = None
    notification: str = ""
    attach_megabytes: int = 0  # as the organization allows it
    files: tuple[SealedFile, ...] = ()  # copies that go with it
    code: str = ""  # by which its recipient proves who they are
    language: str = "en"
    check_code: str = ""  # by which anyone finds out that the mail is ours
    mark: str = ""  # by which a report about it says whose it was

    @property
    def to(self) -> tuple[str, str]:
        """Name and address of whom it is for."""
        if self.recipient is None:
            return self.sender_name, self.sender_email
        if self.code:  # which proves their own address, not that of a host
            return self.recipient.name, self.recipient.email
        return self.recipient.mailbox

    @property
    def only_for(self) -> str:
        """Its recipient's name, where others of the envelope read the same mailbox; else ""."""
        mine = self.recipient
        return mine.name if mine and sharers(mine, self.envelope.recipients) else ""

    @property
    def repeats(self) -> bool:
        """Whether the sender gets the same news as the only recipient: they signed it themself."""
        is_own = self_signing.is_own(self.envelope, self.sender_name, self.sender_email)
        return is_own and self.envelope.status is Status.COMPLETED

    @property
    def asks(self) -> bool:
        """Whether its recipient is still to sign: mail may wait for days until it can be sent."""
        asked = self.recipient
        return asked is not None and not asked.finished and self.envelope.status.open

    @property
    def words(self) -> RoleWords:
        """What its recipient is asked for, in the words of their role."""
        return self.recipient.role.words if self.recipient else SIGNER.words

    @property
    def sending_problem(self) -> str:
        """Why it was not sent by itself, as a sentence."""
        return requested_sending.problem(self.envelope)

    @property
    def answers_reach(self) -> str:
        """Who reads what is answered to this mail."""
        return self.organization_name if self.brand.branding.reply_to else self.sender_name

    @property
    def placeholders(self) -> dict[str, str]:
        """What stands for what in an organization's own words; a recipient may name themself."""
        return {
            "recipient": unlinked(self.to[0]),
            "envelope": self.envelope.name,
            "sender": self.sender_name,
            "organization": self.organization_name,
        }


def load(tx: Transaction, job: LeasedJob) -> Letter:
    """Raises NotFound when the envelope is gone."""
    envelope = tx.envelopes.get(job.argument("envelope_id", UUID))
    facts = tx.envelope_mails.facts(envelope.sender_id)
    recipient = _named(job, envelope, "recipient_id")
    base_url = signing_host.address(tx.settings.signing_address, facts.signing_host or "")
    address, token = _link(tx.settings, base_url, envelope, recipient)
    about = str(job.arguments.get("notification", ""))
    return Letter(
        envelope=visibility.seen_by(envelope, [recipient.id]) if recipient else envelope,
        recipient=recipient,
        organization_name=facts.organization_name,
        time_zone=facts.time_zone,
        language=_language(recipient) or facts.language,
        sender_name=facts.sender_name,
        sender_email=facts.sender_email,
        reason=tx.audit.reason(envelope.id, ASKED_FOR_PAPER if about == "paper" else REASONS),
        link=address,
        check_code=mail_check.code(tx.settings.link_key, link.digest(token)) if token else "",
        portal_link=f"{tx.settings.base_url}/envelopes/{envelope.id}",
        verification_link=f"{base_url}/verify",
        base_url=base_url,
        message_id=f"<{job.id}@{tx.settings.mail_from.rpartition('@')[2].rstrip('>')}>",
        brand=brands.of(job.organization, facts.branding, facts.branding_version),
        mark=_mark(tx.settings, envelope, recipient),
        about=_named(job, envelope, "about_id"),
        notification=about,
        attach_megabytes=facts.attach_megabytes,
    )


def copies(tx: Transaction, letter: Letter, now: datetime) -> tuple[FoundSealedFile, ...]:
    """
    What is attached to the mail that all is completed, with the files that signers attached: as
    large as the organization allows, and only to someone who needs no other proof of identity than
    the mail itself.
    """
    recipient, most = letter.recipient, letter.attach_megabytes * 1_000_000
    if not most or recipient is None or not recipient.gets_copy or recipient.options.proofs:
        return ()
    if letter.envelope.status is not Status.COMPLETED:
        return ()
    actor, attached = f"recipient:{recipient.id}", attaching.files(letter.envelope)
    most -= sum(file.size for _, file in attached)
    sealed = sealed_files.find_all(tx, letter.envelope, most, actor=actor, now=now)
    return (*sealed, *attachments.places(letter.envelope, attached)) if sealed else ()


def is_current(job: LeasedJob, letter: Letter) -> bool:
    """Whether it is for the recipient as they are, and not as they were before a correction."""
    return letter.recipient is not None and is_for(job, letter.recipient)


def is_for(job: LeasedJob, recipient: Recipient) -> bool:
    """A job that does not say for which generation was made before there were corrections."""
    generation = recipient.link_generation
    return bool(job.arguments.get("generation", generation) == generation)


def is_wanted(tx: Transaction, job: LeasedJob) -> bool:
    """
    Whether whom a mail is for wants it, as they prefer at this moment.

    Not asked when the job is made: a mail may wait for long, and what the member unticked
    meanwhile must not come. Little is read for it.
    """
    if job.kind in ONCE:
        return notification.is_wanted(_chosen_by_recipient(tx, job), Notification.WAITING)
    sender_id, status = tx.envelope_mails.sender_and_status(job.argument("envelope_id", UUID))
    about = Notification(str(job.arguments.get("notification", status)))
    if about is Notification.BOUNCED and not tx.envelope_mails.has_bounced(
        job.argument("about_id", UUID)
    ):
        return False  # corrected before the sender was told
    return notification.is_wanted(tx.envelope_mails.wanted_by(sender_id), about)


def _chosen_by_recipient(tx: Transaction, job: LeasedJob) -> Mapping[str, bool]:
    """What the recipient chose who has an account; not what others of the same mailbox chose."""
    envelope = tx.envelopes.get(job.argument("envelope_id", UUID))
    recipient = envelope.recipient(job.argument("recipient_id", UUID))
    found = tx.envelope_mails.preferences_at(email_hash(recipient.mailbox[1]))
    if not found or not is_person(recipient, envelope.recipients, found.name, found.email):
        return {}
    return found.notifications


def _language(recipient: Recipient | None) -> str:
    """The one that was chosen for them, else the one in which they accepted the disclosure."""
    if recipient is None:
        return ""
    return recipient.options.language or (recipient.consent.language if recipient.consent else "")


def _named(job: LeasedJob, envelope: Envelope, name: str) -> Recipient | None:
    return envelope.recipient(job.argument(name, UUID)) if name in job.arguments else None


def _mark(settings: Settings, envelope: Envelope, recipient: Recipient | None) -> str:
    if recipient is None:
        return ""
    whose = (envelope.organization_id, envelope.id, recipient.id, recipient.link_generation)
    return letter_mark.make(settings.link_key, LetterMark(*whose))


def _link(
    settings: Settings, base_url: str, envelope: Envelope, recipient: Recipient | None
) -> tuple[str, str]:
    """Its address, and the token in it."""
    if recipient is None:
        return "", ""
    token = link.token(
        settings.link_key, envelope.organization_id, recipient.id, recipient.link_generation
    )
    return f"{base_url}/s/{token}", token
