"""Operators, made and changed at the command line: the web process is not allowed to."""

from collections.abc import Iterator
from contextlib import contextmanager
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
from tenants.use_cases.sign_in import passwords

ACTOR = "command line"


@contextmanager
def owner(installation: Installation) -> Iterator[psycopg.Connection]:
    """A transaction of the role that owns the tables."""
    with psycopg.connect(installation.settings.database_owner_url) as connection:
        yield connection


def add(installation: Installation, name: str, email: str, password: str, now: datetime) -> UUID:
    """Raises Invalid(name=..., email=..., password=...), OperatorAlready."""
    name, email = membership.name(name), email_addresses.check(email)
    hashed = passwords.hashed(password, email, name)
    operator_id = new_id()
    with owner(installation) as connection:
        accounts = OperatorAccounts(connection)
        if not accounts.add(operator_id, name, email_hash(email), hashed):
            raise OperatorAlready
        _log(installation, OperatorAdded(operator_id=operator_id, name=name), now)
    return operator_id


def disable(installation: Installation, email: str, now: datetime) -> None:
    """Signed out everywhere, at once. Raises NoSuchOperator."""
    with owner(installation) as connection:
        operator_id = OperatorAccounts(connection).disable(email_hash(email))
        if operator_id is None:
            raise NoSuchOperator
        _log(installation, OperatorDisabled(operator_id=operator_id), now)


def reset(installation: Installation, email: str, password: str, now: datetime) -> None:
    """
    A new password, and a second factor to be set up anew; whoever was disabled is let in again.

    Raises Invalid(password=...), NoSuchOperator.
    """
    hashed = passwords.hashed(password, email, "")
    with owner(installation) as connection:
        operator_id = OperatorAccounts(connection).reset(email_hash(email), hashed)
        if operator_id is None:
            raise NoSuchOperator
        _log(installation, OperatorReset(operator_id=operator_id), now)


def _log(installation: Installation, event: AdminEvent, now: datetime) -> None:
    """Before the owner's transaction commits: nothing is done that is not written down."""
    with installation.platform.transaction() as tx:
        tx.record_admin((event,), ACTOR, now)
