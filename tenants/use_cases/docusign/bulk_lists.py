"""Lists of people that a program keeps, and sends a template or a draft to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import Permission
from core.envelopes.refusals import NotReadyToCopy
from core.refusals import NotFound
from tenants.identifiers import new_id
from tenants.store.docusign.bulk_lists import BulkList
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading
from tenants.use_cases.templates import publishing, template_pages, templates


def keep(
    tx: Transaction, list_id: UUID, name: str, copies: list[dict[str, Any]], now: datetime
) -> None:
    tx.require(Permission.SEND_ENVELOPES)
    tx.bulk_lists.add(BulkList(list_id, name, copies), tx.member.person_id, now)


def get(tx: Transaction, list_id: UUID) -> BulkList:
    """One's own. Raises NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    return tx.bulk_lists.get(list_id, tx.member.person_id)


def template_of(
    tx: Transaction, id: UUID, word: Callable[[str], str], now: datetime
) -> UUID | None:
    """
    A template to send, which an id of one is; of a draft one is made. None while the pages of the
    draft are being made. Raises NotFound, Forbidden, and what publishing raises.
    """
    tx.require(Permission.SEND_ENVELOPES)
    try:
        return template_pages.of(tx, id).id
    except NotFound:
        reading.changeable(tx, id)
    made = new_id()
    try:
        templates.create_from(tx, id, made, word, now)
    except NotReadyToCopy:
        return None
    publishing.publish(tx, made, now)
    return made
