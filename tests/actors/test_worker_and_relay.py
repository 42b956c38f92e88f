"""Worker and relay as processes, through a real broker: what happens when something dies."""

import re
import signal
import threading
from datetime import UTC, datetime
from uuid import uuid4

import dramatiq
import psycopg
import pytest
from dramatiq.brokers.redis import RedisBroker

from actors.pdf.conversion import office
from actors.pdf.verification import judge
from core.principal import SYSTEM
from core.settings.settings import Settings
from deploy.health import jobs_check
from deploy.health.finding import HealthProblem
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.actors import journeys
from tests.actors.conftest import OwnRedis, Postman, Programs, until
from tests.actors.delivery.test_role_mails import both_bodies
from tests.actors.pdf import pdfs
from tests.actors.pdf.conversion import office_files
from tests.tenants import downloads
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_identity_proofs import (
    ask_code,
    asking,
    back,
    browser,
    enter,
)

pytestmark = pytest.mark.usefixtures("running")


@pytest.fixture(scope="module")
def running(alone: None, programs: Programs) -> Programs:
    programs.start("worker")
    programs.start("relay")
    return programs


def test_a_contract_goes_out_is_signed_and_comes_back_sealed(
    member: Member, postman: Postman
) -> None:
    envelope = journeys.sent(member, pdfs.contract(), signers=2)
    until(lambda: len(postman.to("signer-1@example.com")) == 1)
    assert postman.to("signer-2@example.com") == []

    journeys.signed(member, envelope)
    until(lambda: journeys.status(member, envelope) == "completed")

    until(lambda: len(postman.to("copy@example.com")) == 1)
    until(lambda: len(postman.to(member.email)) == 1)
    for document_id in (envelope.documents[0].id, None):
        sealed = downloads.sealed_file(member, envelope.id, document_id, journeys.now())
        assert judge.judge(sealed.data, (certificate(member),)).genuine
    assert journeys.events(member, envelope)[-2:] == ["envelope.signed", "envelope.completed"]


def test_a_file_of_an_unknown_kind_is_rejected_with_the_reason(member: Member) -> None:
    draft = journeys.uploaded(member, b"MZ\x90\0 a program")

    until(lambda: run(member, reading.envelope, draft.id).documents[0].status.value == "rejected")

    assert run(member, reading.envelope, draft.id).documents[0].reason == "unknown_kind"


@pytest.mark.skipif(bool(office.missing()), reason="LibreOffice is not installed")
@pytest.mark.skipif(not office.is_confined(), reason="this kernel has no Landlock")
def test_an_office_file_becomes_pages_that_can_be_sent(member: Member) -> None:
    draft = journeys.uploaded(member, office_files.docx("Agreement"))

    until(lambda: run(member, reading.envelope, draft.id).documents[0].drawn)

    (document,) = run(member, reading.envelope, draft.id).documents
    assert (document.status.value, document.notes) == ("ready", ("made_from:docx",))
    assert journeys.job(member, "intake_document")["last_error"] in (None, "")


def test_anybody_learns_whether_a_file_is_what_was_sealed(member: Member) -> None:
    envelope = journeys.sent(member, pdfs.contract())
    journeys.signed(member, envelope)
    until(lambda: journeys.status(member, envelope) == "completed")
    document_id = envelope.documents[0].id
    sealed = downloads.sealed_file(member, envelope.id, document_id, journeys.now()).data
    changed = sealed[:900] + bytes([sealed[900] ^ 1]) + sealed[901:]

    verdicts = [journeys.verdict(member, data) for data in (sealed, changed, b"no PDF")]

    assert verdicts == ["genuine", "changed", "unreadable"]


def test_an_envelope_that_nobody_signed_in_time_expires(member: Member) -> None:
    envelope = journeys.sent(member, pdfs.contract())

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set expires_at = now() where id = %s", envelope.id)
        tx.rows.run("update outbox set due_at = now() where kind = 'expire_envelope'")

    until(lambda: journeys.job(member, "expire_envelope")["state"] == "done")

    assert journeys.status(member, envelope) == "expired"


@pytest.mark.parametrize("name", ["worker", "relay"])
def test_a_program_that_hangs_is_seen_and_no_more_when_it_goes_on(
    name: str, settings: Settings, services: dict[str, str], running: Programs
) -> None:
    until(lambda: silence(settings) == "")
    running.process(name).send_signal(signal.SIGSTOP)
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute(
            "update program_beats set beat_at = beat_at - interval '40 s' where program = %s",
            (name,),
        )

    hanging = silence(settings)
    running.process(name).send_signal(signal.SIGCONT)

    assert f"The {name} was last heard of" in hanging
    until(lambda: silence(settings) == "")


def silence(settings: Settings) -> str:
    """What the doctor says of the programs, if anything."""
    try:
        jobs_check.programs(settings)
    except HealthProblem as problem:
        return str(problem)
    return ""


def test_a_queue_that_is_flushed_again_and_again_loses_nothing(
    member: Member, own_redis: OwnRedis
) -> None:
    envelope = journeys.sent(member, pdfs.contract())
    over = threading.Event()

    def flush() -> None:
        while not over.wait(0.05):
            own_redis.client.flushall()

    flushing = threading.Thread(target=flush)
    flushing.start()
    journeys.signed(member, envelope)
    over.wait(1)
    over.set()
    flushing.join()
    journeys.let_time_pass(member)

    until(lambda: journeys.status(member, envelope) == "completed")
    assert journeys.events(member, envelope).count("envelope.completed") == 1


def proves_by_mail(member: Member, postman: Postman) -> bool:
    """Whether a code that a recipient asks for is mailed now, and lets them in."""
    now = datetime.now(UTC)
    ceremony = back(member, browser(member, asking(member, ["email_code"], now=now)))
    ask_code(ceremony, at=now)

    def codes() -> list[str]:
        texts = (re.sub(r"#\d{6}", "", both_bodies(m)) for m in postman.to("anna@example.com"))
        return [code for text in texts for code in re.findall(r"\b\d{6}\b", text)]

    until(lambda: bool(codes()))
    return enter(ceremony, "email_code", codes()[-1], at=now)


def test_without_redis_everything_still_goes(
    member: Member, own_redis: OwnRedis, postman: Postman, running: Programs
) -> None:
    own_redis.freeze()
    envelope = journeys.sent(member, pdfs.contract())
    until(lambda: len(postman.to("signer-1@example.com")) == 1)
    own_redis.stop()

    assert proves_by_mail(member, postman)
    journeys.signed(member, envelope)
    until(lambda: journeys.status(member, envelope) == "completed")
    own_redis.start()
    draft = journeys.uploaded(member, b"MZ\x90\0 a program")
    until(lambda: run(member, reading.envelope, draft.id).documents[0].status.value == "rejected")

    assert journeys.events(member, envelope).count("envelope.completed") == 1


@pytest.mark.parametrize(
    ("refusing", "taking"),
    [
        (("CONFIG", "SET", "maxmemory", "1"), ("CONFIG", "SET", "maxmemory", "0")),
        (
            ("CONFIG", "SET", "min-replicas-to-write", "1"),
            ("CONFIG", "SET", "min-replicas-to-write", "0"),
        ),
        (("REPLICAOF", "127.0.0.1", "1"), ("REPLICAOF", "NO", "ONE")),
    ],
    ids=["out of memory", "without replicas", "a replica"],
)
def test_a_redis_that_answers_reads_and_refuses_writes_stops_nothing(
    member: Member, own_redis: OwnRedis, refusing: tuple[str, ...], taking: tuple[str, ...]
) -> None:
    own_redis.client.execute_command(*refusing)
    try:
        draft = journeys.uploaded(member, b"MZ\x90\0 a program")
        until(
            lambda: run(member, reading.envelope, draft.id).documents[0].status.value == "rejected"
        )
    finally:
        own_redis.client.execute_command(*taking)

    assert journeys.job(member, "intake_document")["state"] == "done"


def test_a_worker_killed_while_sealing_is_followed_by_one_that_completes(
    member: Member, running: Programs
) -> None:
    envelope = journeys.sent(member, pdfs.contract(pages=50))
    worker = running.process("worker")

    journeys.signed(member, envelope)
    until(lambda: journeys.job(member, "seal_envelope")["attempts"] == 1)
    worker.kill()
    worker.wait()
    held = journeys.job(member, "seal_envelope")
    running.start("worker")
    journeys.let_time_pass(member)
    until(lambda: journeys.status(member, envelope) == "completed", seconds=50)

    assert (held["state"], held["lease_until"] is not None) == ("open", True)
    assert journeys.job(member, "seal_envelope")["attempts"] == 2
    assert journeys.events(member, envelope).count("envelope.completed") == 1


def test_a_message_that_names_no_job_is_kept_as_dead(
    member: Member, own_redis: OwnRedis, settings: Settings
) -> None:
    broker = RedisBroker(url=own_redis.url, middleware=[])
    ids = (str(member.organization.id), str(uuid4()))

    broker.enqueue(dramatiq.Message("messages", "mail_sender", ids, {}, {}))

    until(lambda: own_redis.client.zcard("dramatiq:messages.XQ") > 0)

    assert own_redis.client.zcard("dramatiq:messages.XQ") == 1


def test_asked_to_end_the_worker_finishes_and_goes(running: Programs) -> None:
    worker = running.process("worker")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=60) == 0


def certificate(member: Member) -> bytes:
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select certificate from organizations")
    der: bytes = row["certificate"]
    return der
