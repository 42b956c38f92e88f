"""A receiver of webhooks as anyone would write one: it verifies with `standardwebhooks`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, Thread
from typing import Any
from uuid import UUID, uuid4

from standardwebhooks import Webhook, WebhookVerificationError
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from actors.jobs import job as jobs
from core.principal import SYSTEM
from core.webhooks.webhook_endpoint import EndpointChoices
from tenants.member import Member
from tenants.use_cases.webhooks import endpoints
from tests.tenants.opening import run

KIND = "deliver_webhooks"


@dataclass
class Receiver:
    """`answer` is asked at each try, with what was said; 204 is what it answers otherwise."""

    secret: str = ""
    answer: Callable[[dict[str, Any]], Response | None] = lambda said: None
    tries: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refused: int = 0
    port: int = 0
    _lock: Lock = field(default_factory=Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def received(self, request: Request) -> Response:
        body = request.get_data()
        try:
            said = Webhook(self.secret).verify(body, dict(request.headers))
        except WebhookVerificationError:
            self.refused += 1
            return Response(status=401)
        assert request.headers["webhook-id"] == said["id"]
        with self._lock:
            self.tries.append(said)
            self.headers.append(dict(request.headers))
        answer = self.answer(said) or Response(status=204)
        if 200 <= answer.status_code < 300:
            with self._lock:
                self.taken.append(said)
        return answer

    def order(self) -> dict[str, list[int]]:
        """The sequences that were taken, by envelope, each once."""
        found: dict[str, list[int]] = {}
        seen: set[str] = set()
        for said in self.taken:
            if said["id"] not in seen:
                seen.add(said["id"])
                about = said["data"].get("envelope_id", "")
                found.setdefault(about, []).append(said["data"]["sequence"])
        return found


@contextmanager
def receiving(receiver: Receiver) -> Iterator[Receiver]:
    """On loopback, on a port of its own."""
    server = make_server(
        "127.0.0.1", receiver.port, lambda e, s: receiver.received(Request(e))(e, s), threaded=True
    )
    receiver.port = int(server.port)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def endpoint(member: Member, receiver: Receiver, **choices: Any) -> UUID:
    """One that sends to this receiver, which gets its secret."""
    made = run(
        member,
        endpoints.create,
        uuid4(),
        EndpointChoices(receiver.url, **choices),
        datetime.now(UTC),
    )
    receiver.secret = made.secret
    return made.endpoint.id


def deliver(member: Member) -> int:
    """Does what a worker does, until nothing is due; how many jobs there were."""
    done = 0
    while True:
        with member.organization.transaction(SYSTEM) as tx:
            row = tx.rows.one_or_none(
                "select id from outbox where kind = %s and state = 'open' and due_at <= now()"
                " and (lease_until is null or lease_until < now()) order by due_at limit 1",
                KIND,
            )
        if row is None:
            return done
        jobs.run(member.organization.installation, member.organization.id, row["id"])
        done += 1


def make_due(member: Member) -> None:
    """The time of every wait has come."""
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update webhook_deliveries set next_at = now() where state = 'waiting'")
        tx.rows.run("update webhook_endpoints set probe_at = now() where probe_at is not null")
        tx.rows.run("update outbox set due_at = now() where kind = %s and state = 'open'", KIND)


def states(member: Member) -> list[tuple[str, str, int]]:
    """Event, state and attempts of each delivery, in the order of the log."""
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select event, state, attempts from webhook_deliveries order by place")
    return [(row["event"], row["state"], row["attempts"]) for row in rows]
