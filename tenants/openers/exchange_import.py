"""Importing an archive: two short transactions with the object store between them."""

from collections.abc import Callable
from datetime import datetime

from tenants.exchange.archive_reader import Bundle
from tenants.openers.document_upload import Uploader
from tenants.transaction import Transaction
from tenants.use_cases.exchange import importing, planned_items
from tenants.use_cases.exchange.importing import ImportedItem
from tenants.use_cases.exchange.planned_items import Planned

Noted = Callable[[Transaction, list[ImportedItem]], None]


def take_over(
    uploader: Uploader, bundle: Bundle, now: datetime, noted: Noted | None = None
) -> list[ImportedItem]:
    """
    All that is in it, or nothing. `noted` writes down what was made, in the same transaction.

    Raises ExchangeInvalid, QuotaReached and what `noted` raises.
    """
    planned = prepare(uploader, bundle, now)

    def effect(tx: Transaction) -> list[ImportedItem]:
        made = importing.write(tx, planned, now)
        if noted:
            noted(tx, made)
        return made

    try:
        return uploader.commit(effect)
    except Exception:
        give_up(uploader, planned)
        raise


def prepare(uploader: Uploader, bundle: Bundle, now: datetime) -> list[Planned]:
    """Decided and stored: all that is left is the transaction that writes it."""
    planned = plan(bundle)
    with uploader.transaction() as tx:
        importing.check(tx, planned, now)
    for item in planned:
        for file in item.files:
            uploader.organization.put_stream(file.object, bundle.open(file.path).pieces())
    return planned


def give_up(uploader: Uploader, planned: list[Planned]) -> None:
    """The files are deleted: nothing will name them."""
    with uploader.transaction() as tx:
        for item in planned:
            for file in item.files:
                tx.unused_files.hurry(file.object, file.attempt)


def plan(bundle: Bundle) -> list[Planned]:
    """In the order of the archive: templates, envelopes, records."""
    exchange = bundle.exchange
    sizes = {file.path: (file.sha256, file.size) for file in exchange.files}
    drafts: list[Planned] = [
        planned_items.draft(("templates", n), template, bundle.open)
        for n, template in enumerate(exchange.templates)
    ]
    for n, envelope in enumerate(exchange.envelopes):
        place = ("envelopes", n)
        if envelope.record:
            named = envelope.name or envelope.record.source_id or "–"
            drafts.append(
                planned_items.record(place, named[:300], envelope.record, sizes, envelope.id)
            )
        else:
            drafts.append(planned_items.draft(place, envelope, bundle.open))
    return drafts + [
        planned_items.record(("archived_records", n), record.name, record, sizes, record.id)
        for n, record in enumerate(exchange.archived_records)
    ]
