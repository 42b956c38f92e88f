"""Invitations that no one has used yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core.access import MemberRole
from core.people.membership import INVITATION_LIFETIME
from tenants.identifiers import new_id
from tenants.store.rows import Rows

LISTED = (
    "select i.id, i.email, i.role, coalesce(p.name, '') as invited_by, i.invited_at,"
    " i.expires_at from invitations i left join known_people p on p.id = i.invited_by"
)


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    id: UUID
    email: str
    role: MemberRole
    invited_by: str
    invited_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvitationTerms:
    """What the link of an invitation shows."""

    id: UUID
    email: str
    role: MemberRole
    organization_name: str
    invited_by: str
    frozen: bool


class Invitations:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def latest(self, limit: int | None) -> tuple[OpenInvitation, ...]:
        """The latest first, expired ones too; all of them without a limit."""
        rows = self._rows.all(f"{LISTED} order by i.invited_at desc, i.id limit %s", limit)
        return tuple(map(_of_row, rows))

    def page(self, after: tuple[datetime, UUID] | None, limit: int) -> tuple[OpenInvitation, ...]:
        """The latest first: those after this one."""
        older = "where (i.invited_at, i.id) < (%s, %s)" if after else ""
        rows = self._rows.all(
            f"{LISTED} {older} order by i.invited_at desc, i.id desc limit %s",
            *(*(after or ()), limit),
        )
        return tuple(map(_of_row, rows))

    def get(self, invitation_id: UUID) -> OpenInvitation:
        """Raises NotFound."""
        return _of_row(self._rows.one(f"{LISTED} where i.id = %s", invitation_id))

    def terms(self, token: bytes, now: datetime) -> InvitationTerms | None:
        """By the hash of its link's secret. None when it has expired or is gone."""
        row = self._rows.one_or_none(
            "select i.id, i.email, i.role, o.name as organization_name,"
            " coalesce(p.name, '') as invited_by,"
            " coalesce(o.suspended_at, o.closes_at) is not null as frozen"
            " from invitations i cross join organizations o"
            " left join known_people p on p.id = i.invited_by"
            " where i.token_hash = %s and i.expires_at > %s",
            *(token, now),
        )
        return InvitationTerms(**row | {"role": MemberRole(row["role"])}) if row else None

    def is_open(self, email_hash: bytes, now: datetime) -> bool:
        """Whether this address has one that has not expired."""
        found = self._rows.one_or_none(
            "select 1 from invitations where email_hash = %s and expires_at > %s",
            *(email_hash, now),
        )
        return found is not None

    def put(
        self, email: str, email_hash: bytes, role: MemberRole, by: UUID, token: bytes, now: datetime
    ) -> UUID:
        """Its id. An earlier one of the same address is replaced, and keeps its id."""
        row = self._rows.one(
            "insert into invitations (organization_id, id, email, email_hash, role, invited_by,"
            " invited_at, expires_at, token_hash) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, email_hash) do update set email = excluded.email,"
            " role = excluded.role, invited_by = excluded.invited_by,"
            " invited_at = excluded.invited_at, expires_at = excluded.expires_at,"
            " token_hash = excluded.token_hash returning id",
            *(self._rows.organization_id, new_id(), email, email_hash, role, by),
            *(now, now + INVITATION_LIFETIME, token),
        )
        return UUID(str(row["id"]))

    def renew(self, invitation_id: UUID, token: bytes, now: datetime) -> tuple[str, MemberRole]:
        """Its address and role, with a new link for another week. Raises NotFound."""
        row = self._rows.one(
            "update invitations set token_hash = %s, invited_at = %s, expires_at = %s"
            " where id = %s returning email, role",
            *(token, now, now + INVITATION_LIFETIME, invitation_id),
        )
        return row["email"], MemberRole(row["role"])

    def remove(self, invitation_id: UUID) -> str:
        """The address it was for. Raises NotFound."""
        row = self._rows.one("delete from invitations where id = %s returning email", invitation_id)
        return str(row["email"])

    def use(self, invitation_id: UUID, token: bytes, now: datetime) -> str | None:
        """The role it gives, once; None when it is over or another link has taken its place."""
        row = self._rows.one_or_none(
            "delete from invitations where id = %s and token_hash = %s and expires_at > %s"
            " returning role",
            *(invitation_id, token, now),
        )
        return row["role"] if row else None

    def use_of_address(self, email_hash: bytes, now: datetime) -> str | None:
        """The role an address was invited with, but for owners; used up."""
        row = self._rows.one_or_none(
            "delete from invitations where email_hash = %s and role <> 'owner' and expires_at > %s"
            " returning role",
            *(email_hash, now),
        )
        return row["role"] if row else None


def _of_row(row: dict[str, Any]) -> OpenInvitation:
    return OpenInvitation(**row | {"role": MemberRole(row["role"])})
