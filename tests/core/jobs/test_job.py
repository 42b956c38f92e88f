from dataclasses import replace
from datetime import timedelta

import pytest

from core.documents.events import (
    DocumentAccepted,
    DocumentAdded,
    DocumentPasswordGiven,
    DocumentTriedAgain,
)
from core.documents.jobs import chunk_around, rendering
from core.envelopes import ending
from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Outcome
from core.envelopes.events.lifecycle import EnvelopeSigned
from core.envelopes.roles.cc import CC
from core.jobs.job import Job
from core.jobs.kinds import HEAVY, KINDS, QUEUES
from core.jobs.retry_policy import PATIENT
from core.signing import declining
from tests.core.builders import (
    LATER,
    NOW,
    ORIGIN,
    SENDER,
    SHA256,
    cc,
    make_envelope,
    new_id,
    recorded,
    sent,
    signed_by,
    signer,
)

ONE, TWO, COPY = signer(), signer("Signer Two", 2), cc()


def jobs_of(outcome: Outcome) -> list[Job]:
    return [job for event in outcome.events for job in event.jobs(outcome.envelope)]


def kinds_of(outcome: Outcome) -> list[str]:
    return [job.kind for job in jobs_of(outcome)]


def test_a_whole_envelope_invites_each_signer_once_and_is_sealed_once() -> None:
    record = recorded()

    invited = [job.arguments["recipient_id"] for job in record.job_kinds("mail_invitation")]
    copied = [job.arguments["recipient_id"] for job in record.job_kinds("mail_completion")]
    people = [str(r.id) for r in record.envelope.recipients]
    assert invited == people[:2]
    assert copied == people
    for kind in ("seal_envelope", "expire_envelope", "mail_sender"):
        assert len(record.job_kinds(kind)) == 1
    assert {job.arguments["envelope_id"] for job in record.jobs} == {str(record.envelope.id)}


def test_every_job_is_of_a_known_kind_in_a_known_queue() -> None:
    assert {job.kind for job in recorded().jobs} <= set(KINDS)
    assert {kind.queue for kind in KINDS.values()} | {HEAVY} == set(QUEUES)


def test_a_row_says_all_of_a_kind_and_asking_for_a_signature_is_sending() -> None:
    for kind in KINDS.values():
        assert 0 <= kind.priority <= 5
        assert kind.lease >= timedelta(seconds=40)
        assert kind.retry.tries > 1
        assert kind.sends or not kind.asks


def test_a_file_is_taken_in_when_it_comes_and_again_with_its_password() -> None:
    envelope = make_envelope()
    document_id = envelope.documents[0].id

    for event in (
        DocumentAdded(document_id=document_id, sha256=SHA256),
        DocumentPasswordGiven(document_id=document_id),
        DocumentTriedAgain(document_id=document_id),
    ):
        (job,) = event.jobs(envelope)
        assert job.kind == "intake_document"
        assert job.arguments["document_id"] == str(document_id)


@pytest.mark.parametrize(
    ("pages", "chunks"), [(1, [(1, 1)]), (25, [(1, 25)]), (60, [(1, 25), (26, 50), (51, 60)])]
)
def test_pages_are_rendered_in_chunks_that_leave_none_out(
    pages: int, chunks: list[tuple[int, int]]
) -> None:
    envelope = make_envelope()
    document_id = envelope.documents[0].id
    event = DocumentAccepted(document_id=document_id, canonical_sha256=SHA256, pages=pages)

    jobs = event.jobs(envelope)

    assert [(job.arguments["first"], job.arguments["last"]) for job in jobs] == chunks


def test_expiry_is_a_job_of_its_day() -> None:
    outcome = draft_sending.send(make_envelope(), SENDER, NOW)

    (job,) = (job for job in jobs_of(outcome) if job.kind == "expire_envelope")

    assert job.due_at == NOW + timedelta(days=120)


def test_a_long_envelope_has_longer_to_be_sealed() -> None:
    (short,) = EnvelopeSigned(pages=1).jobs(make_envelope())
    (long,) = EnvelopeSigned(pages=2_000).jobs(make_envelope())

    assert short.lease is not None
    assert long.lease is not None
    assert timedelta(seconds=40) < short.lease < long.lease == timedelta(seconds=340)


def test_a_draft_ends_quietly() -> None:
    assert kinds_of(ending.void(make_envelope(ONE), "", NOW)) == []


def test_a_voided_envelope_is_told_to_those_it_reached() -> None:
    jobs = jobs_of(ending.void(sent(ONE, TWO), "Wrong price", NOW))

    assert [(job.kind, job.arguments["recipient_id"]) for job in jobs] == [
        ("mail_ending", str(ONE.id))
    ]


def test_what_others_end_is_told_to_the_sender_too() -> None:
    envelope = sent(ONE, TWO)

    declined = declining.decline(envelope, ONE.id, "Wrong price", ORIGIN, NOW)
    expired = ending.expire(envelope, LATER)

    assert kinds_of(declined) == kinds_of(expired) == ["mail_sender", "mail_ending"]


def test_what_only_people_do_asks_for_nothing() -> None:
    opened = [e for e in recorded().events if e.type in ("consent.accepted", "fields.placed")]

    assert len(opened) == 3
    assert [event.jobs(make_envelope()) for event in opened] == [()] * 3


def test_one_page_in_another_size_is_one_job() -> None:
    envelope = make_envelope()

    job = rendering(envelope.id, envelope.documents[0].id, 3, 2_000)

    assert job.kind == "render_pages"
    assert (job.arguments["first"], job.arguments["last"], job.arguments["width"]) == (3, 3, 2_000)


def test_retries_wait_longer_each_time_and_end() -> None:
    waits = [PATIENT.after(n) for n in range(1, PATIENT.tries)]

    seconds = [w.total_seconds() for w in waits if w]
    assert seconds[:7] == [2, 8, 32, 128, 512, 2_048, 3_600]
    assert sum(seconds) > 36 * 3_600  # other people's servers may be away for a night and a day
    assert PATIENT.after(PATIENT.tries) is None
    assert PATIENT.after(PATIENT.tries + 1) is None


def test_everybody_who_is_to_have_a_copy_is_mailed_though_they_were_never_invited() -> None:
    envelope = signed_by(sent(ONE, COPY), ONE)
    sealed = {envelope.documents[0].id: SHA256}

    kinds = kinds_of(ending.complete(envelope, sealed, SHA256, NOW))

    assert kinds == ["mail_completion", "mail_completion", "mail_sender"]


def test_a_person_with_two_roles_gets_one_copy_and_each_who_shares_a_mailbox_gets_one() -> None:
    ana, ben = signer("Ana", email="home@example.com"), signer("Ben", email="home@example.com")
    again = replace(ana, id=new_id(), role=CC)
    envelope = signed_by(sent(ana, ben, again), ana, ben)
    sealed = {d.id: SHA256 for d in envelope.documents}

    outcome = ending.complete(envelope, sealed, SHA256, NOW)

    copied = [j.arguments["recipient_id"] for j in jobs_of(outcome) if j.kind == "mail_completion"]
    assert copied == [str(ana.id), str(ben.id)]


def test_sealed_pages_are_drawn_in_the_same_parts_whichever_of_them_is_looked_at() -> None:
    assert chunk_around(1, 60) == chunk_around(25, 60) == range(1, 26)
    assert chunk_around(26, 60) == range(26, 51)
    assert chunk_around(60, 60) == range(51, 61)
