"""Erasing a person's address outside of envelopes: contacts, searches, the log, former members."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from core.envelopes.listing import search
from core.retention import person_erasure
from tenants.transaction import Transaction
from tenants.use_cases.retention import erasure_record
from tenants.use_cases.signing.proofs import recipient_authenticators, recipient_passkeys


def erase(tx: Transaction, address: str, now: datetime) -> None:
    tx.person_traces.erase_contacts(address)
    tx.bulk_send_rows.forget_person(address)
    tx.legal_holds.erase_address(address)
    tx.person_traces.erase_searches(address)
    tx.archived_records.erase_party(address, person_erasure.NAME)
    recipient_authenticators.erase(tx, address)
    recipient_passkeys.erase(tx, address)
    _erase_in_log(tx, address, now)
    _erase_former(tx, tx.person_traces.former_members(address), now)
    # However many envelopes had them: common words are not looked after one by one.
    tx.person_traces.erase_words(search.words(address))


def _erase_in_log(tx: Transaction, address: str, now: datetime) -> None:
    """Of an entry that names the address, whatever else it says of them goes as well."""
    subjects = {said.subject for said in tx.admin_log.saying(address)}
    # Only now, so that others who change something do not wait for the search.
    with erasure_record.recorded_in_log(tx, subjects, now):
        tx.admin_log.values.erase(tx.organization_id, lambda said, _: said.says(address), subjects)


def _erase_former(tx: Transaction, person_ids: Iterable[UUID], now: datetime) -> None:
    """Someone who has left: how they signed in, and what the log says of them."""
    ids = list(person_ids)
    tx.person_traces.erase_identities(ids)
    subjects = [str(id) for id in ids]
    with erasure_record.recorded_in_log(tx, subjects, now):
        tx.admin_log.values.destroy(tx.organization_id, subjects)
    tx.person_traces.erase_former_members(ids, person_erasure.NAME)
