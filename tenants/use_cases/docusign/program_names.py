"""Keeping what a program calls the parts of an envelope, and looking it up."""

from collections.abc import Sequence
from uuid import UUID

from core.access import Permission
from core.docusign.program_names import ProgramNames
from tenants.transaction import Transaction


def of(tx: Transaction, envelope_id: UUID) -> ProgramNames:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    tx.standing(envelope_id)
    return tx.program_names.of(envelope_id)


def of_all(tx: Transaction, envelope_ids: Sequence[UUID]) -> dict[UUID, ProgramNames]:
    """Of those that the program may see."""
    tx.require(Permission.READ_ENVELOPES)
    return tx.program_names.of_all(sorted(tx.visible(envelope_ids)))


def keep(tx: Transaction, envelope_id: UUID, names: ProgramNames) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(envelope_id)
    tx.program_names.keep(envelope_id, names)
