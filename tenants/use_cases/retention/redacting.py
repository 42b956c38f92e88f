"""What others wrote about somebody who is erased: names, messages and notes of an envelope."""

import re
from collections.abc import Iterable
from uuid import UUID

from core.evidence.audit import ORGANIZATION
from core.retention import person_erasure
from tenants.organization import Transaction

# A shorter name would be found inside of other words.
SHORTEST = 5
REWRITE = (
    "update envelopes set name = regexp_replace(name, %(known)s, %(called)s, 'gi'),"
    " message = regexp_replace(message, %(known)s, %(called)s, 'gi') where id = %(id)s",
    "update documents set name = regexp_replace(name, %(known)s, %(called)s, 'gi')"
    " where envelope_id = %(id)s and name ~* %(known)s",
    "delete from envelope_values where envelope_id = %(id)s and value ~* %(known)s",
    "delete from envelope_metadata where envelope_id = %(id)s"
    " and (value ~* %(known)s or key ~* %(known)s)",
)


def names(tx: Transaction, envelope_id: UUID, recipient_ids: Iterable[str]) -> set[str]:
    """What they are and were called in this envelope; asked before anything is forgotten."""
    rows = tx.all(
        "select name from recipients where id = any(%s)", [UUID(id) for id in recipient_ids]
    )
    told = {
        value.value
        for said in tx.audit.named([envelope_id])
        for value in said.personal
        if said.subject in recipient_ids and value.name == "name"
    }
    return (told | {row["name"] for row in rows}) - {person_erasure.NAME}


def unsay(
    tx: Transaction,
    envelope_id: UUID,
    address: str,
    called: Iterable[str],
    corrected: Iterable[str] = (),
) -> None:
    """
    Wherever this envelope spells out the address or a whole name of theirs.

    `corrected` are recipients, by id, who once had the address and are others now.
    """
    told = {address, *(name for name in called if len(name) >= SHORTEST)}
    known = "|".join(re.escape(word) for word in sorted(told, key=len, reverse=True))
    values = {"id": envelope_id, "known": known, "called": person_erasure.NAME}
    for statement in REWRITE:
        tx.connection.execute(statement, values)
    spelt = re.compile(known, re.IGNORECASE)
    # Entries about other recipients are theirs.
    tx.audit.values.forget(
        envelope_id, lambda _, value: bool(spelt.search(value.value)), [ORGANIZATION, *corrected]
    )
