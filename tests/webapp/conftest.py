"""For all that is asked of the web application."""

import psycopg
import pytest


@pytest.fixture(autouse=True)
def nobody_tried_before(services: dict[str, str]) -> None:
    """All tests come from one network: none may use up the attempts of the next one."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("delete from attempts")
