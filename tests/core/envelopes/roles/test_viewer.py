from core.envelopes import ending
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Status
from core.envelopes.recipient import RecipientStatus
from core.envelopes.roles.viewer import VIEWER
from core.events.narration import narrate_all
from core.evidence import consistency
from core.signing import consenting
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    SHA256,
    Record,
    consented,
    make_envelope,
    sent,
    signed_by,
    signer,
)


def test_the_next_are_asked_as_soon_as_the_viewer_has_opened_it() -> None:
    reader, one = signer("Reader One", 1, role=VIEWER), signer("Signer Two", 2)
    waiting = sent(reader, one)

    opened = consented(waiting, reader)

    assert waiting.recipient(one.id).status is RecipientStatus.CREATED
    assert opened.recipient(reader.id).status is RecipientStatus.COMPLETED
    assert opened.recipient(one.id).status is RecipientStatus.SENT
    assert signed_by(opened, one).status is Status.SIGNED


def test_an_envelope_that_one_person_has_to_open_is_proof_that_they_did() -> None:
    reader = signer("Reader One", role=VIEWER)
    record = Record(make_envelope(reader))
    record.add(draft.create(record.envelope))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    by = f"recipient:{reader.id}"

    record.add(consenting.accept(record.envelope, reader.id, DISCLOSURE, ORIGIN, NOW), by)
    sealed = {d.id: SHA256 for d in record.envelope.documents}
    record.add(ending.complete(record.envelope, sealed, SHA256, NOW))

    told = [str(line) for line in narrate_all(record.entries, {by: "Reader One"})]
    assert record.envelope.status is Status.COMPLETED
    assert consistency.differences(record.envelope, record.entries) == ()
    assert "Countersign added Reader One as viewer." in told
    assert told[-6:] == [
        "Reader One agreed to receive documents electronically.",
        "Reader One opened the documents.",
        "The envelope was opened for the first time.",
        "Reader One finished their part.",
        "Everyone has finished.",
        "The documents were sealed and everyone has a copy.",
    ]
