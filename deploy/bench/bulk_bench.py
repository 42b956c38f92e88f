"""A bulk send while the portal is in use; its worker is killed in the middle."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from uuid import UUID, uuid4

from core.bulk_sends.bulk_send import BulkState, RowState
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.settings.settings import Settings
from core.text import spreadsheet
from deploy.bench import page_bench, sample_templates
from deploy.bench.audit_bench import a_member
from deploy.demo.visitor import Visitor, expect
from deploy.embedded import data_folder, process_records
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, running

QUEUED_WITHIN = 60.0  # seconds
PAGES_WITHIN = 300.0  # milliseconds, 95 of 100
PATIENCE = 3_600.0
PAUSE, POLL = 0.2, 0.5
HEAD = ("Buyer name", "Buyer e-mail", "Price", "City")


def measure(settings: Settings, sample: Path, rows: int) -> dict[str, Any]:
    """Seconds of each step, waits of the portal meanwhile, and what became of every row."""
    # As fast as it goes: how many a minute is an organization's choice.
    installation = Installation(replace(settings, rate_bulk_rows=0), pool_size=3)
    password = uuid4().hex
    try:
        member = a_member(installation, password)
        template_id = _template(member, page_bench.document(sample))
        bulk_id = _upload(member, template_id, rows)
        read = _until(member, bulk_id, lambda bulk: bulk.state is BulkState.READ)
        with member.transaction() as tx:
            row_checking.begin_checks(tx, bulk_id)
        checked = _until(member, bulk_id, lambda bulk: bulk.state is BulkState.CHECKED)
        quiet = _visits(settings, member, password, bulk_id, lambda: time.sleep(10))
        seconds: dict[str, float] = {"read": read, "checked": checked}
        busy = _visits(
            *(settings, member, password, bulk_id),
            lambda: seconds.update(_send(member, bulk_id, rows)),
        )
        accounted = _accounted(member, bulk_id, rows)
    finally:
        installation.close()
    p95 = busy["p95_ms"]
    return {
        "rows": rows,
        "seconds": {step: round(took, 1) for step, took in seconds.items()},
        "rows_per_second": round(rows / seconds["sent"], 1),
        "pages_before": quiet,
        "pages_meanwhile": busy,
        "accounted": accounted,
        "held": seconds["queued"] <= QUEUED_WITHIN and p95 <= PAGES_WITHIN and accounted["whole"],
    }


def _send(member: Member, bulk_id: UUID, rows: int) -> dict[str, float]:
    """Started; the worker killed at a third of the rows, and started again by its supervisor."""
    began = time.monotonic()
    with member.transaction() as tx:
        running.start(tx, bulk_id, rows, False, None, datetime.now(UTC))
    queued = _until(member, bulk_id, lambda _: _queued(member, bulk_id) >= rows)
    _until(member, bulk_id, lambda _: _counts(member, bulk_id).get(RowState.SENT, 0) >= rows // 3)
    _kill_worker()
    killed = time.monotonic()
    at = _counts(member, bulk_id).get(RowState.SENT, 0)
    _until(member, bulk_id, lambda _: _counts(member, bulk_id).get(RowState.SENT, 0) > at)
    resumed = time.monotonic() - killed
    _until(member, bulk_id, lambda bulk: bulk.state is BulkState.FINISHED)
    return {"queued": queued, "resumed": resumed, "sent": time.monotonic() - began}


def _kill_worker() -> None:
    """The one of this installation, by its record: the process of that number and birth."""
    found = process_records.process(data_folder.prepare().running / "worker")
    if found is None:
        raise RuntimeError("The worker of the embedded installation was not found.")
    os.kill(found.pid, signal.SIGKILL)


def _visits(
    settings: Settings, member: Member, password: str, bulk_id: UUID, meanwhile: Callable[[], None]
) -> dict[str, Any]:
    """What a member waits for who looks at their pages all the time, in milliseconds."""
    visitor = Visitor(settings.base_url)
    page = expect(visitor.get("/sign-in"))
    form = page.form("sign-in")
    expect(visitor.submit(page, form, {"email": member.email, "password": password}))
    places = ("/envelopes?box=sent", f"/bulk-sends/{bulk_id}", "/bulk-sends", "/contacts")
    waits: list[float] = []
    with _repeated(lambda n: waits.append(_timed(visitor, places[n % len(places)]))):
        meanwhile()
    cuts = quantiles(waits, n=100)
    return {
        "pages": len(waits),
        "median_ms": round(median(waits), 1),
        "p95_ms": round(cuts[94], 1),
        "slowest_ms": round(max(waits), 1),
    }


def _timed(visitor: Visitor, place: str) -> float:
    began = time.monotonic()
    expect(visitor.get(place))
    return 1000 * (time.monotonic() - began)


@contextmanager
def _repeated(visit: Callable[[int], None]) -> Iterator[None]:
    """In a thread, until the block ends; what it raises is raised there."""
    stop, failed = threading.Event(), []

    def run() -> None:
        number = 0
        while not stop.wait(PAUSE):
            try:
                visit(number)
            except Exception as error:
                failed.append(error)
                return
            number += 1

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    if failed:
        raise failed[0]


def _accounted(member: Member, bulk_id: UUID, rows: int) -> dict[str, Any]:
    """Each row has one envelope, which was sent once."""
    counts = _counts(member, bulk_id)
    with member.organization.transaction(SYSTEM) as tx:
        found = tx.rows.one(
            "select count(*) as envelopes, count(*) filter (where e.status = 'sent') as sent,"
            " count(distinct r.number) as rows from envelopes e join bulk_send_rows r"
            " on r.envelope_id = e.id where e.bulk_send_id = %s",
            bulk_id,
        )
        alone = tx.rows.one("select count(*) as n from envelopes where bulk_send_id = %s", bulk_id)[
            "n"
        ]
        told = tx.rows.one(
            "select count(*) as n from audit_events where type = 'envelope.bulk_sent'"
        )["n"]
    numbers = [found["envelopes"], found["sent"], found["rows"], alone, told]
    whole = numbers == [rows] * len(numbers) and counts == {RowState.SENT: rows}
    return {
        "rows": {state.value: count for state, count in counts.items()},
        "envelopes": alone,
        "entries": told,
        "whole": whole,
    }


def _template(member: Member, pdf: bytes) -> UUID:
    """A buyer who signs and says their city, and a price that is filled in beforehand."""
    buyer = Recipient(uuid4(), "Buyer", "buyer@example.com")

    def fields(document_id: UUID) -> list[Field]:
        return [
            Field(uuid4(), document_id, (buyer.id,), kinds.named("signature"), 1, 60, 100, 150, 40),
            Field(
                *(uuid4(), document_id, (buyer.id,), kinds.named("text"), 1, 60, 200, 150, 20),
                label="City",
            ),
            Field(
                *(uuid4(), document_id, (), kinds.named("number"), 1, 60, 300, 150, 20),
                label="Price",
                properties={"default": "1"},
            ),
        ]

    return sample_templates.published(member, pdf, [buyer], fields)


def _upload(member: Member, template_id: UUID, rows: int) -> UUID:
    table = StringIO()
    table.write(spreadsheet.line(HEAD))
    for n in range(rows):
        table.write(spreadsheet.line((f"Buyer {n}", f"buyer-{n}@example.com", f"{n}", "Lisbon")))
    bulk_id, upload_id = uuid4(), uuid4()
    with member.transaction() as tx:
        bulk_sends.announce(tx, bulk_id, upload_id)
    bulk_sends.store(member.organization, bulk_id, upload_id, table.getvalue().encode())
    with member.transaction() as tx:
        bulk_sends.create(tx, bulk_id, template_id, "buyers.csv", upload_id, datetime.now(UTC))
    return bulk_id


def _until(member: Member, bulk_id: UUID, there: Callable[[Any], bool]) -> float:
    """Seconds until it is so."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        with member.transaction() as tx:
            bulk = bulk_sends.get(tx, bulk_id)
        if there(bulk):
            return time.monotonic() - began
        time.sleep(POLL)
    raise RuntimeError(f"The bulk send was {bulk.state} for too long.")


def _queued(member: Member, bulk_id: UUID) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.bulk_sends.queue_place(bulk_id)[0]


def _counts(member: Member, bulk_id: UUID) -> dict[RowState, int]:
    with member.organization.transaction(SYSTEM) as tx:
        return tx.bulk_row_counts.by_state(bulk_id, tx.bulk_sends.get(bulk_id).header_row)
