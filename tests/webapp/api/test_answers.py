"""What all answers of the API have in common: tags, parts, pages, and changes of a known state."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tenants.member import Member
from tests.webapp.api.programs import PATH, Program, envelope, make_key

GROUPS = "/api/v1/signing-groups"


@pytest.fixture
def program(app: Flask, member: Member) -> Iterator[Program]:
    yield Program(app, make_key(member, "envelopes:write", "members"))


def group(program: Program, name: str = "Board") -> str:
    return str(program.act(GROUPS, {"name": name}).headers["Location"])


def test_what_is_known_already_is_not_sent_again(program: Program) -> None:
    place = group(program)
    for path in (place, GROUPS):
        first = program.get(path)
        same = program.get(path, **{"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, same.status_code, same.data) == (200, 304, b"")
        assert same.headers["ETag"] == first.headers["ETag"]

    before = program.get(place).headers["ETag"]
    program.act(place, {"name": "Council"}, "PATCH")
    changed = program.get(place, **{"If-None-Match": before})
    assert (changed.status_code, changed.json["name"]) == (200, "Council")


def test_a_change_says_which_state_it_is_to_change(program: Program) -> None:
    place = group(program)
    read = program.get(place).headers["ETag"]

    changed = program.act(place, {"name": "One"}, "PATCH", **{"If-Match": read})
    late = program.act(place, {"name": "Two"}, "PATCH", **{"If-Match": read})
    kept = program.act(place, method="DELETE", **{"If-Match": read})
    again = program.act(place, {"name": "Three"}, "PATCH", **{"If-Match": changed.headers["ETag"]})
    any_state = program.act(place, {"name": "Four"}, "PATCH", **{"If-Match": "*"})

    assert changed.status_code == again.status_code == any_state.status_code == 200
    assert (late.status_code, late.json["code"]) == (412, "changed_since_read")
    assert kept.status_code == 412
    assert program.get(place).json["name"] == "Four"


def test_a_change_of_an_envelope_says_its_version(program: Program) -> None:
    made = program.post(envelope())
    place, tag = f"{PATH}/{made.json['id']}", made.headers["ETag"]
    assert program.get(place).headers["ETag"] == tag

    starts = {"starts_at": "2126-01-01T00:00:00Z"}
    late = program.act(f"{place}/start", starts, "PUT", **{"If-Match": f'"{made.json["id"]}-0"'})
    known = program.act(f"{place}/start", starts, "PUT", **{"If-Match": tag})
    now = program.get(place)

    assert late.status_code == 412
    assert known.status_code != 412
    assert now.headers["ETag"] == known.headers.get("ETag", tag)


def test_who_was_late_tries_again_with_the_same_key(program: Program) -> None:
    place, key = group(program), "rename"

    late = program.act(place, {"name": "One"}, "PATCH", key=key, **{"If-Match": '"old"'})
    tag = program.get(place).headers["ETag"]
    known = program.act(place, {"name": "One"}, "PATCH", key=key, **{"If-Match": tag})
    repeated = program.act(place, {"name": "One"}, "PATCH", key=key, **{"If-Match": tag})

    assert (late.status_code, known.status_code, repeated.status_code) == (412, 200, 200)
    assert repeated.headers["Idempotent-Replayed"] == "true"


def test_only_the_named_members_are_answered(program: Program) -> None:
    place = group(program)
    whole = program.get(place).json

    assert program.get(f"{place}?fields=name").json == {"name": "Board"}
    assert program.get(f"{GROUPS}?fields=id,name").json == {
        "items": [{"id": whole["id"], "name": "Board"}],
        "next_cursor": None,
    }
    tags = {program.get(f"{place}{part}").headers["ETag"] for part in ("", "?fields=name")}
    assert len(tags) == 1, "either may be given back in If-Match"


@pytest.mark.parametrize("query", ["fields=name,nmae", "fields=nmae", "exapnd=name", "limit=5"])
def test_what_is_not_known_in_a_query_is_named(program: Program, query: str) -> None:
    answer = program.get(f"{group(program)}?{query}")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    (error,) = answer.json["errors"]
    assert error["query"] == query.partition("=")[0]
    assert "nmae" in error["detail"] or error["code"] == "extra_forbidden"


@pytest.mark.parametrize("cursor", ["nonsense", "W10", "bnVsbA", "WzFd", "%00", "a" * 2_000])
def test_a_cursor_that_is_none_of_ours_is_refused(program: Program, cursor: str) -> None:
    answer = program.get(f"/api/v1/templates?cursor={cursor}")

    assert answer.status_code == 422
    assert [error["query"] for error in answer.json["errors"]] == ["cursor"]
