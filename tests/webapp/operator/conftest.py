"""Operators with browsers of their own."""

import pytest
from flask import Flask

from tests.tenants import operators
from tests.tenants.operators import Person
from tests.webapp.operator.desks import DeskBrowser


@pytest.fixture
def person(services: dict[str, str]) -> Person:
    return operators.add(services["DATABASE_OWNER_URL"], "Night Shift")


@pytest.fixture
def desk(app: Flask, person: Person) -> DeskBrowser:
    """An operator who gave both factors."""
    browser = DeskBrowser(app, person)
    browser.enrol()
    return browser
