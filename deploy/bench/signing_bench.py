"""The signing page: its HTML and its pages for a thousand recipients, and how long a save takes.

Everything is on loopback and in an organization of its own; no mail goes out. The load generator
runs on the same processors as the installation, and the load of the machine is said beside.
"""

import http.client
import os
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.settings.settings import Settings
from core.signing import link
from core.signing.origin import Origin
from deploy.bench import page_bench, sample_envelopes
from deploy.bench.audit_bench import a_member
from tenants import ceremony
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import copying, drafting, sending
from tenants.use_cases.organizations import disclosures
from tenants.use_cases.signing import signing_ceremony

ENVELOPES = 1_000
SECONDS = 20  # of load, each
CLIENTS = 16  # connections that are kept open
SAVES = 200
RATE = 250  # pages a second that are asked for, where not as many as there can be
PICTURE = 60_000  # bytes: a page of text at signing size
WANTED = {"html_per_second": 200, "html_p99_ms": 100, "image_per_second": 800, "save_ms": 15}
TOKEN = re.compile(rb'"X-CSRF-Token": "([^"]+)"')
TIMING = re.compile(r"dur=([\d.]+)")


@dataclass(frozen=True)
class OpenedPage:
    """A recipient at work: where they sign, and the secret of their session."""

    path: str
    image: str
    text_field: UUID
    session: str


@dataclass(frozen=True)
class Received:
    status: int
    body: bytes
    headers: http.client.HTTPMessage


def measure(
    settings: Settings, sample: Path, envelopes: int = ENVELOPES, seconds: float = SECONDS
) -> dict[str, Any]:
    installation = Installation(settings, pool_size=2)
    try:
        recipients = prepare(a_member(installation), page_bench.document(sample), envelopes)
    finally:
        installation.close()
    results: dict[str, Any] = {"envelopes": envelopes, "clients": CLIENTS, "wanted": WANTED}
    html = [(one, one.path) for one in recipients]
    image = [(one, one.image) for one in recipients]
    results["html"] = under_load(settings.base_url, html, seconds)
    results["html_at_rate"] = under_load(settings.base_url, html, seconds, RATE)
    results["image"] = under_load(settings.base_url, image, seconds)
    results["save"] = saves(settings.base_url, recipients[:SAVES])
    return results


def prepare(member: Member, pdf: bytes, envelopes: int) -> list[OpenedPage]:
    """Envelopes that were sent to one signer each, who has consented; copies of a first one."""
    draft_id, now = sample_envelopes.drafted(member, [pdf], os.urandom(PICTURE)), datetime.now(UTC)
    person = Recipient(uuid4(), "Signer", "signer@example.com")
    with member.transaction() as tx:
        draft = drafting.name_recipients(tx, draft_id, [person], now)
        drafting.place_fields(tx, draft_id, list(_fields(draft.documents[0].id, person.id)), now)
    return [_opened(member, draft_id) for _ in range(envelopes)]


def _opened(member: Member, draft_id: UUID) -> OpenedPage:
    organization, now, id = member.organization, datetime.now(UTC), uuid4()
    installation = organization.installation
    with member.transaction() as tx:
        copying.copy_envelope(tx, draft_id, id, now)
        envelope = sending.send(tx, id, now)
        tx.rows.run("update outbox set state = 'done', finished_at = now() where state = 'open'")
    (recipient,) = envelope.recipients
    key, generation = installation.settings.link_key, recipient.link_generation
    token = link.token(key, organization.id, recipient.id, generation)
    entered = ceremony.enter(installation, token)
    with entered.transaction() as tx:
        shown = disclosures.current(tx, entered.organization_name, signs=True)
        signing_ceremony.consent(tx, shown, Origin("192.0.2.7", "a browser"), now)
    with organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set state = 'done', finished_at = now() where state = 'open'")
    return _place(envelope, recipient.id, ceremony.begin(installation, token))


def _place(envelope: Envelope, recipient_id: UUID, session: str) -> OpenedPage:
    path = f"/sign/{recipient_id}"
    text = next(f.id for f in envelope.fields if f.kind.name == "text")
    return OpenedPage(path, f"{path}/documents/{envelope.documents[0].id}/pages/1", text, session)


def _fields(document_id: UUID, person_id: UUID) -> Iterator[Field]:
    for number, name in enumerate(("signature", "initials", "date_signed", "text", "checkbox")):
        kind = kinds.named(name)
        yield Field(uuid4(), document_id, (person_id,), kind, 1, 60, 90.0 + 60 * number, *kind.size)


class KeptConnection:
    """One connection that stays open, for one recipient after the other."""

    def __init__(self, base_url: str) -> None:
        place = urlsplit(base_url)
        self._connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)

    def ask(
        self, one: OpenedPage, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> Received:
        sent = {"Cookie": f"ceremony={one.session}", "Accept-Encoding": "gzip", **headers}
        self._connection.request("POST" if body is not None else "GET", path, body, sent)
        answer = self._connection.getresponse()
        return Received(answer.status, answer.read(), answer.headers)


def under_load(
    base_url: str, places: Sequence[tuple[OpenedPage, str]], seconds: float, rate: float = 0
) -> dict[str, Any]:
    """
    Without a rate, each client asks again as soon as it is answered.

    With one, requests have their times, and a wait counts from then: who is late is not forgiven.
    """
    start = time.monotonic()

    def client(number: int) -> list[tuple[float, int, int]]:
        asking, found = KeptConnection(base_url), []
        for count, (one, path) in enumerate(islice(cycle(places), number * 61 % len(places), None)):
            now = time.monotonic()
            due = start + (number + count * CLIENTS) / rate if rate else now
            if due >= start + seconds:
                break
            time.sleep(max(0, due - now))
            answer = asking.ask(one, path, {})
            found.append((time.monotonic() - due, answer.status, len(answer.body)))
        return found

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = [one for found in clients.map(client, range(CLIENTS)) for one in found]
    waits = [wait for wait, _, _ in answers]
    return {
        "per_second": round(len(answers) / seconds, 1),
        "median_ms": _ms(median(waits)),
        "p99_ms": _ms(quantiles(waits, n=100)[-1]),
        "not_200": sum(status != 200 for _, status, _ in answers),
        "bytes": round(median(size for _, _, size in answers)),
        "load_average": round(os.getloadavg()[0], 1),
    }


def saves(base_url: str, recipients: Sequence[OpenedPage]) -> dict[str, Any]:
    """Each recipient fills in a field, one after the other: what the server says it took."""
    asking, took, refused = KeptConnection(base_url), [], 0
    for one in recipients:
        page = asking.ask(one, one.path, {"Accept-Encoding": "identity"})
        token = TOKEN.search(page.body)
        if token is None:
            raise RuntimeError("The signing page did not open.")
        csrf = page.headers["Set-Cookie"].partition(";")[0]
        headers = {
            "Cookie": f"ceremony={one.session}; {csrf}",
            "Content-Type": "application/x-www-form-urlencoded",
            "HX-Request": "true",
            "Origin": base_url,
        }
        form = {"csrf_token": token[1].decode(), str(one.text_field): "12 Example Street"}
        answer = asking.ask(one, f"{one.path}/fields/{one.text_field}", headers, _encoded(form))
        refused += answer.status != 200
        timing = TIMING.search(answer.headers["Server-Timing"] or "")
        took.append(float(timing[1]) if timing else 0.0)
    return {"server_median_ms": round(median(took), 1), "not_200": refused, "saves": len(took)}


def _encoded(form: dict[str, str]) -> bytes:
    return urlencode(form).encode()


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)
