"""Webhooks over real HTTP: what is told, signed, tried again, and given up."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from standardwebhooks import Webhook
from werkzeug.wrappers import Response

from core.principal import SYSTEM
from core.webhooks import schedule
from core.webhooks.webhook_endpoint import (
    EndpointState,
    PayloadKind,
    SigningKind,
    WebhookOrdering,
)
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, voiding
from tenants.use_cases.webhooks import endpoints
from tests.actors.webhooks.receiver import (
    Receiver,
    deliver,
    endpoint,
    make_due,
    states,
)
from tests.tenants import ceremonies
from tests.tenants.opening import run


def now() -> datetime:
    return datetime.now(UTC)


def draft(member: Member, name: str = "Lease") -> UUID:
    envelope_id = uuid4()
    run(member, drafting.create, envelope_id, name, now())
    return envelope_id


def void(member: Member, envelope_id: UUID) -> None:
    run(member, voiding.void, envelope_id, "Not needed", now())


def state(member: Member, endpoint_id: UUID) -> EndpointState:
    return run(member, endpoints.get, endpoint_id).state


def failing(*wrong: str, status: int = 500, **headers: str) -> Callable[[dict[str, Any]], Any]:
    """Fails the first try of these events, and all of them when there are none."""
    left = list(wrong)

    def answer(said: dict[str, Any]) -> Response | None:
        if wrong and said["type"] not in left:
            return None
        if wrong:
            left.remove(said["type"])
        return Response("no", status=status, headers=headers)

    return answer


def test_a_receiver_written_with_standardwebhooks_accepts_each_event_of_an_envelope(
    member: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver)
    sent = ceremonies.sent(member, now())
    deliver(member)

    told = [said["type"] for said in receiver.taken]
    sequences = [said["data"]["sequence"] for said in receiver.taken]
    assert receiver.refused == 0
    assert told[0] == "envelope.created"
    assert {"envelope.sent", "recipient.sent"} <= set(told)
    assert sequences == sorted(sequences)
    assert {said["data"]["envelope_id"] for said in receiver.taken} == {str(sent.id)}
    assert {s for _, s, _ in states(member)} == {"delivered"}


def test_a_thin_payload_holds_ids_and_nothing_about_a_person(
    member: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver)
    sent = ceremonies.sent(member, now())
    deliver(member)

    said = json.dumps(receiver.taken)
    assert all(r.name not in said and r.email not in said for r in sent.recipients)
    assert sent.name not in said
    assert str(sent.recipients[0].id) in said


def test_a_full_payload_says_what_happened_and_how_the_envelope_is(
    member: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver, payload=PayloadKind.FULL, events=("envelope.voided",))
    sent = ceremonies.sent(member, now())
    void(member, sent.id)
    deliver(member)

    (said,) = receiver.taken
    assert said["data"]["details"] == {"reason": "Not needed"}
    assert said["data"]["envelope"]["status"] == "voided"
    assert [r["email"] for r in said["data"]["envelope"]["recipients"]] == [
        r.email for r in sent.recipients
    ]


def test_what_fails_is_tried_again_with_the_same_id_and_the_next_event_waits_for_it(
    member: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver)
    receiver.answer = failing("envelope.created")
    first, other = draft(member), draft(member)
    void(member, first)
    void(member, other)
    deliver(member)
    before = [(s["data"]["envelope_id"], s["type"]) for s in receiver.taken]
    make_due(member)
    deliver(member)

    # Of the one whose first event failed nothing later was sent; the other went on.
    assert len(before) == 2
    assert len({about for about, _ in before}) == 1
    assert {tuple(order) for order in receiver.order().values()} == {(1, 2)}
    (tried,) = [s["id"] for s in receiver.tries if s["type"] == "envelope.created"][:1]
    assert [s["id"] for s in receiver.tries].count(tried) == 2


def test_without_an_order_the_next_event_does_not_wait(member: Member, receiver: Receiver) -> None:
    endpoint(member, receiver, ordering=WebhookOrdering.NONE)
    receiver.answer = failing("envelope.created")
    void(member, draft(member))
    deliver(member)

    assert [said["type"] for said in receiver.taken] == ["envelope.voided"]


def test_only_2xx_is_success_and_no_redirect_is_followed(
    member: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver)
    receiver.answer = failing("envelope.created", status=302, Location=receiver.url)
    draft(member)
    deliver(member)

    assert len(receiver.tries) == 1
    assert states(member) == [("envelope.created", "waiting", 1)]


def test_after_410_nothing_more_is_sent_and_the_admins_are_told(
    member: Member, receiver: Receiver
) -> None:
    endpoint_id = endpoint(member, receiver)
    receiver.answer = failing(status=410)
    draft(member)
    deliver(member)
    draft(member)
    deliver(member)

    assert state(member, endpoint_id) is EndpointState.DISABLED
    assert states(member) == [("envelope.created", "dead", 1)]
    with member.organization.transaction(SYSTEM) as tx:
        letters = tx.rows.all("select from outbox where kind = 'mail_account' and state = 'open'")
    assert len(letters) == 1


def test_retry_after_is_honoured(member: Member, receiver: Receiver) -> None:
    endpoint(member, receiver)
    receiver.answer = failing("envelope.created", status=503, **{"Retry-After": "600"})
    draft(member)
    deliver(member)

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select next_at - tried_at as wait from webhook_deliveries")
    assert row["wait"] >= timedelta(seconds=599)


def test_an_answer_that_drips_is_left_when_the_time_is_over(
    member: Member, receiver: Receiver
) -> None:
    def drip(said: dict[str, Any]) -> Response:
        def slowly() -> Any:
            for _ in range(100):
                time.sleep(0.1)
                yield b"x"

        return Response(slowly(), status=200)

    receiver.answer = drip
    endpoint(member, receiver)
    draft(member)
    begun = time.monotonic()
    deliver(member)

    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select state, failure from webhook_deliveries")
    assert row == {"state": "waiting", "failure": "timed_out"}
    assert time.monotonic() - begun < 9  # all of it would take ten


def test_an_endpoint_that_fails_on_five_envelopes_is_asked_with_one_and_drained_in_order(
    member: Member, receiver: Receiver
) -> None:
    endpoint_id = endpoint(member, receiver)
    receiver.answer = failing()
    for _ in range(schedule.FAILS_ON + 3):
        void(member, draft(member))
    deliver(member)
    backed_off, tried = state(member, endpoint_id), len(receiver.tries)
    make_due(member)
    deliver(member)
    probed = len(receiver.tries) - tried
    receiver.answer = lambda said: None
    make_due(member)
    deliver(member)

    assert backed_off is EndpointState.BACKED_OFF
    assert tried <= schedule.FAILS_ON + 3
    assert probed == 1
    assert state(member, endpoint_id) is EndpointState.ENABLED
    assert [tuple(o) for o in receiver.order().values()] == [(1, 2)] * (schedule.FAILS_ON + 3)
    assert {s for _, s, _ in states(member)} == {"delivered"}


def test_an_endpoint_that_failed_for_days_is_disabled(member: Member, receiver: Receiver) -> None:
    endpoint_id = endpoint(member, receiver)
    receiver.answer = failing()
    draft(member)
    deliver(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update webhook_endpoints set failing_since = now() - interval '77 hours'")
    make_due(member)
    deliver(member)

    assert state(member, endpoint_id) is EndpointState.DISABLED
    assert states(member) == [("envelope.created", "dead", 2)]


def test_a_paused_endpoint_keeps_what_comes_until_it_is_resumed(
    member: Member, receiver: Receiver
) -> None:
    endpoint_id = endpoint(member, receiver)
    run(member, endpoints.pause, endpoint_id, now())
    void(member, draft(member))
    deliver(member)
    while_paused = len(receiver.tries)
    run(member, endpoints.resume, endpoint_id, now())
    deliver(member)

    assert while_paused == 0
    assert list(receiver.order().values()) == [[1, 2]]


def test_while_a_secret_is_rotated_both_sign(member: Member, receiver: Receiver) -> None:
    endpoint_id = endpoint(member, receiver)
    old = receiver.secret
    new = run(member, endpoints.rotate, endpoint_id, now()).secret
    draft(member)
    deliver(member)
    receiver.secret = new
    draft(member)
    deliver(member)
    with_new = len(receiver.taken)
    receiver.secret = old
    run(member, endpoints.rotate, endpoint_id, now())
    draft(member)
    deliver(member)

    assert with_new == 2
    assert receiver.refused == 1


def test_ed25519_signs_with_a_key_whose_public_half_is_told(
    member: Member, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    import base64

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    verified = []

    def verify(self: object, body: bytes, headers: dict[str, str]) -> Any:
        named = {name.lower(): value for name, value in headers.items()}
        mark, _, signature = named["webhook-signature"].partition(",")
        public = base64.b64decode(receiver.secret.removeprefix("whpk_"))
        signed = f"{named['webhook-id']}.{named['webhook-timestamp']}.".encode() + body
        Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature), signed)
        verified.append(mark)
        return json.loads(body)

    monkeypatch.setattr(Webhook, "verify", verify)
    monkeypatch.setattr(Webhook, "__init__", lambda self, secret: None)
    endpoint(member, receiver, signing=SigningKind.ED25519)
    draft(member)
    deliver(member)

    assert receiver.secret.startswith("whpk_")
    assert verified == ["v1a"]


def test_nothing_is_sent_to_another_organization(
    member: Member, stranger: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver)
    draft(stranger)
    deliver(stranger)
    deliver(member)

    assert receiver.tries == []


def test_an_endpoint_hears_only_of_what_it_asked_for(member: Member, receiver: Receiver) -> None:
    endpoint(member, receiver, events=("envelope.voided",))
    void(member, draft(member))
    deliver(member)

    assert [said["type"] for said in receiver.taken] == ["envelope.voided"]


def test_a_job_whose_worker_was_killed_goes_on_where_it_was(
    member: Member, receiver: Receiver
) -> None:
    endpoint(member, receiver)
    void(member, draft(member))
    # A worker that took the endpoint and was never heard of again.
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run(
            "update webhook_endpoints set drainer = %s, drained_until = now() + interval '1 hour'",
            uuid4(),
        )
    deliver(member)
    taken = len(receiver.taken)
    draft(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update webhook_endpoints set drained_until = now()")
    deliver(member)

    assert taken == 0
    assert sorted(tuple(order) for order in receiver.order().values()) == [(1,), (1, 2)]
