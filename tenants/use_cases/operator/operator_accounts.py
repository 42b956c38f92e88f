"""Operators, made and changed at the command line: the web process is not allowed to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import psycopg

from core.events.event import AdminEvent
from core.operator.events import OperatorAdded, OperatorDisabled, OperatorReset
from core.operator.refusals import NoSuchOperator, OperatorAlready
from core.people import membership
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.store.operator.operator_accounts import OperatorAccounts
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import passwords


@dataclass(frozen=True, slots=True)
class NewOperator:
    name: str
    email: str
    password_hash: str


@contextmanager
def owner(installation: Installation) -> Iterator[psycopg.Connection]:
    """A transaction of the role that owns the tables."""
    with psycopg.connect(installation.settings.database_owner_url) as connection:
        yield connection


def check(name: str, email: str, password: str) -> NewOperator:
    """Hashing takes its time, so no transaction is open. Raises Invalid(name, email, password)."""
    name, email = membership.name(name), email_addresses.check(email)
    return NewOperator(name, email, passwords.hashed(password, email, name))


def check_password(email: str, password: str) -> str:
    """The hash of a new one, with no transaction open. Raises Invalid(password=...)."""
    return passwords.hashed(password, email, "")


def add(tx: Transaction, owned: psycopg.Connection, new: NewOperator, now: datetime) -> UUID:
    """Raises OperatorAlready."""
    operator_id = new_id()
    digest = email_hash(new.email)
    if not OperatorAccounts(owned).add(operator_id, new.name, digest, new.password_hash):
        raise OperatorAlready
    _record(tx, OperatorAdded(operator_id=operator_id, name=new.name), now)
    return operator_id


def disable(tx: Transaction, owned: psycopg.Connection, email: str, now: datetime) -> None:
    """Signed out everywhere, at once. Raises NoSuchOperator."""
    operator_id = OperatorAccounts(owned).disable(email_hash(email))
    if operator_id is None:
        raise NoSuchOperator
    _record(tx, OperatorDisabled(operator_id=operator_id), now)


def reset(
    tx: Transaction, owned: psycopg.Connection, email: str, password_hash: str, now: datetime
) -> None:
    """
    A new password, and a second factor to be set up anew. A disabled operator is enabled again.

    Raises NoSuchOperator.
    """
    operator_id = OperatorAccounts(owned).reset(email_hash(email), password_hash)
    if operator_id is None:
        raise NoSuchOperator
    _record(tx, OperatorReset(operator_id=operator_id), now)


def _record(tx: Transaction, event: AdminEvent, now: datetime) -> None:
    tx.record_admin((event,), tx.principal.actor, now)
