"""The whole product running, for the browsers of the tests."""

from tests.acceptance.conftest import product  # noqa: F401 - a fixture
