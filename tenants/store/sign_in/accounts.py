"""Accounts of people, whoever they work for: names, addresses, passwords."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.access import MemberRole
from core.sign_in.sign_in_policy import SignInPolicy
from tenants.store.directory import Membership, SignInAccount
from tenants.store.rows import Rows


@dataclass(frozen=True, slots=True)
class Person:
    person_id: UUID
    name: str
    email: str


class Accounts:
    """Kept by the database's role `door`: in a transaction of whatever organization."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def at(self, email_hash: bytes) -> Person | None:
        """Whose address this is."""
        row = self._rows.one_or_none("select * from person_at(%s)", email_hash)
        return Person(**row) if row else None

    def person(self, person_id: UUID) -> Person | None:
        row = self._rows.one_or_none("select * from person(%s)", person_id)
        return Person(**row) if row else None

    def account(self, email_hash: bytes) -> SignInAccount | None:
        """For those who proved that the address is theirs: no one else may learn of it."""
        row = self._rows.one_or_none("select * from account(%s)", email_hash)
        return SignInAccount(**row) if row else None

    def enrol(
        self, person_id: UUID, name: str, email: str, email_hash: bytes, password_hash: str
    ) -> UUID:
        """The id of the new person, or of the one who has this address already."""
        query = "select enrol_person(%s, %s, %s, %s, %s)"
        return UUID(str(self._rows.value(query, person_id, name, email, email_hash, password_hash)))

    def enrol_again(self, person_id: UUID, name: str, password_hash: str) -> bool:
        """For who belongs to no organization any more; False when they do."""
        return bool(
            self._rows.value("select enrol_again(%s, %s, %s)", person_id, name, password_hash)
        )

    def enrol_by_provider(self, person_id: UUID, name: str, email: str, email_hash: bytes) -> None:
        """Someone whom an organization's own provider vouches for; `email_hash` finds no one."""
        self._rows.value(
            "select enrol_sso_person(%s, %s, %s, %s)", person_id, name, email, email_hash
        )

    def rename(self, session_id: UUID, name: str) -> bool:
        """False for whom one organization's provider let in, if they are elsewhere too."""
        return bool(self._rows.value("select rename_person(%s, %s)", session_id, name))

    def memberships_of(self, person_id: UUID) -> tuple[Membership, ...]:
        """The organizations of a person, the oldest membership first."""
        rows = self._rows.all("select * from memberships_of(%s)", person_id)
        return tuple(Membership(**row) for row in rows)

    def admissions(self, person_id: UUID) -> tuple[tuple[UUID, MemberRole, SignInPolicy], ...]:
        """The organizations of a person with their role and what each asks; the oldest first."""
        rows = self._rows.all("select * from admissions(%s)", person_id)
        return tuple(
            (row.pop("organization_id"), MemberRole(row.pop("role")), SignInPolicy(**row))
            for row in rows
        )

    def connected(self, person_id: UUID) -> frozenset[UUID]:
        """The organizations whose own sign-in leads to this person."""
        rows = self._rows.all("select * from connected_organizations(%s) as id", person_id)
        return frozenset(row["id"] for row in rows)

    def lock_shared(self, person_id: UUID) -> str:
        """
        The password's hash of an account, which stays as it is until the transaction ends.

        Several may sign in at once.
        """
        return str(self._rows.value("select hold_account(%s, false)", person_id))

    def lock_exclusive(self, person_id: UUID) -> str:
        """The same, for what changes how someone signs in."""
        return str(self._rows.value("select hold_account(%s, true)", person_id))

    def password_of(self, person_id: UUID) -> str | None:
        """The hash; empty when this person has none."""
        found: str | None = self._rows.value("select password_of(%s)", person_id)
        return found

    def set_password(self, person_id: UUID, password_hash: str, kept: UUID | None = None) -> None:
        """Ends all sessions but `kept`, and what else the old password may have opened."""
        self._rows.value("select set_password(%s, %s, %s)", person_id, password_hash, kept)

    def issue_password_reset(self, token_hash: bytes, person_id: UUID, life: timedelta) -> None:
        self._rows.value("select issue_password_reset(%s, %s, %s)", token_hash, person_id, life)

    def password_reset(self, token_hash: bytes) -> Person | None:
        row = self._rows.one_or_none("select * from password_reset(%s)", token_hash)
        return Person(**row) if row else None

    def take_password_reset(self, token_hash: bytes) -> UUID | None:
        """Uses it up."""
        found: UUID | None = self._rows.value("select take_password_reset(%s)", token_hash)
        return found
