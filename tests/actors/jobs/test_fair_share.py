"""Threads of a worker: nobody has all of them, and heavy work does not keep quick work waiting."""

from uuid import uuid4

import pytest

from actors import worker  # noqa: F401 - importing the worker registers every actor
from actors.jobs import heavy_work, job
from actors.jobs.broker import THREADS
from actors.jobs.fair_share import BUDGET, QueuePlaces
from actors.pdf.sandbox import sandbox
from core.jobs.kinds import HEAVY, KINDS
from core.principal import SYSTEM
from tenants.member import Member
from tests.actors import journeys
from tests.actors.pdf import pdfs

ONE, OTHER = uuid4(), uuid4()


def test_one_organization_never_has_the_last_thread_of_a_queue() -> None:
    places = QueuePlaces({"pdf": 3})

    with places.taken("pdf", ONE) as first, places.taken("pdf", ONE) as second:
        with places.taken("pdf", ONE) as third:
            pass
        with places.taken("pdf", OTHER) as of_another:
            pass
    with places.taken("pdf", ONE) as later:
        pass

    assert (first, second, third, of_another, later) == (True, True, False, True, True)


def test_what_computes_for_more_than_its_budget_of_a_minute_waits() -> None:
    places = QueuePlaces(THREADS)

    places._leave("pdf", ONE, BUDGET - 1)
    with places.taken("heavy", ONE) as within:
        pass
    places._leave("heavy", ONE, 2)
    asked = {}
    for queue, whose in (("pdf", ONE), ("heavy", ONE), ("seal", ONE), ("pdf", OTHER)):
        with places.taken(queue, whose) as place:
            asked[queue, whose] = place

    assert within
    assert asked == {
        ("pdf", ONE): False,
        ("heavy", ONE): False,
        ("seal", ONE): True,
        ("pdf", OTHER): True,
    }


def test_a_job_without_a_place_is_offered_again_and_no_try_is_lost(member: Member) -> None:
    draft = journeys.uploaded(member, b"not a PDF")
    organization = member.organization
    with organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where kind = 'intake_document'")

    with job.PLACES.taken("pdf", organization.id), job.PLACES.taken("pdf", organization.id):
        job.run_in("pdf", organization.installation, organization.id, row["id"])

    with organization.transaction(SYSTEM) as tx:
        after = tx.rows.one(
            "select attempts, tries, state, published_until > now() as waits from outbox"
            " where id = %s",
            row["id"],
        )
    assert after == {"attempts": 0, "tries": 0, "state": "open", "waits": True}
    assert draft.documents


def test_a_pdf_that_takes_long_goes_on_among_the_heavy_ones(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heavy_work, "QUICK", 0.01)
    journeys.uploaded(member, pdfs.contract(pages=40))
    organization = member.organization
    sandbox.start(("actors.pdf.intake.file_intake",))
    try:
        with organization.transaction(SYSTEM) as tx:
            row = tx.rows.one("select id from outbox where kind = 'intake_document'")
        job.run(organization.installation, organization.id, row["id"])
        with organization.transaction(SYSTEM) as tx:
            moved = tx.rows.one("select queue, state, tries from outbox where id = %s", row["id"])
        job.run(organization.installation, organization.id, row["id"])
    finally:
        sandbox.stop()

    with organization.transaction(SYSTEM) as tx:
        done = tx.rows.one("select queue, state from outbox where id = %s", row["id"])
    assert moved == {"queue": HEAVY, "state": "open", "tries": 0}
    assert done == {"queue": HEAVY, "state": "done"}


def test_seals_and_what_signs_people_in_have_places_of_their_own() -> None:
    apart = {name: {kind for kind, of in KINDS.items() if of.queue == name} for name in THREADS}

    assert apart["seal"] == {"seal_envelope"}
    assert {"mail_account", "answer_by_mail"} <= apart["codes"]
    assert apart[HEAVY] == set()
