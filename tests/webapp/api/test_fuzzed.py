"""A short form of `./countersign fuzz --api`: the same requests at each run, and few of them."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks as openapi_checks

from core.api.scope import Scope
from tenants.member import Member
from tests import route_ids
from tests.webapp.api.programs import make_key

CHECKS: list[Any] = [
    schemathesis.checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
]
FEW = settings(
    max_examples=2,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ORDER = ["get", "put", "patch", "post", "delete"]
# What would end the account or the key by which all is asked.
LEFT_OUT = {"remove_member", "revoke_api_key"}


@pytest.fixture
def operations(app: Flask) -> Iterator[list[Any]]:
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    found = [result.ok() for result in schema.get_all_operations()]
    yield sorted(found, key=lambda each: (ORDER.index(each.method), each.path))


def test_no_answer_is_an_error_or_another_than_is_described(
    operations: list[Any], member: Member
) -> None:
    """Of things that are there, and of values that the description allows."""
    headers = {"Authorization": f"Bearer {make_key(member, *Scope)}"}
    ids = {name: str(id) for name, id in route_ids.of(member).items()}
    wrong: list[str] = []
    seen: list[int] = []

    for operation in operations:
        if operation.definition.raw["operationId"] in LEFT_OUT:
            continue

        @FEW
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def ask(case: Case) -> None:
            known = {name: ids[name] for name in case.path_parameters if name in ids}
            case.path_parameters.update(known)
            answer = case.call(headers=headers)
            seen.append(answer.status_code)
            try:
                case.validate_response(answer, checks=CHECKS)
            except* AssertionError as found:
                said = " ".join(str(each) for each in found.exceptions)
                wrong.append(f"{case.operation.label}: {said[:900]}")

        ask()

    assert not wrong, "\n\n".join(wrong)
    assert sum(status < 300 for status in seen) > 60, "most of it is refused: nothing is tried"
