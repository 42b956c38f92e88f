"""What each event asks of the outside world. The only place where that is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.documents.document import FIRST_PAGES
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient, RecipientStatus
from core.events.admin_events import (
    EnvelopeDeleted,
    EnvelopeRestored,
    EnvelopeShared,
    EnvelopesTransferred,
    ExportDiscarded,
    ExportRequested,
    OrganizationClosing,
    OrganizationKept,
    PersonErasureAsked,
    PersonExportRequested,
    SharingEnded,
    TeamDeleted,
    ValuesExported,
    VisibilityChanged,
)
from core.events.envelope_events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentPasswordGiven,
    EnvelopeCompleted,
    EnvelopeCreated,
    EnvelopeDeclined,
    EnvelopeExpired,
    EnvelopeSent,
    EnvelopeSigned,
    EnvelopeVoided,
    Event,
    MailBounced,
    RecipientCompleted,
    RecipientDelivered,
    RecipientInvited,
    RecipientReminded,
)
from core.people.membership import HANDED_OVER_AT_ONCE

CHUNK = FIRST_PAGES
UNASKED = RecipientStatus.CREATED
INDEXED_AFTER = timedelta(seconds=2)
ATTEMPTS = 48  # nearly two days: other people's servers may be away for a night and a day


@dataclass(frozen=True, slots=True)
class Kind:
    """
    How jobs of a kind are run: in which queue, in which order (0 first), and for how long.

    A worker renews `lease` while it works; a job whose worker died is free after it.
    """

    queue: str
    priority: int
    lease: timedelta


# Where a job goes on that takes a processor for longer than its queue lets it.
HEAVY = "heavy"
# Queues by what they wait for: pdf for processors, messages for other people's servers, slow for
# what nobody stands and waits for. Seals and what somebody needs to sign in have their own.
KINDS: dict[str, Kind] = {
    "seal_envelope": Kind("seal", 0, timedelta(seconds=40)),
    "intake_document": Kind("pdf", 1, timedelta(seconds=120)),
    "render_pages": Kind("pdf", 2, timedelta(seconds=60)),
    "render_sealed_pages": Kind("pdf", 3, timedelta(seconds=60)),
    # Somebody waits for it before they can sign.
    "convert_signature": Kind("pdf", 0, timedelta(seconds=40)),
    "prepare_logo": Kind("pdf", 2, timedelta(seconds=40)),
    "check_sealed_file": Kind("pdf", 3, timedelta(seconds=60)),
    "answer_by_mail": Kind("codes", 0, timedelta(seconds=40)),
    "mail_account": Kind("codes", 0, timedelta(seconds=40)),
    "mail_invitation": Kind("messages", 0, timedelta(seconds=40)),
    "mail_completion": Kind("messages", 1, timedelta(seconds=40)),
    "mail_sender": Kind("messages", 1, timedelta(seconds=40)),
    "mail_progress": Kind("messages", 3, timedelta(seconds=40)),
    "mail_ending": Kind("messages", 2, timedelta(seconds=40)),
    "mail_reminder": Kind("messages", 2, timedelta(seconds=40)),
    "try_mail": Kind("codes", 0, timedelta(seconds=60)),
    "try_sms": Kind("codes", 0, timedelta(seconds=60)),
    "import_contacts": Kind("slow", 2, timedelta(seconds=120)),
    "expire_envelope": Kind("messages", 2, timedelta(seconds=40)),
    "check_domain": Kind("messages", 2, timedelta(seconds=40)),
    "fold_summaries": Kind("messages", 3, timedelta(seconds=40)),
    "export_values": Kind("slow", 1, timedelta(minutes=20)),
    "make_export": Kind("slow", 2, timedelta(seconds=120)),
    "sweep_export": Kind("slow", 4, timedelta(seconds=120)),
    "erase_person": Kind("slow", 3, timedelta(seconds=120)),
    "close_organization": Kind("slow", 5, timedelta(seconds=120)),
    "tell_members": Kind("slow", 2, timedelta(seconds=60)),
    "forget_export": Kind("slow", 3, timedelta(seconds=40)),
    "forget_file": Kind("slow", 4, timedelta(seconds=40)),
    "erase_documents": Kind("slow", 4, timedelta(seconds=120)),
    "apply_retention": Kind("slow", 5, timedelta(seconds=60)),
    "hand_over_envelopes": Kind("slow", 2, timedelta(seconds=60)),
    "run_bulk_action": Kind("slow", 3, timedelta(seconds=120)),
    "index_envelope": Kind("slow", 4, timedelta(seconds=60)),
    "index_envelopes": Kind("slow", 5, timedelta(seconds=120)),
}
QUEUES = tuple(sorted({HEAVY, *(kind.queue for kind in KINDS.values())}))


@dataclass(frozen=True, slots=True)
class Job:
    """Work for an actor. `due_at` None is at once; `lease` None is that of its kind."""

    kind: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    due_at: datetime | None = None
    lease: timedelta | None = None


def jobs_for(event: Event, envelope: Envelope) -> tuple[Job, ...]:
    """The jobs that `event` calls for, in the envelope as it is after it."""
    of = {"envelope_id": str(envelope.id)}
    match event:
        case DocumentAdded() | DocumentPasswordGiven():
            return (Job("intake_document", of | {"document_id": str(event.document_id)}),)
        case DocumentAccepted():
            return _renderings(of, event.document_id, event.pages)
        case EnvelopeSent():
            return (Job("expire_envelope", of, due_at=event.expires_at),)
        case RecipientInvited():
            return (_to("mail_invitation", of, envelope.recipient(event.recipient_id)),)
        case RecipientReminded():
            return (_to("mail_reminder", of, envelope.recipient(event.recipient_id)),)
        case MailBounced():
            return (_progress(of, "bounced", event.recipient_id),)
        case RecipientDelivered():
            return (_progress(of, "opened", event.recipient_id),)
        case RecipientCompleted():
            return _finished(of, envelope.recipient(event.recipient_id))
        case EnvelopeSigned():
            return (Job("seal_envelope", of, lease=_sealing_time(event.pages)),)
        case EnvelopeCompleted():
            return (*_to_all("mail_completion", of, envelope), Job("mail_sender", of))
        case EnvelopeVoided() | EnvelopeExpired() | EnvelopeDeclined():
            return _ending(of, event, envelope)
        case _:
            return ()


def jobs_for_administration(event: Event) -> tuple[Job, ...]:
    """The jobs that an event of an organization's own log calls for."""
    match event:
        case VisibilityChanged() | EnvelopeShared() | SharingEnded():
            return (Job("index_envelope", {"envelope_id": str(event.envelope_id)}),)
        case ValuesExported():
            return _exporting(event)
        case ExportRequested() | PersonExportRequested():
            return (Job("make_export", {"export_id": str(event.export_id)}),)
        case OrganizationClosing():
            return _closing(event)
        case OrganizationKept():
            return (Job("tell_members", {"letter": "kept_open", "day": ""}),)
        case PersonErasureAsked():
            return (Job("erase_person", {"erasure_id": str(event.erasure_id)}),)
        case ExportDiscarded():
            return (Job("sweep_export", {"export_id": str(event.export_id)}, event.swept_at),)
        case EnvelopesTransferred():
            return _handing_over(event)
        case TeamDeleted():
            return (Job("index_envelopes"),)
        case EnvelopeDeleted():
            of = {"envelope_id": str(event.envelope_id)}
            return Job("index_envelope", of), Job("erase_documents", of, due_at=event.erase_at)
        case EnvelopeRestored():
            return (Job("index_envelope", {"envelope_id": str(event.envelope_id)}),)
        case _:
            return ()


def _handing_over(event: EnvelopesTransferred) -> tuple[Job, ...]:
    """What was too many for one transaction goes on; then all are indexed for whom they are."""
    if event.count <= HANDED_OVER_AT_ONCE:
        return (Job("index_envelopes"),)
    of = {"old_id": str(event.old_id), "heir_id": str(event.new_id)}
    return (Job("hand_over_envelopes", of),)


def _closing(event: OrganizationClosing) -> tuple[Job, ...]:
    day = event.closes_at.date().isoformat()
    told = Job("tell_members", {"letter": "closing", "day": day})
    return told, Job("close_organization", due_at=event.closes_at)


def _exporting(event: ValuesExported) -> tuple[Job, ...]:
    of = {"export_id": str(event.export_id)}
    return Job("export_values", of), Job("forget_export", of, due_at=event.expires_at)


def indexing(before: Envelope, outcome: Outcome, now: datetime) -> tuple[Job, ...]:
    """What an envelope is found by has changed: index it, once for what comes close together."""
    begun = any(isinstance(event, EnvelopeCreated) for event in outcome.events)
    if not begun and _searched(before) == _searched(outcome.envelope):
        return ()
    of = {"envelope_id": str(outcome.envelope.id)}
    return (Job("index_envelope", of, due_at=now + INDEXED_AFTER),)


def rendering(envelope: Envelope, document_id: UUID, number: int, width: int) -> Job:
    """One page at another size than that for signing, made because somebody looks at it."""
    of = {"envelope_id": str(envelope.id), "document_id": str(document_id)}
    return Job("render_pages", {**of, "first": number, "last": number, "width": width})


def sealed_rendering(envelope: Envelope, document_id: UUID, numbers: range, width: int) -> Job:
    """Sealed pages at some size, drawn because somebody looks at one of them."""
    of = {"envelope_id": str(envelope.id), "document_id": str(document_id)}
    return Job(
        "render_sealed_pages", {**of, "first": numbers[0], "last": numbers[-1], "width": width}
    )


def chunk_around(number: int, pages: int) -> range:
    """The pages that are drawn in one job with page `number`, which counts from 1."""
    first = number - (number - 1) % CHUNK
    return range(first, min(first + CHUNK - 1, pages) + 1)


def retry_after(tries: int) -> timedelta | None:
    """How long to wait after the try of this number failed; None: the job is dead."""
    if tries >= ATTEMPTS:
        return None
    return timedelta(seconds=min(2 * 4 ** (max(tries, 1) - 1), 3600))


def _searched(envelope: Envelope) -> tuple[object, ...]:
    documents = [(d.id, d.name, d.drawn) for d in envelope.documents]
    recipients = [(r.name, r.email, r.status) for r in envelope.recipients]
    return envelope.name, envelope.status, documents, recipients


def _renderings(of: dict[str, str], document_id: UUID, pages: int) -> tuple[Job, ...]:
    firsts = range(1, pages + 1, CHUNK)
    document = of | {"document_id": str(document_id)}
    return tuple(
        Job("render_pages", {**document, "first": n, "last": min(n + CHUNK - 1, pages)})
        for n in firsts
    )


def _progress(of: dict[str, str], what: str, recipient_id: UUID) -> Job:
    """Whether the sender wants to know is asked when it is about to be mailed."""
    return Job("mail_progress", {**of, "notification": what, "about_id": str(recipient_id)})


def _finished(of: dict[str, str], recipient: Recipient) -> tuple[Job, ...]:
    """That somebody has opened it was told already."""
    return () if recipient.role.must_open else (_progress(of, "signed", recipient.id),)


def _sealing_time(pages: int) -> timedelta:
    """A lease that grows with the work, so that a long envelope is not sealed twice."""
    return KINDS["seal_envelope"].lease + timedelta(milliseconds=150 * pages)


def _ending(of: dict[str, str], event: Event, envelope: Envelope) -> tuple[Job, ...]:
    """A draft ends quietly; else the sender hears of what others did, and all who knew."""
    if envelope.sent_at is None:
        return ()
    told = () if isinstance(event, EnvelopeVoided) else (Job("mail_sender", of),)
    return (*told, *_to_all("mail_ending", of, envelope))


def _to_all(kind: str, of: dict[str, str], envelope: Envelope) -> tuple[Job, ...]:
    """
    To everybody whom the envelope has reached, or who was to have a copy of it.

    Once to each person, whatever their roles, by the link of the first; each of those who share a
    mailbox gets a mail of their own.
    """
    reached = [
        r
        for r in envelope.recipients
        if (r.role.gets_copy if kind == "mail_completion" else r.status is not UNASKED)
    ]
    people = {r.person: r for r in reversed(reached)}
    told = [r for r in reached if people[r.person] is r]
    return tuple(_to(kind, of, r) for r in told)


def _to(kind: str, of: dict[str, str], recipient: Recipient) -> Job:
    """Mail to a recipient as they are now: `generation` is another after a correction."""
    generation = recipient.link_generation
    return Job(kind, {**of, "recipient_id": str(recipient.id), "generation": generation})
