"""Look-ups before it is known whose data it is: one hash in, one organization or session out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from tenants.store.organizations.sign_ups import SealedSignUp


@dataclass(frozen=True, slots=True)
class Link:
    """
    Where a signing link leads. `proofs` of identity were given in the session, which ends at
    `ends_at`; `frame` is that of a page of an application which shows it.
    """

    organization_id: UUID
    envelope_id: UUID
    recipient_id: UUID
    generation: int
    proofs: Sequence[str] = ()
    frame: Mapping[str, Any] | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """Whose ceremony an address opens once. `is_open`: it has not been used, and is not too old."""

    organization_id: UUID
    envelope_id: UUID
    recipient_id: UUID
    generation: int
    kind: str
    frame: Mapping[str, Any] | None
    is_open: bool


@dataclass(frozen=True, slots=True)
class Texted:
    """A recipient whom an SMS was sent to."""

    organization_id: UUID
    envelope_id: UUID
    recipient_id: UUID


@dataclass(frozen=True, slots=True)
class Credentials:
    person_id: UUID
    password_hash: str
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """Someone known here. `belongs`: to an organization at least, so that they can sign in."""

    person_id: UUID
    belongs: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Something inside an organization that a secret stands for."""

    organization_id: UUID
    id: UUID


@dataclass(frozen=True, slots=True)
class SealedFileHash:
    organization_id: UUID
    envelope_id: UUID
    document_id: UUID


@dataclass(frozen=True, slots=True)
class Membership:
    """One organization of a person, and their role in it."""

    organization_id: UUID
    slug: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class SsoAttempt:
    """A sign-in under way at an organization's provider. `purpose`: sign_in, connect or test."""

    organization_id: UUID
    connection_id: UUID
    purpose: str
    person_id: UUID | None
    browser_hash: bytes
    sealed: bytes


class Directory:
    """The functions of the database role of the same name; no table is reached otherwise."""

    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    def link(self, token_hash: bytes) -> Link | None:
        row = self._row("select * from link(%s)", token_hash)
        return Link(**row) if row else None

    def mailed_links(self, beginning: bytes) -> list[tuple[bytes, Link]]:
        """The hashes that begin so, each with where its link leads."""
        found = self._rows("select * from mailed_links(%s)", beginning)
        return [(bytes(row.pop("token_hash")), Link(**row)) for row in found]

    def open_recipient_session(
        self, link_hash: bytes, token_hash: bytes, lifetime: timedelta, proofs: Mapping[str, Any]
    ) -> bool:
        """A browser's ceremony, begun by a link. False when there is no such link."""
        row = self._row(
            "select open_recipient_session(%s, %s, %s, %s) as opened",
            *(link_hash, token_hash, lifetime, Jsonb(dict(proofs))),
        )
        return bool(row and row["opened"])

    def recipient_session(self, token_hash: bytes, acts: bool) -> Link | None:
        """
        Where the link led that the session began with, unless it has ended.

        Whoever `acts` ends the sessions of visitors who came by a public form, if they did not.
        """
        row = self._row("select * from recipient_session(%s, %s)", token_hash, acts)
        return Link(**row) if row else None

    def hand_over(self, token_hash: bytes) -> HandOver | None:
        row = self._row("select * from hand_over(%s)", token_hash)
        return HandOver(**row) if row else None

    def texted(self, phone_hash: bytes) -> list[Texted]:
        """Whom SMS to this phone were for, the newest first."""
        return [Texted(**row) for row in self._rows("select * from texted(%s)", phone_hash)]

    def take_text(self, id_hash: bytes) -> bool:
        """False for an answer that was taken before."""
        row = self._row("select take_text(%s) as taken", id_hash)
        return bool(row and row["taken"])

    def stop_texts(self, phone_hash: bytes) -> None:
        self._row("select stop_texts(%s)", phone_hash)

    def resume_texts(self, phone_hash: bytes) -> None:
        self._row("select resume_texts(%s)", phone_hash)

    def credentials(self, email_hash: bytes) -> Credentials | None:
        row = self._row("select * from credentials(%s)", email_hash)
        return Credentials(**row) if row else None

    def enrol_person(
        self, person_id: UUID, name: str, email: str, email_hash: bytes, password_hash: str
    ) -> UUID:
        """The id of the new person, or of the one who has this address already."""
        row = self._row(
            "select enrol_person(%s, %s, %s, %s, %s) as id",
            *(person_id, name, email, email_hash, password_hash),
        )
        assert row is not None  # noqa: S101 - a function always answers with a row
        return UUID(str(row["id"]))

    def account(self, email_hash: bytes) -> SignInAccount | None:
        """For those who proved that the address is theirs: no one else may learn of it."""
        row = self._row("select * from account(%s)", email_hash)
        return SignInAccount(**row) if row else None

    def invitation(self, token_hash: bytes) -> Named | None:
        row = self._row("select * from token(%s, 'invitation')", token_hash)
        return Named(**row) if row else None

    def direct_link(self, token_hash: bytes) -> Named | None:
        row = self._row("select * from token(%s, 'direct_link')", token_hash)
        return Named(**row) if row else None

    def share_link(self, token_hash: bytes) -> Named | None:
        row = self._row("select * from token(%s, 'share_link')", token_hash)
        return Named(**row) if row else None

    def api_key(self, secret_hash: bytes) -> Named | None:
        row = self._row("select * from token(%s, 'api_key')", secret_hash)
        return Named(**row) if row else None

    def streams_ahead(self, numbers: Mapping[UUID, int]) -> set[UUID]:
        """The organizations that have events after the number given for each."""
        found = self._rows(
            "select * from streams_ahead(%s, %s) as id", list(numbers), list(numbers.values())
        )
        return {row["id"] for row in found}

    def oauth(self, kind: str, secret_hash: bytes) -> Named | None:
        """A client that is not disabled, by its id, a code or a token of one."""
        row = self._row("select * from token(%s, %s)", secret_hash, f"oauth_{kind}")
        return Named(**row) if row else None

    def sign_up(self, token_hash: bytes) -> SealedSignUp | None:
        """One that has not expired."""
        row = self._row("select * from sign_up(%s)", token_hash)
        return SealedSignUp(**row) if row else None

    def identify(self, token_hash: bytes) -> dict[str, Any] | None:
        """Whose session this is, what they are there, and what is asked of them, by column."""
        return self._row("select * from identify(%s)", token_hash)

    def memberships_of(self, person_id: UUID) -> tuple[Membership, ...]:
        """The organizations of a person, the oldest membership first."""
        return tuple(
            Membership(**row) for row in self._rows("select * from memberships_of(%s)", person_id)
        )

    def close_session(self, token_hash: bytes) -> None:
        self._row("select close_session(%s)", token_hash)

    def count_attempt(self, key: bytes, period: timedelta) -> int:
        """How many there were in the period, this one included."""
        row = self._row("select count_attempt(%s, %s) as attempts", key, period)
        return int(row["attempts"]) if row else 0

    def forget_attempts(self, key: bytes) -> None:
        self._row("select forget_attempts(%s)", key)

    def organization_by_slug(self, slug: str) -> UUID | None:
        row = self._row("select organization_by_slug(%s) as id", slug)
        return row["id"] if row else None

    def platform_setting(self, name: str) -> str | None:
        """What the whole installation is set to; None as long as no one set it."""
        row = self._row("select platform_setting(%s) as value", name)
        return row["value"] if row else None

    def branded_organization(self, token_hash: bytes) -> UUID | None:
        row = self._row("select * from token(%s, 'brand')", token_hash)
        return row["organization_id"] if row else None

    def reply_to_question(self, token_hash: bytes) -> UUID | None:
        """Whose question it is, as long as it may be answered."""
        row = self._row("select * from token(%s, 'reply_to')", token_hash)
        return row["organization_id"] if row else None

    def sealed_file(self, sha256: str) -> SealedFileHash | None:
        row = self._row("select * from sealed_file(%s)", sha256)
        return SealedFileHash(**row) if row else None

    def organization_of_domain(self, domain: str) -> UUID | None:
        """The one whose single sign-on is for the addresses of this domain."""
        row = self._row("select organization_of_domain(%s) as id", domain)
        return row["id"] if row else None

    def organization_of_host(self, host: str) -> UUID | None:
        """The one whose signing pages this host serves."""
        row = self._row("select organization_of_host(%s) as id", host)
        return row["id"] if row else None

    def begin_sso_attempt(
        self, state_hash: bytes, attempt: SsoAttempt, lifetime: timedelta
    ) -> None:
        self._row(
            "select begin_sso_attempt(%s, %s, %s, %s, %s, %s, %s, %s)",
            *(state_hash, attempt.organization_id, attempt.connection_id, attempt.purpose),
            *(attempt.person_id, attempt.browser_hash, attempt.sealed, lifetime),
        )

    def take_sso_attempt(self, state_hash: bytes) -> SsoAttempt | None:
        """It is gone afterwards: a state is used once."""
        row = self._row("select * from take_sso_attempt(%s)", state_hash)
        return SsoAttempt(**row) if row else None

    def _row(self, query: str, *arguments: object) -> dict[str, Any] | None:
        return next(iter(self._rows(query, *arguments)), None)

    def _rows(self, query: str, *arguments: object) -> list[dict[str, Any]]:
        with self._pool.connection() as connection:
            cursor = connection.cursor(row_factory=dict_row)
            return cursor.execute(query.encode(), arguments).fetchall()
