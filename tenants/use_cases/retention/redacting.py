"""Erasing a person from what others wrote: names, messages and the trail of an envelope."""

import re
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.evidence.audit import ORGANIZATION
from core.retention import person_erasure
from tenants.transaction import Transaction

# A shorter name would be found inside of other words.
SHORTEST = 5


def names(tx: Transaction, envelope: Envelope, recipient_ids: Iterable[str]) -> set[str]:
    """What they are and were called in this envelope; asked before anything is erased."""
    ids = set(recipient_ids)
    told = {
        value.value
        for said in tx.audit.named([envelope.id])
        for value in said.personal
        if said.subject in ids and value.name == "name"
    }
    called = {r.name for r in envelope.recipients if str(r.id) in ids}
    return (told | called) - {person_erasure.NAME}


def pattern(address: str, called: Iterable[str]) -> re.Pattern[str]:
    """Finds the address, and every whole name of theirs."""
    told = {address, *(name for name in called if len(name) >= SHORTEST)}
    words = sorted(told, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)


def redacted(envelope: Envelope, known: re.Pattern[str]) -> Envelope:
    """The envelope, whose name, message and documents do not spell them out any more."""

    def without(text: str) -> str:
        return known.sub(lambda _: person_erasure.NAME, text)

    documents = tuple(replace(d, name=without(d.name)) for d in envelope.documents)
    return replace(
        envelope,
        name=without(envelope.name),
        message=without(envelope.message),
        documents=documents,
    )


def redact_trail(
    tx: Transaction, envelope_id: UUID, known: re.Pattern[str], corrected: Iterable[str]
) -> None:
    """
    Values of the trail that spell them out; entries about other recipients are theirs.

    `corrected` are recipients, by id, who once had the address and are others now.
    """
    tx.audit.values.erase(
        envelope_id, lambda _, value: bool(known.search(value.value)), [ORGANIZATION, *corrected]
    )
