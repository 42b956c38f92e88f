"""The two transactions in which the command line changes operators and writes it down."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from core.principal import SystemPrincipal
from tenants.installation import Installation
from tenants.transaction import Transaction
from tenants.use_cases.operator import operator_accounts


@contextmanager
def opened(installation: Installation) -> Iterator[tuple[Transaction, psycopg.Connection]]:
    """The log's commits before the owner's: nothing is done that is not written down."""
    principal = SystemPrincipal("command line")
    with (
        operator_accounts.owner(installation) as owned,
        installation.platform.transaction(principal) as tx,
    ):
        yield tx, owned
