"""What people prove themselves with: kept by the database's role `door`, whoever they work for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from core.access import MemberRole
from core.sign_in.sign_in_policy import SignInPolicy
from tenants.store.directory import Membership, NewSession, SignInAccount


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody has besides a password."""

    authenticator: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.authenticator or self.passkeys > 0


@dataclass(frozen=True, slots=True)
class Authenticator:
    """`last_step` is the half minute, counted from 1970, whose code was accepted last."""

    secret: bytes
    last_step: int


@dataclass(frozen=True, slots=True)
class Passkey:
    id: UUID
    credential_id: bytes
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a passkey's answers are checked with."""

    person_id: UUID
    public_key: bytes
    sign_count: int


@dataclass(frozen=True, slots=True)
class Person:
    person_id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that has not ended, in any organization of its person."""

    id: UUID
    organization_id: UUID
    organization_name: str
    method: str
    factors: int
    address: str
    user_agent: str
    created_at: datetime
    seen_at: datetime


class Accounts:
    """In a transaction of whatever organization: nothing here belongs to one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, email_hash: bytes) -> Person | None:
        """Whose address this is."""
        row = self._row("select * from person_at(%s)", email_hash)
        return Person(**row) if row else None

    def person(self, person_id: UUID) -> Person | None:
        row = self._row("select * from person(%s)", person_id)
        return Person(**row) if row else None

    def account(self, email_hash: bytes) -> SignInAccount | None:
        """For those who proved that the address is theirs: nobody else may learn of it."""
        row = self._row("select * from account(%s)", email_hash)
        return SignInAccount(**row) if row else None

    def enrol(
        self, person_id: UUID, name: str, email: str, email_hash: bytes, password_hash: str
    ) -> UUID:
        """The id of the new person, or of the one who has this address already."""
        query = "select enrol_person(%s, %s, %s, %s, %s)"
        return UUID(str(self._value(query, person_id, name, email, email_hash, password_hash)))

    def enrol_again(self, person_id: UUID, name: str, password_hash: str) -> bool:
        """For who belongs to no organization any more; False when they do."""
        return bool(self._value("select enrol_again(%s, %s, %s)", person_id, name, password_hash))

    def enrol_by_provider(self, person_id: UUID, name: str, email: str, email_hash: bytes) -> None:
        """Somebody whom an organization's own provider vouches for; `email_hash` finds nobody."""
        self._value("select enrol_sso_person(%s, %s, %s, %s)", person_id, name, email, email_hash)

    def rename(self, session_id: UUID, name: str) -> bool:
        """False for whom one organization's provider let in, if they are elsewhere too."""
        return bool(self._value("select rename_person(%s, %s)", session_id, name))

    def memberships_of(self, person_id: UUID) -> tuple[Membership, ...]:
        """The organizations of a person, the oldest membership first."""
        rows = self._rows("select * from memberships_of(%s)", person_id)
        return tuple(Membership(**row) for row in rows)

    def admissions(self, person_id: UUID) -> tuple[tuple[UUID, MemberRole, SignInPolicy], ...]:
        """The organizations of a person with their role and what each asks; the oldest first."""
        rows = self._rows("select * from admissions(%s)", person_id)
        return tuple(
            (row.pop("organization_id"), MemberRole(row.pop("role")), SignInPolicy(**row))
            for row in rows
        )

    def connected(self, person_id: UUID) -> frozenset[UUID]:
        """The organizations whose own sign-in leads to this person."""
        rows = self._rows("select * from connected_organizations(%s) as id", person_id)
        return frozenset(row["id"] for row in rows)

    def hold(self, person_id: UUID, alone: bool = False) -> str:
        """
        The password's hash of an account, which stays as it is until the transaction ends.

        Several may sign in at once; `alone` is for what changes how somebody signs in.
        """
        return str(self._value("select hold_account(%s, %s)", person_id, alone))

    def now(self) -> datetime:
        """The time by the clock that sessions go by."""
        return datetime.fromisoformat(str(self._value("select now()")))

    # Sessions

    def open_session(self, token_hash: bytes, new: NewSession) -> bool:
        """False when they are no member any more."""
        query = "select open_session(%s, %s, %s, %s, %s, %s, %s, %s)"
        return bool(
            self._value(
                query,
                *(token_hash, new.person_id, new.organization_id, new.lifetime),
                *(new.method, new.factors, new.address, new.user_agent),
            )
        )

    def carry_session(self, old_hash: bytes, new_hash: bytes, organization_id: UUID) -> bool:
        """Whether the session goes on there; it had ended otherwise."""
        query = "select carry_session(%s, %s, %s)"
        return bool(self._value(query, old_hash, new_hash, organization_id))

    def sessions_of(self, person_id: UUID) -> tuple[OpenSession, ...]:
        """The one that was used last first."""
        rows = self._rows("select * from sessions_of(%s)", person_id)
        return tuple(OpenSession(**row) for row in rows)

    def end_session(self, person_id: UUID, session_id: UUID) -> bool:
        return bool(self._value("select end_session(%s, %s)", person_id, session_id))

    def end_other_sessions(self, person_id: UUID, kept: UUID | None = None) -> int:
        """How many there were."""
        return int(self._value("select end_other_sessions(%s, %s)", person_id, kept))

    # Passwords

    def password_of(self, person_id: UUID) -> str | None:
        """The hash; empty when this person has none."""
        found: str | None = self._value("select password_of(%s)", person_id)
        return found

    def set_password(self, person_id: UUID, password_hash: str, kept: UUID | None = None) -> None:
        """Ends all sessions but `kept`, and what else the old password may have opened."""
        self._value("select set_password(%s, %s, %s)", person_id, password_hash, kept)

    def issue_password_reset(self, token_hash: bytes, person_id: UUID, life: timedelta) -> None:
        self._value("select issue_password_reset(%s, %s, %s)", token_hash, person_id, life)

    def password_reset(self, token_hash: bytes) -> Person | None:
        row = self._row("select * from password_reset(%s)", token_hash)
        return Person(**row) if row else None

    def take_password_reset(self, token_hash: bytes) -> UUID | None:
        """Uses it up."""
        found: UUID | None = self._value("select take_password_reset(%s)", token_hash)
        return found

    # Second factors

    def factors_of(self, person_id: UUID) -> Factors:
        row = self._row("select * from factors_of(%s)", person_id)
        return Factors(**row) if row else Factors(False, 0, 0)

    def authenticator(self, person_id: UUID) -> Authenticator | None:
        row = self._row("select * from authenticator(%s)", person_id)
        return Authenticator(**row) if row else None

    def set_authenticator(self, person_id: UUID, secret: bytes, step: int) -> None:
        self._value("select set_authenticator(%s, %s, %s)", person_id, secret, step)

    def use_authenticator(self, person_id: UUID, step: int) -> bool:
        """False when a code of this step or a later one was accepted already."""
        return bool(self._value("select use_authenticator(%s, %s)", person_id, step))

    def remove_authenticator(self, person_id: UUID) -> bool:
        return bool(self._value("select remove_authenticator(%s)", person_id))

    def set_recovery_codes(self, person_id: UUID, hashes: Iterable[bytes]) -> None:
        """Instead of those there were."""
        self._value("select set_recovery_codes(%s, %s)", person_id, list(hashes))

    def use_recovery_code(self, person_id: UUID, code_hash: bytes) -> bool:
        return bool(self._value("select use_recovery_code(%s, %s)", person_id, code_hash))

    def open_pending_sign_in(self, token_hash: bytes, person_id: UUID, life: timedelta) -> None:
        self._value("select open_pending_sign_in(%s, %s, %s)", token_hash, person_id, life)

    def pending_sign_in(self, token_hash: bytes) -> UUID | None:
        """Who gave the right password and still owes a second proof."""
        found: UUID | None = self._value("select pending_sign_in(%s)", token_hash)
        return found

    def close_pending_sign_in(self, token_hash: bytes) -> UUID | None:
        found: UUID | None = self._value("select close_pending_sign_in(%s)", token_hash)
        return found

    # Passkeys

    def passkeys_of(self, person_id: UUID) -> tuple[Passkey, ...]:
        rows = self._rows("select * from passkeys_of(%s)", person_id)
        return tuple(Passkey(**row) for row in rows)

    def passkey(self, credential_id: bytes) -> PublicKey | None:
        row = self._row("select * from passkey(%s)", credential_id)
        return PublicKey(**row) if row else None

    def add_passkey(
        self, person_id: UUID, credential_id: bytes, public_key: bytes, count: int, name: str
    ) -> bool:
        """False when somebody has it already."""
        query = "select add_passkey(%s, %s, %s, %s, %s)"
        return self._value(query, person_id, credential_id, public_key, count, name) is not None

    def use_passkey(self, credential_id: bytes, old_count: int, new_count: int) -> bool:
        """False when it was used in between."""
        query = "select use_passkey(%s, %s, %s)"
        return bool(self._value(query, credential_id, old_count, new_count))

    def rename_passkey(self, person_id: UUID, passkey_id: UUID, name: str) -> bool:
        return bool(self._value("select rename_passkey(%s, %s, %s)", person_id, passkey_id, name))

    def remove_passkey(self, person_id: UUID, passkey_id: UUID) -> bool:
        return bool(self._value("select remove_passkey(%s, %s)", person_id, passkey_id))

    def issue_challenge(
        self,
        token_hash: bytes,
        challenge: bytes,
        purpose: str,
        whose: UUID | None,
        life: timedelta,
    ) -> None:
        query = "select issue_challenge(%s, %s, %s, %s, %s)"
        self._value(query, token_hash, challenge, purpose, whose, life)

    def take_challenge(self, token_hash: bytes, purpose: str) -> tuple[bytes, UUID | None] | None:
        """The challenge and whom it was for. Uses it up."""
        row = self._row("select * from take_challenge(%s, %s)", token_hash, purpose)
        return (row["challenge"], row["person_id"]) if row else None

    def _value(self, query: str, *arguments: object) -> Any:
        row = self._connection.execute(query.encode(), arguments).fetchone()
        return row[0] if row else None

    def _row(self, query: str, *arguments: object) -> dict[str, Any] | None:
        return next(iter(self._rows(query, *arguments)), None)

    def _rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        cursor = self._connection.cursor(row_factory=dict_row)
        return cursor.execute(query.encode(), arguments).fetchall()
