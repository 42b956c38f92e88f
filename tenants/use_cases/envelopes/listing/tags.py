"""Tags: made, changed, removed, put on envelopes and taken off."""

from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.listing import tag as rules
from core.envelopes.listing.tag import Tag
from core.refusals import Invalid, NotFound, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes.listing import bulk_filing

NAME_TAKEN = sentence("There is already a tag with this name. Choose another name.")


def tags(tx: Transaction) -> list[Tag]:
    tx.require(Permission.READ_ENVELOPES)
    return tx.tags.all()


def make(tx: Transaction, tag_id: UUID, name: str, hue: int, now: datetime) -> None:
    """Raises Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    if not tx.tags.add(rules.tag(tag_id, name, hue), now):
        raise Invalid(name=NAME_TAKEN)


def change(tx: Transaction, tag_id: UUID, name: str, hue: int) -> None:
    """Raises Invalid, NotFound."""
    tx.require(Permission.SEND_ENVELOPES)
    _check_exists(tx, tag_id)
    if not tx.tags.change(rules.tag(tag_id, name, hue)):
        raise Invalid(name=NAME_TAKEN)


def remove(tx: Transaction, tag_id: UUID, now: datetime) -> None:
    """Raises NotFound. The envelopes that had it stay."""
    tx.require(Permission.SEND_ENVELOPES)
    _check_exists(tx, tag_id)
    tx.tags.remove(tag_id, now)


def put_on(tx: Transaction, envelope_id: UUID, tag_id: UUID, now: datetime) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(envelope_id)
    _check_exists(tx, tag_id)
    bulk_filing.tag(tx, [envelope_id], tag_id, now)


def take_off(tx: Transaction, envelope_id: UUID, tag_id: UUID, now: datetime) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(envelope_id)
    _check_exists(tx, tag_id)
    bulk_filing.untag(tx, [envelope_id], tag_id, now)


def _check_exists(tx: Transaction, tag_id: UUID) -> None:
    if not tx.tags.exists(tag_id):
        raise NotFound
