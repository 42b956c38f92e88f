"""The organizations into which the tests import."""

from tests.tenants.conftest import installation, member, stranger

__all__ = ["installation", "member", "stranger"]
