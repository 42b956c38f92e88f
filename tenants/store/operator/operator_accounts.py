"""Operators, as the role that owns the tables makes and changes them."""

from uuid import UUID

from psycopg import Connection


class OperatorAccounts:
    def __init__(self, owner: Connection) -> None:
        self._owner = owner

    def add(self, operator_id: UUID, name: str, email_hash: bytes, password_hash: str) -> bool:
        """False when another operator has the address."""
        call = "select add_operator(%s, %s, %s, %s)"
        row = self._owner.execute(call, (operator_id, name, email_hash, password_hash)).fetchone()
        return bool(row and row[0])

    def disable(self, email_hash: bytes) -> UUID | None:
        """Who it was; their sessions end. None when no one has the address."""
        row = self._owner.execute("select disable_operator(%s)", (email_hash,)).fetchone()
        return row[0] if row else None

    def reset(self, email_hash: bytes, password_hash: str) -> UUID | None:
        """Who it was; they set up their second factor anew. None when no one has the address."""
        call = "select reset_operator(%s, %s)"
        row = self._owner.execute(call, (email_hash, password_hash)).fetchone()
        return row[0] if row else None
