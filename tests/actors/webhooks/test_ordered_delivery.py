"""Hundreds of events, a fifth of them failing, answered late, and workers killed in between."""

import hashlib
import threading
import time
from typing import Any
from uuid import UUID

import pytest
from werkzeug.wrappers import Response

from core.principal import SYSTEM
from core.webhooks import schedule
from tenants.member import Member
from tenants.use_cases.webhooks import draining
from tests.actors.webhooks.receiver import (
    Receiver,
    deliver,
    endpoint,
    make_due,
    receiving,
)
from tests.actors.webhooks.test_deliver_webhooks import draft, void

ENVELOPES = 90


class Killed(BaseException):
    """Nothing of a worker survives it."""


def in_five(said: dict[str, Any]) -> int:
    return int(hashlib.sha256(said["id"].encode()).hexdigest(), 16) % 5


def test_each_arrives_in_order_whatever_fails_and_whoever_is_killed(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schedule, "FAILS_ON", 1_000)
    failed: set[str] = set()

    def answer(said: dict[str, Any]) -> Response | None:
        if in_five(said) == 0 and said["id"] not in failed:
            failed.add(said["id"])
            return Response(status=500)
        if said["data"]["sequence"] == 1 and in_five(said) == 1:
            time.sleep(0.05)
        return None

    real, calls = draining.go_on, iter(range(10**6))

    def go_on(*arguments: Any) -> Any:
        """A worker dies after requests were answered, and before that is written down."""
        if next(calls) in (6, 15, 30):
            raise Killed
        return real(*arguments)

    monkeypatch.setattr(draining, "go_on", go_on)
    receiver = Receiver(answer=answer)
    with receiving(receiver):
        endpoint_id = endpoint(member, receiver)
        ids = [draft(member) for _ in range(ENVELOPES)]
        voiding = threading.Thread(target=lambda: [void(member, id) for id in ids])
        voiding.start()
        kills = 0
        while True:
            try:
                deliver(member)
            except Killed:
                kills += 1
                _free(member, endpoint_id)
                continue
            if not voiding.is_alive() and not _waiting(member):
                break
            make_due(member)
        voiding.join()

    assert kills == 3
    assert receiver.refused == 0
    assert receiver.order() == {str(id): [1, 2] for id in ids}
    assert len(failed) > ENVELOPES / 5
    # What was answered when its worker died came once more, and with the same id.
    assert len(receiver.taken) >= 2 * ENVELOPES


def test_events_that_come_while_a_worker_lets_go_are_not_forgotten(
    member: Member, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint(member, receiver)
    real, late = draining.end, []

    def end(*arguments: Any) -> None:
        if not late:
            late.append(draft(member))
            # Another worker has the job of it at once, and finds the endpoint taken.
            deliver(member)
        real(*arguments)

    monkeypatch.setattr(draining, "end", end)
    draft(member)
    deliver(member)

    assert len(late) == 1
    assert sorted(receiver.order().values()) == [[1], [1]]


def _waiting(member: Member) -> int:
    with member.organization.transaction(SYSTEM) as tx:
        query = "select count(*) from webhook_deliveries where state = 'waiting'"
        return int(tx.rows.value(query))


def _free(member: Member, endpoint_id: UUID) -> None:
    """The time for which the dead worker had job and endpoint is over."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update outbox set lease_until = now() where kind = 'deliver_webhooks'"
            " and state = 'open' and lease_until is not null"
        )
        tx.rows.run("update webhook_endpoints set drained_until = now() where id = %s", endpoint_id)
