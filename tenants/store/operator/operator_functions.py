"""The functions of the database role `operating`: metadata of all organizations, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row


class Connections(Protocol):
    """A pool, or what hands out one connection like a pool."""

    def connection(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class OperatorCredentials:
    operator_id: UUID
    password_hash: str
    enrolled: bool


@dataclass(frozen=True, slots=True)
class NewOperatorSession:
    """
    One that still lacks its second factor, for ten minutes.

    `secret`: the encrypted TOTP secret that is offered to an operator who has none yet.
    """

    operator_id: UUID
    address: str = ""
    user_agent: str = ""
    secret: bytes | None = None


@dataclass(frozen=True, slots=True)
class OperatorSession:
    """`secret` is there only until both factors were given."""

    operator_id: UUID
    name: str
    factors: int
    enrolled: bool
    secret: bytes | None


class OperatorDirectory:
    """Signing in to the operator's portal."""

    def __init__(self, pool: Connections) -> None:
        self._pool = pool

    def credentials(self, email_hash: bytes) -> OperatorCredentials | None:
        row = self._row("select * from operator_credentials(%s)", email_hash)
        return OperatorCredentials(**row) if row else None

    def open_session(self, token_hash: bytes, new: NewOperatorSession) -> None:
        self._row(
            "select open_operator_session(%s, %s, %s, %s, %s)",
            *(token_hash, new.operator_id, new.address, new.user_agent, new.secret),
        )

    def session(self, token_hash: bytes) -> OperatorSession | None:
        """One that has not ended: neither its hour nor 15 minutes without a request are over."""
        row = self._row("select * from operator_session(%s)", token_hash)
        return OperatorSession(**row) if row else None

    def close_session(self, token_hash: bytes) -> None:
        self._row("select close_operator_session(%s)", token_hash)

    # Each of these makes a session of two factors out of one, for an hour and under a new token:
    # no one who saw the token before has the session.

    def enrol(
        self, token_hash: bytes, step: int, codes: Sequence[bytes], new_hash: bytes, address: str
    ) -> bool:
        """Whether what was offered to this session is the second factor from now on."""
        return self._yes(
            "select enrol_operator_factor(%s, %s, %s, %s, %s)",
            *(token_hash, step, list(codes), new_hash, address),
        )

    def use_step(self, token_hash: bytes, step: int, new_hash: bytes, address: str) -> bool:
        """Whether a code of this time step was not used before."""
        return self._yes(
            "select use_operator_step(%s, %s, %s, %s)", token_hash, step, new_hash, address
        )

    def use_code(self, token_hash: bytes, code_hash: bytes, new_hash: bytes, address: str) -> bool:
        """Whether this was a recovery code, which it no longer is."""
        return self._yes(
            "select use_operator_code(%s, %s, %s, %s)", token_hash, code_hash, new_hash, address
        )

    def _yes(self, query: str, *arguments: object) -> bool:
        row = self._row(f"{query} as yes", *arguments)
        return bool(row and row["yes"])

    def _row(self, query: str, *arguments: object) -> dict[str, Any] | None:
        with self._pool.connection() as connection:
            return next(iter(rows(connection, query, *arguments)), None)


class OperatorFunctions:
    """
    What an operator reads and does, with the session that proves who they are.

    The database itself asks for the session: without one of both factors every function refuses.
    The command line, which signs in to the database as owner or relay, shows none.
    """

    def __init__(self, connection: Connection, session: bytes = b"") -> None:
        self._connection = connection
        self._session = session

    def all(self, function: str, *arguments: object) -> list[dict[str, Any]]:
        """The rows that a function of ours answers with."""
        places = ", ".join(["%s"] * (len(arguments) + 1))
        return rows(
            self._connection,
            f"select * from {function}({places})",  # noqa: S608 - names of our own functions
            *(self._session, *arguments),
        )

    def one(self, function: str, *arguments: object) -> dict[str, Any] | None:
        return next(iter(self.all(function, *arguments)), None)

    def platform_setting(self, name: str) -> str | None:
        """What the whole installation is set to; None as long as no one set it."""
        found = rows(self._connection, "select platform_setting(%s) as value", name)
        return found[0]["value"] if found else None

    def value(self, function: str, *arguments: object) -> Any:
        """What a function with a single result answers."""
        row = self.one(function, *arguments)
        return row[function] if row else None


def rows(connection: Connection, query: str, *arguments: object) -> list[dict[str, Any]]:
    cursor = connection.cursor(row_factory=dict_row)
    return cursor.execute(query.encode(), arguments).fetchall()
