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
        call = "select add_operator(%s, %s, %s, %s)"
        row = connection.execute(call, (operator_id, name, email_hash(email), hashed)).fetchone()
        if not row or not row[0]:
            raise OperatorAlready
        _log(installation, OperatorAdded(operator_id=operator_id, name=name), now)
    return operator_id


def disable(installation: Installation, email: str, now: datetime) -> None:
    """Signed out everywhere, at once. Raises NoSuchOperator."""
    with owner(installation) as connection:
        row = connection.execute("select disable_operator(%s)", (email_hash(email),)).fetchone()
        if not row or row[0] is None:
            raise NoSuchOperator
        _log(installation, OperatorDisabled(operator_id=row[0]), now)


def reset(installation: Installation, email: str, password: str, now: datetime) -> None:
    """
    A new password, and a second factor to be set up anew; whoever was disabled is let in again.

    Raises Invalid(password=...), NoSuchOperator.
    """
    hashed = passwords.hashed(password, email, "")
    with owner(installation) as connection:
        call = "select reset_operator(%s, %s)"
        row = connection.execute(call, (email_hash(email), hashed)).fetchone()
        if not row or row[0] is None:
            raise NoSuchOperator
        _log(installation, OperatorReset(operator_id=row[0]), now)


def _log(installation: Installation, event: AdminEvent, now: datetime) -> None:
    """Before the owner's transaction commits: nothing is done that is not written down."""
    with installation.platform.transaction() as tx:
        tx.administer((event,), ACTOR, now)
