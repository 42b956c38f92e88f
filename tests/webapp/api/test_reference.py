"""The reference page, and each of its examples against things that are really there."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core.api.scope import Scope
from tenants.member import Member
from tests import route_ids
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.webapp.api.programs import Program, make_key
from webapp.api.v1.reference.examples import all_examples

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"
OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in json.loads(FILE.read_text())["paths"].items()
    for method, operation in methods.items()
}
VARIABLE = re.compile(r"\$([A-Z_]+)")


def envelope_that(needs: str, member: Member) -> dict[str, Any]:
    """The ids of an envelope in the state that an example is about."""
    make = {
        "draft": ceremonies.draft_with_document,
        "sent": ceremonies.sent,
        "completed": ceremonies.completed,
    }[needs]
    envelope = make(member, NOW)
    parts = {"document": envelope.documents, "recipient": envelope.recipients}
    found = {f"{name}_id": all_[0].id for name, all_ in parts.items() if all_}
    return {"envelope_id": envelope.id, **found}


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name in all_examples()])
def test_an_example_of_the_reference_is_accepted(app: Flask, member: Member, name: str) -> None:
    example, (method, path, _) = all_examples()[name], OPERATIONS[name]
    ids = route_ids.of(member)
    if "needs" in example:
        ids |= envelope_that(example["needs"], member)
    program = Program(app, make_key(member, *Scope))

    def filled(text: str) -> str:
        return VARIABLE.sub(lambda found: str(ids[found[1].lower()]), text)

    answer = program.browser.open(
        filled(re.sub(r"\{(\w+)\}", lambda part: f"${part[1].upper()}", path)),
        method=method,
        query_string=example.get("query"),
        headers=program.bearer | example.get("headers", {}),
        json=json.loads(filled(json.dumps(example["body"]))) if "body" in example else None,
    )

    assert 200 <= answer.status_code < 300, answer.get_data(as_text=True)


def test_every_example_is_of_an_operation() -> None:
    assert set(all_examples()) <= set(OPERATIONS)


def test_the_reference_shows_every_operation_and_all_that_it_names(app: Flask) -> None:
    browser = app.test_client()
    nouns = {path.removeprefix("/api/v1/").partition("/")[0] for _, path, _ in OPERATIONS.values()}

    overview = browser.get("/developers").get_data(as_text=True)
    pages = {noun: browser.get(f"/developers/{noun}").get_data(as_text=True) for noun in nouns}

    for name, (_, path, _) in OPERATIONS.items():
        noun = path.removeprefix("/api/v1/").partition("/")[0]
        assert f'href="/developers/{noun}#{name}"' in overview
        assert f'id="{name}"' in pages[noun]
    for page in pages.values():
        places = set(re.findall(r' id="([^"]+)"', page))
        assert set(re.findall(r' href="#([^"]+)"', page)) - {"main"} <= places
    assert browser.get("/developers/nothing").status_code == 404
