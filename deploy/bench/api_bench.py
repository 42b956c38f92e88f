"""The API under load: envelopes from a template, of new PDFs, and whole ones up to the seal.

Everything is on loopback and in an organization of its own. The clients, the installation and its
database share the processors of this machine; what waits in the outbox is said beside.
"""

import base64
import http.client
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from core.settings.settings import Settings
from deploy.bench import page_bench, sample_documents, sample_envelopes, sample_templates
from deploy.bench.audit_bench import a_member
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.api import api_keys

CLIENTS, WHOLE_CLIENTS = 8, 3
READERS_PER_SECOND = 20
POLL, WATCH, PATIENCE = 1.0, 5.0, 600.0
RATES = {"from_template": 60, "new_pdf": 10}
WANTED = {"from_template": 60, "new_pdf": 10, "reads_p99_ms": 100, "whole": 11}
SCOPES = ["envelopes:read", "envelopes:write", "templates"]
# The installation that the bench starts lets one key do as much as it can.
UNLIMITED = dict.fromkeys(
    (*("RATE_API_READS", "RATE_API_LISTS", "RATE_API_CREATES"), *("RATE_WRITES", "RATE_SENDS")),
    "100000000",
)


@dataclass
class Load:
    """What clients were answered, and how long they waited, in seconds."""

    waits: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    made: list[str] = field(default_factory=list)

    def add(self, wait: float, status: int, id: str = "") -> None:
        self.waits.append(wait)
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if id:
            self.made.append(id)

    def told(self, seconds: float) -> dict[str, Any]:
        return {
            "per_second": round(self.statuses.get(201, self.statuses.get(200, 0)) / seconds, 1),
            "median_ms": round(1000 * median(self.waits), 1),
            "p99_ms": round(1000 * quantiles(self.waits, n=100)[-1], 1),
            "statuses": {str(status): n for status, n in sorted(self.statuses.items())},
        }


class Program:
    """One connection that stays open, with a key."""

    def __init__(self, base_url: str, secret: str) -> None:
        place = urlsplit(base_url)
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        self._headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        headers = self._headers | ({"Idempotency-Key": uuid4().hex} if body else {})
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def measure(settings: Settings, sample: Path, seconds: float, whole: float) -> dict[str, Any]:
    """`seconds` of each kind of creation, `whole` seconds of envelopes up to their seal."""
    installation = Installation(settings, pool_size=CLIENTS)
    try:
        member = a_member(installation)
        with member.transaction() as tx:
            secret = api_keys.make(tx, uuid4(), "Bench", SCOPES, "30", datetime.now(UTC)).secret
        one, two = (_template(member, sample, signers) for signers in (1, 2))
        bench = ApiBench(settings.base_url, secret, member)
        return {
            "wanted": WANTED,
            "from_template": bench.created(_uses(one), from_template, "from_template", seconds),
            "new_pdf": bench.created("/api/v1/envelopes", new_pdf, "new_pdf", seconds),
            "whole": bench.whole(_uses(two), whole),
        }
    finally:
        installation.close()


def from_template(number: int, signers: int = 1) -> bytes:
    roles = [
        {"role": f"Signer {n}", "name": "Ana Ruiz", "email": f"signer-{number}-{n}@example.com"}
        for n in range(1, signers + 1)
    ]
    return json.dumps({"status": "sent", "roles": roles}).encode()


def new_pdf(number: int) -> bytes:
    """One page that no other envelope has."""
    content = base64.b64encode(sample_documents.text(1, f"Lease {number} {uuid4()}. ")).decode()
    place = {"kind": "signature", "page": 1, "x": 72, "y": 600, "width": 160, "height": 40}
    person = {"name": "Ana Ruiz", "email": f"signer-{number}@example.com", "fields": [place]}
    whole = {
        "name": f"Lease {number}",
        "status": "sent",
        "documents": [{"name": "Lease.pdf", "content": content}],
        "recipients": [person],
    }
    return json.dumps(whole).encode()


class ApiBench:
    def __init__(self, base_url: str, secret: str, member: Member) -> None:
        self._base_url = base_url
        self._secret = secret
        self._member = member

    def created(
        self, path: str, body: Callable[[int], bytes], name: str, seconds: float
    ) -> dict[str, Any]:
        """At the wanted rate for so long; then what was left in the outbox is waited for."""
        rate, creates, reads = RATES[name], Load(), Load()
        with self._watched() as waiting, self._read(reads, creates):
            self._at_rate(creates, rate, seconds, lambda p, n: p.ask("POST", path, body(n)))
        began = time.monotonic()
        self._drain()
        return {
            "asked_per_second": rate,
            **creates.told(seconds),
            "reads": reads.told(seconds),
            "outbox": waiting,
            "drained_after_seconds": round(time.monotonic() - began, 1),
            "sent": self._states(creates.made),
            "load_average": round(os.getloadavg()[0], 1),
        }

    def whole(self, path: str, seconds: float) -> dict[str, Any]:
        """
        Created and sent by the API, signed by two, sealed by the worker.

        Each client signs what it has made by the use cases of the signing page, in its own process.
        """
        made: list[str] = []
        until = time.monotonic() + seconds

        def client(_: int) -> None:
            program = Program(self._base_url, self._secret)
            while time.monotonic() < until:
                status, answer = program.ask("POST", path, from_template(len(made), signers=2))
                if status != 201:
                    raise RuntimeError(answer.decode())
                id = json.loads(answer)["id"]
                made.append(id)
                with self._member.transaction() as tx:
                    recipients = tx.envelopes.get(UUID(id)).recipients
                for recipient in recipients:
                    sample_envelopes.sign(self._member, recipient)

        with self._watched() as waiting:
            began = time.monotonic()
            with ThreadPoolExecutor(WHOLE_CLIENTS) as clients:
                list(clients.map(client, range(WHOLE_CLIENTS)))
            signed = time.monotonic() - began
            self._drain()
            took = time.monotonic() - began
        states = self._states(made)
        return {
            "completed_per_second": round(states.get("completed", 0) / took, 2),
            "seconds": {"signed": round(signed, 1), "drained": round(took, 1)},
            "states": states,
            "outbox": waiting,
        }

    def _at_rate(
        self,
        load: Load,
        rate: float,
        seconds: float,
        ask: Callable[[Program, int], tuple[int, bytes]],
    ) -> None:
        """Requests have their times, and a wait counts from then: who is late is not forgiven."""
        start = time.monotonic()

        def client(number: int) -> None:
            program = Program(self._base_url, self._secret)
            for count in range(number, int(rate * seconds), CLIENTS):
                due = start + count / rate
                time.sleep(max(0.0, due - time.monotonic()))
                status, answer = ask(program, count)
                id = json.loads(answer)["id"] if status in (200, 201) else ""
                load.add(time.monotonic() - due, status, id)

        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(client, range(CLIENTS)))

    @contextmanager
    def _read(self, reads: Load, creates: Load) -> Iterator[None]:
        """Someone looks at an envelope again and again meanwhile."""
        ended = threading.Event()

        def reader() -> None:
            program, due = Program(self._base_url, self._secret), time.monotonic()
            while not ended.is_set():
                due += 1 / READERS_PER_SECOND
                time.sleep(max(0.0, due - time.monotonic()))
                if creates.made:
                    status, _ = program.ask("GET", f"/api/v1/envelopes/{creates.made[-1]}")
                    reads.add(time.monotonic() - due, status)

        thread = threading.Thread(target=reader)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    @contextmanager
    def _watched(self) -> Iterator[list[dict[str, int]]]:
        """How many jobs are open meanwhile, by kind, ten times over; what waits for later aside."""
        seen: list[dict[str, int]] = []
        ended = threading.Event()

        def watch() -> None:
            while not ended.wait(WATCH):
                seen.append(self._open())

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            yield seen
        finally:
            ended.set()
            thread.join()

    def _open(self) -> dict[str, int]:
        with self._member.organization.transaction(SYSTEM) as tx:
            rows = tx.rows.all(
                "select kind, count(*) as n from outbox where state = 'open' and due_at <= now()"
                " group by kind order by kind"
            )
        return {row["kind"]: row["n"] for row in rows}

    def _drain(self) -> None:
        until = time.monotonic() + PATIENCE
        while self._open() and time.monotonic() < until:
            time.sleep(POLL)

    def _states(self, made: Sequence[str]) -> dict[str, int]:
        with self._member.organization.transaction(SYSTEM) as tx:
            rows = tx.rows.all(
                "select status, count(*) as n from envelopes where id = any(%s) group by status",
                [UUID(id) for id in made],
            )
        return {row["status"]: row["n"] for row in rows}


def _template(member: Member, sample: Path, signers: int) -> UUID:
    pdf = page_bench.document(sample)
    people = [
        Recipient(uuid4(), f"Signer {n}", f"signer-{n}@example.com") for n in range(1, signers + 1)
    ]
    return sample_templates.published(
        member, pdf, people, lambda id: sample_envelopes.fields_of(id, people)
    )


def _uses(template_id: UUID) -> str:
    return f"/api/v1/templates/{template_id}/envelopes"
