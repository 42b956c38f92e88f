"""What no program should send: each is told what is wrong and where, and nothing is made of it."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.api.scope import Scope
from core.principal import SYSTEM
from tenants.member import Member
from tests.webapp.api.programs import PATH, Program, envelope, make_key

GROUPS = "/api/v1/signing-groups"
DEEP = 100_000
ENVELOPE = json.dumps(envelope())
BODIES: dict[str, tuple[str | bytes, str, str]] = {
    "wrong type": ('{"name": 7}', "#/name", "string_type"),
    "list in place of an object": ("[]", "#", "model_type"),
    "no object at all": ("null", "#", "model_type"),
    "unknown member": ('{"name": "B", "nmae": "C"}', "#/nmae", "extra_forbidden"),
    "unknown member below": (
        '{"name": "B", "members": [{"name": "A", "email": "a@example.com", "x/~": 1}]}',
        "#/members/0/x~1~0",
        "extra_forbidden",
    ),
    "name that stands twice": ('{"name": "A", "name": "B"}', "#/name", "repeated_member"),
    "name that stands twice below": (
        '{"name": "B", "members": [{"name": "A", "email": "a@example.com", "name": "C"}]}',
        "#/members/0/name",
        "repeated_member",
    ),
    "NUL": ('{"name": "a\\u0000b"}', "#/name", "nul_character"),
    "NUL in a name": ('{"na\\u0000me": 1}', "#/na\0me", "nul_character"),
    "half of a pair": ('{"name": "\\ud800"}', "#", "json_invalid"),
    "invalid UTF-8": (b'{"name": "\xff\xfe"}', "#", "json_invalid"),
    "UTF-16": ('{"name": "Board"}'.encode("utf-16"), "#", "json_invalid"),
    "byte order mark": (b"\xef\xbb\xbf" + b'{"name": "Board"}', "#", "json_invalid"),
    "nothing": ("", "#", "json_invalid"),
    "half a body": ('{"name": "Boa', "#", "json_invalid"),
    "two bodies": ('{"name": "A"}{"name": "B"}', "#", "json_invalid"),
    "NaN": ('{"name": NaN}', "#/name", "string_type"),
    "huge number": ('{"name": 1e999}', "#/name", "number_too_large"),
    "number of 5000 digits": ('{"name": %s}' % ("9" * 5_000), "#/name", "number_too_large"),
    "deep lists": ('{"name": ' + "[" * DEEP + "1" + "]" * DEEP + "}", "#", "too_deep"),
    "deep objects": ('{"a":' * DEEP + "1" + "}" * DEEP, "#", "too_deep"),
    "rather deep": ('{"name": ' + "[" * 500 + "1" + "]" * 500 + "}", "#", "json_invalid"),
    "never closed": ("[" * DEEP, "#", "too_deep"),
}


@pytest.fixture
def program(app: Flask, member: Member) -> Iterator[Program]:
    yield Program(app, make_key(member, *Scope))


def send(program: Program, data: Any, path: str = GROUPS, **given: Any) -> TestResponse:
    given = {"content_type": "application/json"} | given
    return program.browser.post(path, data=data, headers=program.bearer, **given)


def told(answer: TestResponse) -> set[tuple[str, str]]:
    return {(error.get("pointer", ""), error["code"]) for error in answer.json["errors"]}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_cannot_be_accepted_is_told_where(program: Program, what: str) -> None:
    body, where, code = BODIES[what]

    answer = send(program, body)

    assert answer.content_type == "application/problem+json"
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    assert (where, code) in told(answer)
    assert program.get(GROUPS).json["items"] == []


@pytest.mark.parametrize("extra", ['"name": "Twice"', '"x\\u0000": 1', '"y": 1e999', '"z": 1'])
def test_json_in_a_part_of_a_form_is_read_as_strictly(program: Program, extra: str) -> None:
    part = f"{ENVELOPE[:-1]}, {extra}}}"

    answer = send(program, {"envelope": part}, PATH, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert all(error["pointer"].startswith("#/") for error in answer.json["errors"])


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("text/plain", {}),
        ("", {}),
        ("application/x-www-form-urlencoded", {}),
        ("multipart/form-data; boundary=x", {}),
        ("application/xml", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_no_json_by_its_own_word_is_not_read(
    program: Program, kind: str, more: dict[str, str]
) -> None:
    answer = program.browser.post(
        GROUPS, data=b'{"name": "Board"}', content_type=kind, headers=program.bearer | more
    )

    assert answer.status_code == 415
    assert program.get(GROUPS).json["items"] == []


class Watched(BytesIO):
    """A body of which is known how much was read."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("application/json", "json_too_large"),
        ("multipart/form-data; boundary=x", "request_too_large"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_read(
    program: Program, kind: str, code: str
) -> None:
    body = Watched(b"{" * 1_000_000)

    answer = send(
        *(program, None, PATH),
        content_type=kind,
        input_stream=body,
        environ_overrides={"CONTENT_LENGTH": "500000000"},
    )

    assert (answer.status_code, answer.json["code"]) == (413, code)
    assert body.taken == 0


def test_a_body_whose_length_no_one_says_is_read_up_to_the_limit(program: Program) -> None:
    body = Watched(b"[" * 36_000_000)

    answer = send(
        *(program, None, PATH),
        input_stream=body,
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert (answer.status_code, answer.json["code"]) == (413, "json_too_large")
    assert body.taken < 36_000_000


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("limit=1&limit=2", "repeated_member"),
        ("search=a%00b", "nul_character"),
        ("limit=0", "greater_than_equal"),
        ("limit=101", "less_than_equal"),
        ("limit=9" + "9" * 30, "less_than_equal"),
        ("limit=many", "int_parsing"),
        ("serach=a", "extra_forbidden"),
    ],
)
def test_what_is_wrong_in_a_query_is_told_by_its_name(
    program: Program, query: str, code: str
) -> None:
    answer = program.get(f"/api/v1/templates?{query}")

    assert answer.status_code == 422
    assert [(e["query"], e["code"]) for e in answer.json["errors"]] == [
        (query.partition("=")[0], code)
    ]


@pytest.mark.parametrize("key", ["", "a b", "ä", "x" * 256])
def test_a_key_that_is_none_is_refused(program: Program, key: str) -> None:
    headers = program.bearer | {"Idempotency-Key": key.encode().decode("latin-1")}

    answer = program.browser.post(GROUPS, json={"name": "Board"}, headers=headers)

    assert answer.status_code == 422
    assert [error["header"] for error in answer.json["errors"]] == ["Idempotency-Key"]


def test_nothing_wrong_was_kept(program: Program, member: Member) -> None:
    send(program, '{"name": 7}')

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.rows.all("select 1 from idempotency_keys") == []
