"""The application whose pages are looked at."""

from tests.webapp.conftest import app, installation, member  # noqa: F401 - fixtures
