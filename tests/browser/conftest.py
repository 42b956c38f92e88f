"""The whole product running, for the browsers of the tests."""

from tests.acceptance.conftest import founded, product  # noqa: F401 - fixtures
