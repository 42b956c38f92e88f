"""A membership, and the rows of an organization that end with it."""

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tenants.organization import Transaction

# Memberships are in the directory: no foreign key takes these along. Each table, and whose it is.
BELONGINGS = {
    "team_members": "person_id",
    "envelope_shares": "person_id",
    "share_links": "shared_by",
    "saved_views": "person_id",
    "bulk_actions": "person_id",
    "preferences": "person_id",
    "correspondents": "person_id",
    "contact_imports": "person_id",
    "exports": "person_id",
    "value_exports": "person_id",
}


def hold(tx: "Transaction", person_id: UUID) -> None:
    """A member, and so until the transaction ends: for rows that say so. Raises NotFound."""
    tx.one("select 1 from memberships where person_id = %s for key share", person_id)


def remove(tx: "Transaction", person_id: UUID) -> None:
    """The membership with its sessions, teams, shares and whatever the person made for themself."""
    tx.run("delete from memberships where person_id = %s", person_id)
    for table, column in BELONGINGS.items():
        tx.run(f"delete from {table} where {column} = %s", person_id)  # noqa: S608 - our own names
