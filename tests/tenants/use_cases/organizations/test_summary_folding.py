"""What is counted beside each change is what one finds by counting the envelopes."""

import threading
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.organizations import fold_summaries
from core.envelopes import ending
from core.envelopes.drafts import draft_sending
from core.envelopes.envelope import Envelope, Outcome, Status
from core.envelopes.events.lifecycle import EnvelopeCreated
from core.organizations import summary
from core.principal import SYSTEM
from core.signing import consenting, declining, finishing
from tenants import leased_job
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.organizations.summaries import NOBODY
from tenants.transaction import Transaction
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.organizations import summary_folding
from tests.core import builders
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run

ACTS = ("create", "send", "open", "sign", "complete", "decline", "void", "expire")
OTHERS = ("fold", "bin", "restore", "give away", "wait")


def envelope_of(member: Member, at: datetime) -> UUID:
    """A draft with one signer, as complete as one that can be sent."""
    made = builders.make_envelope(builders.signer(), created_at=at)
    bare = replace(
        made,
        id=uuid4(),
        organization_id=member.organization.id,
        sender_id=member.person_id,
        documents=(),
        recipients=(),
        fields=(),
    )
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.envelopes.add(bare)
        full = replace(
            bare, documents=made.documents, recipients=made.recipients, fields=made.fields
        )
        tx.record(Outcome(full, (EnvelopeCreated(name=bare.name),)), "system", at)
    return bare.id


def act(tx: Transaction, name: str, envelope_id: UUID, now: datetime) -> None:
    """As far as the rules allow it now; else nothing happens."""
    envelope = tx.envelopes.lock(envelope_id)
    outcome = _decide(name, envelope, now)
    if outcome is not None:
        tx.record(outcome, "system", now)


def _decide(name: str, envelope: Envelope, now: datetime) -> Outcome | None:
    (signer,) = envelope.recipients
    match name, envelope.status:
        case "send", Status.DRAFT:
            return draft_sending.send(envelope, builders.SENDER, now)
        case "open", Status.SENT:
            return consenting.accept(envelope, signer.id, builders.DISCLOSURE, builders.ORIGIN, now)
        case "sign", Status.DELIVERED:
            ready = replace(envelope, signatures=(builders.signature(signer),))
            values = builders.mine(ready, signer)
            return finishing.finish(ready, signer.id, values, now.date(), builders.ORIGIN, now)
        case "complete", Status.SIGNED:
            sealed = {d.id: builders.SHA256 for d in envelope.documents}
            return ending.complete(envelope, sealed, builders.SHA256, now)
        case "decline", Status.SENT | Status.DELIVERED:
            return declining.decline(envelope, signer.id, "No", builders.ORIGIN, now)
        case "void", Status.DRAFT | Status.SENT | Status.DELIVERED:
            return ending.void(envelope, "Wrong one", now)
        case "expire", Status.SENT | Status.DELIVERED:
            due = replace(envelope, expires_at=now)
            return ending.expire(due, now)
    return None


def other(tx: Transaction, name: str, envelope_id: UUID, heir: UUID) -> None:
    match name:
        case "fold":
            tx.rows.one("select fold_summaries(%s) as n", 7)
        case "bin":
            tx.rows.run("update envelopes set deleted_at = now() where id = %s", envelope_id)
        case "restore":
            tx.rows.run("update envelopes set deleted_at = null where id = %s", envelope_id)
        case "give away":
            tx.rows.run("update envelopes set sender_id = %s where id = %s", heir, envelope_id)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(ACTS + OTHERS), st.integers(0, 3), st.integers(0, 5_000_000)),
        max_size=30,
    )
)
def test_whatever_happens_and_whenever_it_is_folded_the_counts_are_those_of_the_envelopes(
    installation: Installation, acts: list[tuple[str, int, int]]
) -> None:
    member = found_member_once(installation)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set time_zone = 'Pacific/Auckland'")
    now, heir = NOW, uuid_of_heir(installation)
    envelopes = [envelope_of(member, now)]

    for name, which, seconds in acts:
        now += timedelta(seconds=seconds)
        if name == "create":
            envelopes.append(envelope_of(member, now))
            continue
        chosen = envelopes[which % len(envelopes)]
        with member.organization.transaction(SYSTEM) as tx:
            if name in ACTS:
                act(tx, name, chosen, now)
            else:
                other(tx, name, chosen, heir)

    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select status, sent_at, deleted_at from envelopes")
        assert tx.summaries.total("sent", "month", NOW.date().replace(day=1)) == sum(
            r["sent_at"] is not None and month_in_auckland(tx, r["sent_at"]) for r in rows
        )
        by_status = Counter(r["status"] for r in rows if r["deleted_at"] is None)
        for status in Status:
            assert tx.summaries.total(f"now.{status}", "now") == by_status[status], status
        assert tx.rows.one("select recount_summaries() as wrong")["wrong"] == 0


def found_member_once(installation: Installation) -> Member:
    """A new organization for each sequence of acts."""
    return found_member(installation)


def uuid_of_heir(installation: Installation) -> UUID:
    return found_member(installation).person_id


def month_in_auckland(tx: Transaction, at: datetime) -> bool:
    row = tx.rows.one(
        "select date_trunc('month', (%s at time zone 'Pacific/Auckland')) ="
        " timestamp '2026-01-01' as same",
        at,
    )
    return bool(row["same"])


def test_the_database_has_the_same_intervals_of_time(member: Member) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        bounds = tx.rows.one("select summary_bounds() as bounds")["bounds"]
        numbers = tx.rows.all(
            "select s, width_bucket(s::float8, summary_bounds()) as n from unnest(%s::int[]) s",
            [0, 1, 2, 59, 60, 86_400, 31_536_000, 2_000_000_000],
        )

    assert tuple(int(b) for b in bounds) == summary.BOUNDS
    assert all(summary.bucket(row["s"]) == row["n"] for row in numbers)


def test_writers_and_folders_at_once_lose_nothing(member: Member) -> None:
    per_writer, stop = 25, threading.Event()
    problems: list[Exception] = []

    def write() -> None:
        for _ in range(per_writer):
            with member.organization.transaction(SYSTEM) as tx:
                tx.summaries.add("sent", NOW.date(), 1)

    def fold() -> None:
        while not stop.is_set():
            try:
                with member.organization.transaction(SYSTEM) as tx:
                    tx.rows.one("select fold_summaries(%s) as n", Random().randint(1, 9))
            except Exception as error:
                problems.append(error)

    def seen() -> int:
        with member.organization.transaction(SYSTEM) as tx:
            return tx.summaries.total("sent", "month", NOW.date().replace(day=1))

    writers = [threading.Thread(target=write) for _ in range(3)]
    folders = [threading.Thread(target=fold) for _ in range(2)]
    for thread in (*writers, *folders):
        thread.start()
    readings = []
    while any(w.is_alive() for w in writers):
        readings.append(seen())
    for thread in writers:
        thread.join()
    stop.set()
    for thread in folders:
        thread.join()

    assert problems == []
    assert seen() == 3 * per_writer
    assert readings == sorted(readings)


def test_the_job_folds_and_is_made_sure_of_without_a_second_one(member: Member) -> None:
    ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        before = tx.summaries.total("now.sent", "now")
        tx.rows.run("update outbox set due_at = now() where kind = 'fold_summaries'")
        waiting = tx.rows.one("select count(*) as n from outbox where kind = 'fold_summaries'")["n"]
    job = ceremonies.lease_open(member, "fold_summaries")

    fold_summaries.fold_summaries(job)

    with member.organization.transaction(SYSTEM) as tx:
        assert waiting == 1
        assert tx.rows.one("select count(*) as n from summary_deltas")["n"] == 0
        assert tx.summaries.total("now.sent", "now") == before == 1
    assert leased_job.lease(member.organization, job.id) is None


def test_counting_anew_mends_what_was_wrong(member: Member) -> None:
    ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("delete from summary_deltas where metric = 'sent'")

    assert run(member.organization, summary_folding.recount) == 1

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.summaries.total("sent", "day", NOW.date()) == 1
        assert tx.rows.one("select recount_summaries() as wrong")["wrong"] == 0


def test_uploaded_files_take_room_until_they_are_removed(member: Member) -> None:
    envelope = ceremonies.draft_with_document(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.summaries.total("storage", "now") == len(ceremonies.PDF)

    run(member, draft_uploads.remove, envelope.id, envelope.documents[0].id, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.summaries.total("storage", "now") == 0


def test_a_zone_that_the_database_does_not_know_keeps_nobody_from_sending(member: Member) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set time_zone = 'Nowhere/Land'")

    assert ceremonies.sent(member, NOW).status is Status.SENT


def test_no_count_is_changed_or_read_by_another_organization(
    member: Member, stranger: Member
) -> None:
    ceremonies.sent(member, NOW)

    with stranger.organization.transaction(SYSTEM) as tx:
        assert tx.summaries.total("now.sent", "now") == 0
        assert tx.rows.run("delete from summary_deltas") == 0
    with (
        pytest.raises(Exception, match="permission denied"),
        member.organization.transaction(SYSTEM) as tx,
    ):
        tx.rows.run("update summary_deltas set value = 5")


def test_many_counts_are_folded_although_the_planner_believes_there_are_none(
    member: Member, services: dict[str, str]
) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.summaries.add("sent", NOW.date())
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as superuser:
        superuser.execute("analyze summary_deltas")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "insert into summary_deltas (organization_id, day, sender_id, template_id, metric,"
            " value) select %s, %s, %s, %s, 'sent', 1 from generate_series(1, 20000)",
            *(tx.organization_id, NOW.date(), member.person_id, NOBODY),
        )

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("set local statement_timeout = '3s'")  # each with each would take a minute
        folded = [
            tx.rows.one("select fold_summaries(%s) as rows", most)["rows"]
            for most in (15, 2**31 - 1)
        ]

        assert folded == [15, 19_986]
        assert tx.summaries.total("sent", "day", NOW.date()) == 20_001
