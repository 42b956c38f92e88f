"""Templates and tables of bulk sends, and their jobs, done as a worker does them."""

from collections.abc import Mapping, Sequence
from csv import writer as csv_writer
from dataclasses import replace
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID, uuid4

from actors.bulk_sends import read_bulk_table
from actors.jobs import discovery
from actors.jobs.job import ACTORS
from actors.pdf.uploaded_tables import table_reading
from core.bulk_sends.bulk_send import BulkSend, RowState
from core.envelopes.drafts import draft as draft_rules
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from tenants import leased_job
from tenants.installation import Organization
from tenants.member import Member
from tenants.use_cases.bulk_sends import bulk_sends, row_checking, running, table_intake
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.opening import run

discovery.load()
HEAD = ("Buyer name", "Buyer e-mail", "Price", "City")


def template(member: Member, now: datetime, countersigned: bool = True) -> UUID:
    """
    A buyer who signs and says their city, a price that the sender fills in; and where it is
    countersigned, Ben Clerk of the organization.
    """
    draft = ceremonies.draft_with_document(member, now)
    buyer = Recipient(uuid4(), "", "", role_name="Buyer")
    clerk = Recipient(uuid4(), "Ben Clerk", "ben@example.com", routing_order=2)
    people = [buyer, *([clerk] if countersigned else [])]
    with member.transaction() as tx:
        named = draft_rules.name_recipients(tx.lock_changeable(draft.id), people)
        tx.record(named, tx.principal.actor, now)
    document_id = draft.documents[0].id
    fields = [
        Field(uuid4(), document_id, (person.id,), kinds.named("signature"), 1, 100, y, 150, 40)
        for person, y in zip(people, (100, 200), strict=False)
    ]
    text = kinds.named("text")
    city = Field(uuid4(), document_id, (buyer.id,), text, *(1, 100, 300, 150, 20), label="City")
    price = Field(
        *(uuid4(), document_id, (), kinds.named("number"), 1, 100, 400, 150, 20),
        label="Price",
        properties={"name": "price", "maximum": "1000", "default": "1"},
    )
    run(member, drafting.place_fields, draft.id, [*fields, city, price], now)
    template_id = uuid4()
    run(member, templates.create_from, draft.id, template_id, str, now)
    with member.transaction() as tx:
        content = tx.lock_changeable(template_id)
        ids = [recipient.id for recipient in content.recipients]
        as_meant = [replace(person, id=id) for person, id in zip(people, ids, strict=True)]
        tx.record(draft_rules.name_recipients(content, as_meant), tx.principal.actor, now)
    run(member, publishing.publish, template_id, now)
    return template_id


def rows(number: int, first: int = 1) -> list[tuple[str, ...]]:
    return [
        (f"Buyer {n}", f"buyer-{n}@example.com", str(n), "Lisbon")
        for n in range(first, first + number)
    ]


def csv(table: Sequence[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> bytes:
    written = StringIO()
    csv_writer(written).writerows([head, *table])
    return written.getvalue().encode()


def uploaded(
    member: Member, template_id: UUID, data: bytes, now: datetime, name: str = "buyers.csv"
) -> UUID:
    """A bulk send whose table was read."""
    bulk_id = upload(member, template_id, data, now, name)
    read(member)
    return bulk_id


def upload(
    member: Member, template_id: UUID, data: bytes, now: datetime, name: str = "buyers.csv"
) -> UUID:
    """One whose table no worker has read yet."""
    bulk_id, upload_id = uuid4(), uuid4()
    run(member, bulk_sends.announce, bulk_id, upload_id)
    bulk_sends.store(member.organization, bulk_id, upload_id, data)
    run(member, bulk_sends.create, bulk_id, template_id, name, upload_id, now)
    return bulk_id


def corrected(member: Member, bulk_id: UUID, data: bytes) -> None:
    upload_id = uuid4()
    run(member, bulk_sends.announce, bulk_id, upload_id)
    bulk_sends.store(member.organization, bulk_id, upload_id, data)
    run(member, table_intake.correct, bulk_id, upload_id)
    read(member)


def checked(member: Member, bulk_id: UUID) -> BulkSend:
    """Its columns as they were guessed, and every row checked."""
    run(member, row_checking.begin_checks, bulk_id)
    work(member.organization, "check_bulk_rows")
    return run(member, bulk_sends.get, bulk_id)


def started(member: Member, bulk_id: UUID, now: datetime) -> BulkSend:
    """All rows without errors are queued."""
    ready = counts(member, bulk_id).get(RowState.READY, 0)
    run(member, running.start, bulk_id, ready, False, None, now)
    work(member.organization, "queue_bulk_rows")
    return run(member, bulk_sends.get, bulk_id)


def counts(member: Member, bulk_id: UUID) -> Mapping[RowState, int]:
    with member.transaction() as tx:
        return tx.bulk_row_counts.by_state(bulk_id, tx.bulk_sends.get(bulk_id).header_row)


def read(member: Member) -> None:
    """With the table read in this process: what the sandbox is for has tests of its own."""
    real = read_bulk_table._read
    read_bulk_table._read = lambda data, encoding: table_reading.read(data, encoding)
    try:
        work(member.organization, "read_bulk_table")
    finally:
        read_bulk_table._read = real


def work(organization: Organization, kind: str, most: int = 1_000) -> int:
    """Every job of this kind that is open, whenever it is due; how many."""
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = %s and state = 'open'", kind)
        found: list[dict[str, Any]] = tx.rows.all(
            "select id from outbox where kind = %s and state = 'open' order by id limit %s",
            *(kind, most),
        )
    done = 0
    for row in found:
        job = leased_job.lease(organization, row["id"])
        if job is not None:
            ACTORS[kind](job)
            done += 1
    return done
