"""For programs that speak DocuSign's API."""

import pytest
from flask import Flask

from core.api.scope import Scope
from tenants.member import Member
from tests.webapp.api.docusign.definitions import DocusignProgram
from tests.webapp.api.programs import make_key


@pytest.fixture
def program(app: Flask, member: Member) -> DocusignProgram:
    key = make_key(member, *Scope)
    return DocusignProgram(app, key, member.organization.id)
