from dataclasses import replace

from core.envelopes.envelope import Outcome
from core.envelopes.events.lifecycle import EnvelopeTransferred
from core.events.narration import narrate
from core.evidence import audit, consistency
from tests.core.builders import new_id, recorded


def test_a_transfer_is_one_more_line_of_the_trail_with_its_sentence_and_its_job() -> None:
    record, heir = recorded(), new_id()
    old = record.envelope.sender_id
    given = replace(record.envelope, sender_id=heir)
    transferred = EnvelopeTransferred(old_owner_id=old, person_id=heir, name="Ben Heir")

    record.add(Outcome(given, (transferred,)), by=f"person:{old}")

    entry = record.entries[-1]
    assert audit.verify(record.trail, record.entries, record.envelope.head)
    assert consistency.differences(record.envelope, record.entries) == ()
    assert '"type":"envelope.transferred"' in entry.text
    assert "Ben Heir" not in entry.text
    told = narrate(entry, {f"person:{old}": "Ana"})
    assert str(told) == "Ana transferred the envelope to another owner."
    assert record.jobs[-1].kind == "index_envelope"
