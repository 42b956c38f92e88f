"""What others wrote about somebody who is erased: names, messages and notes of an envelope."""

import re
from collections.abc import Iterable
from uuid import UUID

from core import erasure
from tenants.organization import Transaction

# A shorter name would be found inside of other words.
SHORTEST = 5
NAMES = """
    select distinct v.value as name from audit_values v join audit_events e
        on (e.organization_id, e.id) = (v.organization_id, v.event_id)
    where v.envelope_id = %s and v.name = 'name'
    and e.text::jsonb -> 'data' ->> 'recipient_id' = any(%s)
    union select name from recipients where id = any(%s)
"""
REWRITE = (
    "update envelopes set name = regexp_replace(name, %(known)s, %(called)s, 'gi'),"
    " message = regexp_replace(message, %(known)s, %(called)s, 'gi') where id = %(id)s",
    "update documents set name = regexp_replace(name, %(known)s, %(called)s, 'gi')"
    " where envelope_id = %(id)s and name ~* %(known)s",
    "delete from envelope_values where envelope_id = %(id)s and value ~* %(known)s",
    "delete from envelope_metadata where envelope_id = %(id)s"
    " and (value ~* %(known)s or key ~* %(known)s)",
    # Entries about other recipients are theirs.
    "delete from audit_values v using audit_events e"
    " where (e.organization_id, e.id) = (v.organization_id, v.event_id)"
    " and v.envelope_id = %(id)s and v.value ~* %(known)s"
    " and e.text::jsonb -> 'data' ->> 'recipient_id' is null",
)


def names(tx: Transaction, envelope_id: UUID, recipient_ids: list[str]) -> list[str]:
    """What they are and were called in this envelope; asked before anything is forgotten."""
    ids = [UUID(id) for id in recipient_ids]
    rows = tx.all(NAMES, envelope_id, recipient_ids, ids)
    return [row["name"] for row in rows if row["name"] != erasure.NAME]


def unsay(tx: Transaction, envelope_id: UUID, address: str, called: Iterable[str]) -> None:
    """Wherever this envelope spells out the address or a whole name of theirs."""
    told = {address, *(name for name in called if len(name) >= SHORTEST)}
    known = "|".join(re.escape(word) for word in sorted(told, key=len, reverse=True))
    values = {"id": envelope_id, "known": known, "called": erasure.NAME}
    for statement in REWRITE:
        tx.connection.execute(statement, values)
