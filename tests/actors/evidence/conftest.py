"""A connection with the rights of whoever runs the database."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest


@pytest.fixture(scope="module")
def superuser(services: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
    """A superuser whom neither triggers nor foreign keys hold up."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection
