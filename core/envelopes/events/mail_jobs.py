"""The mails that an envelope's events call for."""

from dataclasses import replace
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient, RecipientStatus
from core.jobs.job import Job

# Who was never asked, and whose part is another person's now.
UNCONCERNED = (RecipientStatus.CREATED, RecipientStatus.REASSIGNED)


def to(kind: str, envelope: Envelope, recipient: Recipient) -> Job:
    """Mail to a recipient as they are now: `generation` is another after a correction."""
    about = {"envelope_id": str(envelope.id), "recipient_id": str(recipient.id)}
    return Job(kind, {**about, "generation": recipient.link_generation})


def text_to(letter: str, envelope: Envelope, recipient: Recipient) -> Job:
    """An SMS. Those that ask someone to act wait while the organization is closing."""
    kind = "text_completion" if letter == "completion" else "text_request"
    job = to(kind, envelope, recipient)
    return replace(job, arguments={**job.arguments, "letter": letter})


def texts_of_completion(envelope: Envelope) -> tuple[Job, ...]:
    """Once to each phone."""
    phones = {r.options.phone: r for r in reversed(envelope.recipients) if r.texted and r.gets_copy}
    return tuple(text_to("completion", envelope, r) for r in phones.values())


def next_reminder(envelope: Envelope, recipient: Recipient) -> tuple[Job, ...]:
    """That comes by itself, if its sender chose so."""
    due_at = envelope.schedule.next_reminder(recipient)
    if due_at is None:
        return ()
    return (replace(to("remind_recipient", envelope, recipient), due_at=due_at),)


def to_all(kind: str, envelope: Envelope) -> tuple[Job, ...]:
    """
    To everyone whom the envelope has reached, or who was to have a copy of it.

    Once to each person, whatever their roles, by the link of the first; each of those who share a
    mailbox gets a mail of their own.
    """
    reached = [
        r
        for r in envelope.recipients
        if r.mailbox[1]
        and not (kind == "mail_completion" and r.texted and r.options.sms_alone)
        and (r.gets_copy if kind == "mail_completion" else r.status not in UNCONCERNED)
    ]
    people = {r.person: r for r in reversed(reached)}
    return tuple(to(kind, envelope, r) for r in reached if people[r.person] is r)


def expiry(envelope: Envelope) -> tuple[Job, ...]:
    """What its time calls for: a job that comes before it is put back until then."""
    if envelope.expires_at is None:
        return ()
    of = {"envelope_id": str(envelope.id)}
    ending = Job("expire_envelope", of, due_at=envelope.expires_at)
    warned = envelope.schedule.warns_at(envelope.expires_at, envelope.sent_at)
    return (ending, Job("warn_of_expiry", of, due_at=warned)) if warned else (ending,)


def to_sender(envelope: Envelope) -> Job:
    """That it has ended, and how."""
    return Job("mail_sender", {"envelope_id": str(envelope.id)})


def progress(what: str, envelope: Envelope, recipient_id: UUID) -> Job:
    """To the sender; whether they want to know is asked when it is about to be mailed."""
    about = {"envelope_id": str(envelope.id), "about_id": str(recipient_id)}
    return Job("mail_progress", {**about, "notification": what})
