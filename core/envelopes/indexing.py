"""When what an envelope is found by has to be written down again."""

from datetime import datetime, timedelta

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.lifecycle import EnvelopeCreated
from core.jobs.job import Job

INDEXED_AFTER = timedelta(seconds=2)


def indexing(before: Envelope, outcome: Outcome, now: datetime) -> tuple[Job, ...]:
    """What an envelope is found by has changed: index it, once for what comes close together."""
    if outcome.envelope.content_of is not None:  # no envelope to be found
        return ()
    begun = any(isinstance(event, EnvelopeCreated) for event in outcome.events)
    if not begun and _searched(before) == _searched(outcome.envelope):
        return ()
    of = {"envelope_id": str(outcome.envelope.id)}
    return (Job("index_envelope", of, due_at=now + INDEXED_AFTER),)


def _searched(envelope: Envelope) -> tuple[object, ...]:
    documents = [(d.id, d.name, d.drawn, d.hidden_from) for d in envelope.documents]
    recipients = [(r.name, r.email, r.status) for r in envelope.recipients]
    return envelope.name, envelope.status, documents, recipients
