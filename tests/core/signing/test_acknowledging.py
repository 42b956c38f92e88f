"""Supplemental documents: read or accepted before finishing, each an entry of the trail."""

from dataclasses import replace

import pytest

from core.documents.supplement import Supplement
from core.envelopes.drafts import draft, draft_sending
from core.evidence import consistency
from core.refusals import NotFound
from core.signing import acknowledging, adopting, consenting, finishing
from core.signing.refusals import ConsentNeeded, SupplementsPending
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    Record,
    make_envelope,
    mine,
    ready_document,
    signature,
    signer,
)

ANA, BEN = signer("Ana"), signer("Ben")


def sent() -> Record:
    """To both at once: a lease to sign, rules to view, terms to accept that Ben is not shown."""
    envelope = make_envelope(ANA, BEN)
    rules = ready_document(name="Rules", position=2, supplement=Supplement.VIEW)
    terms = ready_document(name="Terms", position=3, supplement=Supplement.ACCEPT)
    hidden = replace(terms, hidden_from=(BEN.id,))
    record = Record(replace(envelope, documents=(*envelope.documents, rules, hidden)))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    return record


def opened() -> Record:
    record = sent()
    for person in (ANA, BEN):
        by = f"recipient:{person.id}"
        record.add(consenting.accept(record.envelope, person.id, DISCLOSURE, ORIGIN, NOW), by)
        record.add(adopting.adopt(record.envelope, signature(person)), by)
    return record


def read(record: Record, person, number: int) -> None:
    document = record.envelope.documents[number].id
    outcome = acknowledging.acknowledge(record.envelope, person.id, document, NOW)
    record.add(outcome, f"recipient:{person.id}")


def finish(record: Record, person) -> None:
    values = mine(record.envelope, person)
    outcome = finishing.finish(record.envelope, person.id, values, TODAY, ORIGIN, NOW)
    record.add(outcome, f"recipient:{person.id}")


def test_no_one_finishes_before_what_is_to_be_read() -> None:
    record = opened()
    read(record, ANA, 1)

    with pytest.raises(SupplementsPending):
        finish(record, ANA)
    read(record, ANA, 2)
    finish(record, ANA)

    assert record.envelope.recipient(ANA.id).finished


def test_what_is_hidden_from_someone_is_not_asked_of_them() -> None:
    record = opened()

    pending = acknowledging.pending(record.envelope, BEN.id)
    with pytest.raises(NotFound):
        read(record, BEN, 2)

    assert [d.name for d in pending] == ["Rules"]


def test_each_is_an_entry_and_the_rows_are_what_the_entries_tell() -> None:
    record = opened()
    read(record, ANA, 1)
    read(record, ANA, 2)
    read(record, ANA, 2)  # a second time says nothing

    types = [entry.type for entry in record.entries]
    numbers = [e.data["number"] for e in record.entries if e.type.startswith("supplement.")]
    assert types.count("supplement.viewed") == types.count("supplement.accepted") == 1
    assert numbers == [2, 3]
    assert consistency.differences(record.envelope, record.entries) == ()


def test_a_row_that_no_entry_tells_of_differs() -> None:
    record = opened()
    read(record, ANA, 1)
    forged = replace(
        record.envelope,
        acknowledgements=tuple(
            replace(a, recipient_id=BEN.id) for a in record.envelope.acknowledgements
        ),
    )

    tables = {d.table for d in consistency.differences(forged, record.entries)}

    assert tables == {"acknowledgements"}


def test_nothing_is_acknowledged_before_consent_and_no_document_that_is_signed() -> None:
    record = sent()
    rules = record.envelope.documents[1].id

    with pytest.raises(ConsentNeeded):
        acknowledging.acknowledge(record.envelope, ANA.id, rules, NOW)
    with pytest.raises(NotFound):
        read(opened(), ANA, 0)
    assert not record.envelope.acknowledgements
