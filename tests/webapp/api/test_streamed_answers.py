"""Tables are sent as they are written: in bytes, on which servers insist, unlike test clients."""

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from core.api.scope import Scope
from tenants.member import Member
from tests import route_ids
from tests.webapp.api.programs import make_key


@pytest.mark.parametrize(
    "path",
    [
        "reports/envelopes.csv?first=2026-01-01&last=2026-01-02",
        "templates/{template_id}/bulk-table.csv",
        "bulk-sends/{bulk_send_id}/results.csv",
    ],
)
def test_a_table_is_sent_in_bytes(app: Flask, member: Member, path: str) -> None:
    ids = route_ids.of(member)
    headers = {"Authorization": f"Bearer {make_key(member, *Scope)}"}
    place, _, query = path.format(**ids).partition("?")
    asked = EnvironBuilder(f"/api/v1/{place}", query_string=query, headers=headers)

    pieces, status, told = run_wsgi_app(app.wsgi_app, asked.get_environ())
    first = list(pieces)

    assert status == "200 OK"
    assert told["Content-Type"].startswith("text/csv")
    assert first
    assert {type(piece) for piece in first} == {bytes}
