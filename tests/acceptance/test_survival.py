"""Once everybody has signed, the envelope completes: whatever dies meanwhile."""

import time

import pytest
import redis

from deploy.demo.journey import Journey
from tests.acceptance.conftest import PATIENCE, Product
from tests.actors.pdf import pdfs


@pytest.fixture
def before_the_last(product: Product) -> Journey:
    """Signed by the first; the second has a link in hand."""
    journey = product.journey()
    journey.sign_in()
    journey.upload("contract.pdf", pdfs.contract())
    journey.wait_for_pages("")
    journey.place_fields(journey.name_recipients()[:2])
    journey.send()
    journey.sign(journey.mailed_link(journey.address(1)), 1)
    return journey


def test_a_worker_killed_while_sealing_is_made_up_for_within_a_minute(
    product: Product, before_the_last: Journey
) -> None:
    journey = before_the_last
    link = journey.mailed_link(journey.address(2))
    journey.sign(link, 2)
    _wait_for_lease(product, journey)
    product.kill("worker")
    began = time.monotonic()
    product.start("worker")

    journey.wait_for_completion()

    assert time.monotonic() - began < 60
    assert _sealings(product, journey) == (1, 2)


def test_a_redis_flushed_after_the_last_signature_loses_nothing(
    product: Product, before_the_last: Journey
) -> None:
    journey = before_the_last
    link = journey.mailed_link(journey.address(2))
    client = redis.Redis.from_url(product.settings.redis_url)
    product.kill("worker")
    journey.sign(link, 2)
    _wait_for_message(client)
    client.flushall()
    began = time.monotonic()
    product.start("worker")

    journey.wait_for_completion()

    assert time.monotonic() - began < 60
    assert _sealings(product, journey)[0] == 1


def _rows(product: Product, query: str, *arguments: object) -> list[tuple[object, ...]]:
    import psycopg

    with psycopg.connect(product.settings.database_relay_url) as connection:
        return connection.execute(query, arguments).fetchall()


def _wait_for_lease(product: Product, journey: Journey) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if _rows(
            product,
            "select from outbox where envelope_id = %s and kind = 'seal_envelope'"
            " and lease_until > now()",
            journey.envelope_id,
        ):
            return
        time.sleep(0.005)
    raise AssertionError("nobody began to seal")


def _wait_for_message(client: redis.Redis) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if client.hlen("dramatiq:seal.msgs"):
            return
        time.sleep(0.01)
    raise AssertionError("the relay published nothing")


def _sealings(product: Product, journey: Journey) -> tuple[object, ...]:
    """How many jobs of sealing are done, and in how many attempts."""
    return _rows(
        product,
        "select count(*) filter (where state = 'done'), max(attempts) from outbox"
        " where envelope_id = %s and kind = 'seal_envelope'",
        journey.envelope_id,
    )[0]
