"""How often a program may call, with a real Redis and without one."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import redis
from flask import Flask

from core.settings.settings import Settings
from tenants.member import Member
from tests.webapp.api.programs import PATH, Program, make_key
from webapp.api.v1.call_limits import PERIOD, SHARED, CallCounts


@pytest.fixture
def limited(app: Flask, settings: Settings) -> Iterator[Flask]:
    """Two calls of each kind in a minute that no other test counts in."""
    left = PERIOD - time.time() % PERIOD
    if left < 10:
        time.sleep(left)
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(
        settings, rate_api_reads=2, rate_api_lists=2, rate_api_creates=2
    )
    forget(settings)
    yield app
    app.extensions["settings"] = before
    forget(settings)


def forget(settings: Settings) -> None:
    with redis.Redis.from_url(settings.redis_url) as server:
        for name in server.scan_iter("calls:*"):
            server.delete(name)


def test_each_key_may_call_so_often_in_a_minute(limited: Flask, member: Member) -> None:
    program, other = (Program(limited, make_key(member, "envelopes:read")) for _ in range(2))

    answers = [program.get(f"{PATH}/{member.person_id}") for _ in range(3)]

    refused = answers[-1]
    assert answers[0].headers["RateLimit-Policy"] == '"reads";q=2;w=60'
    assert answers[0].headers["RateLimit"].startswith('"reads";r=1;t=')
    assert (refused.status_code, refused.json["code"]) == (429, "too_fast")
    assert refused.headers["RateLimit"].startswith('"reads";r=0;t=')
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert other.get(f"{PATH}/{member.person_id}").status_code == 404


def test_what_is_created_is_counted_apart_from_what_is_read(limited: Flask, member: Member) -> None:
    program = Program(limited, make_key(member))

    created = program.post({})
    read = program.get(f"{PATH}/{member.person_id}")

    assert created.status_code == 422
    assert created.headers["RateLimit-Policy"] == '"creates";q=2;w=60'
    assert read.headers["RateLimit"].startswith('"reads";r=1;t=')


def test_the_keys_of_an_organization_share_ten_times_as_much(
    limited: Flask, member: Member
) -> None:
    keys = [Program(limited, make_key(member, "envelopes:read")) for _ in range(SHARED + 1)]

    statuses = [key.get(f"{PATH}/{member.person_id}").status_code for key in keys for _ in range(2)]
    assert statuses == [404] * SHARED * 2 + [429] * 2


def test_without_redis_each_process_counts_for_itself() -> None:
    counts = CallCounts("redis://127.0.0.1:1/0")

    assert [counts.add("reads:1:someone") for _ in range(3)] == [1, 2, 3]
    assert counts.add("reads:1:someone else") == 1


def test_processes_count_together_through_redis(settings: Settings) -> None:
    forget(settings)
    one, other = CallCounts(settings.redis_url), CallCounts(settings.redis_url)

    counted = [one.add("reads:1:someone"), other.add("reads:1:someone")]

    forget(settings)
    assert counted == [1, 2]
