"""An envelope of one organization while another has 30 slow PDFs and 2 500 jobs waiting."""

import time
import zlib
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.documents.jobs import renderings
from core.envelopes.envelope import Envelope
from core.jobs.job import Job
from core.principal import SYSTEM
from core.settings.settings import Settings
from deploy.bench import page_bench, sample_envelopes
from deploy.bench.audit_bench import a_member
from deploy.demo.journey import Journey
from tenants.installation import Installation
from tenants.member import Member
from tenants.openers import document_upload
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.sign_in import account_mail

SLOW_PDFS = 30
PER_ENVELOPE = 10
WAITING = 2_500
SEALS = 25  # envelopes that wait for their seal
LEVELS, TIMES = 7, 10  # every form is drawn so often by the one above it


def measure(settings: Settings, sample: Path) -> dict[str, Any]:
    """Seconds from the upload to the sealed copies: undisturbed, then beside the backlog."""
    data = page_bench.document(sample)
    quiet = _journey(settings, data)
    installation = Installation(settings, pool_size=2)
    try:
        busy = a_member(installation)
        _upload(busy)
        fill(busy, data)
        attacked = _journey(settings, data)
        left = _stop(busy)
    finally:
        installation.close()
    allowed = 2 * quiet + 5
    return {
        "quiet_seconds": round(quiet, 2),
        "with_backlog_seconds": round(attacked, 2),
        "allowed_seconds": round(allowed, 2),
        "held": attacked <= allowed,
        "backlog": {"slow_pdfs": SLOW_PDFS, "jobs": WAITING, "left_at_the_end": left},
    }


def fill(busy: Member, data: bytes, seals: int = SEALS, waiting: int = WAITING) -> None:
    """
    Jobs in every queue but that of bulk sends, whose rows are sent once. Each has its work: pages
    are drawn, mails go out, words are indexed.

    Only the first of the jobs for one envelope seals it; the others verify its trail.
    """
    ids = [sample_envelopes.to_seal(busy, [data])[0] for _ in range(seals)]
    with busy.organization.transaction(SYSTEM) as tx:
        work = [job for id in ids for job in _jobs(tx, tx.envelopes.get(id))]
        tx.jobs.add(busy.organization.id, islice(cycle(work), waiting))


def _jobs(tx: Transaction, envelope: Envelope) -> tuple[Job, ...]:
    """One for each queue, by kinds that may be done as often as one likes."""
    of = {"envelope_id": str(envelope.id)}
    (document,) = envelope.documents
    words = account_mail.Words(
        kind="membership",
        name="",
        address="busy@example.com",
        link="/invitations/none",
        values={"invited_by": "Benchmark"},
    )
    return (
        Job("mail_sender", {**of, "notification": "completed"}),
        *renderings(envelope.id, document.id, len(document.pages)),
        account_mail.letter(tx.rows, words),
        Job("seal_envelope", of),
        Job("index_envelope", of),
    )


def slow_pdf() -> bytes:
    """Small, and drawn for long: forms that draw forms that draw forms."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</F 5 0 R>>>>>>",
        _stream(b"/F Do", b""),
    ]
    for level in range(LEVELS):
        below = 6 + level
        drawn = b"/F Do " * TIMES if level < LEVELS - 1 else b"0 0 1 1 re f " * TIMES
        resources = b"/Resources<</XObject<</F %d 0 R>>>>" % below if level < LEVELS - 1 else b""
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + resources
        objects.append(_stream(drawn, form))
    return _file(objects)


def _journey(settings: Settings, data: bytes) -> float:
    journey = Journey(settings.base_url, settings.demo_password, say=lambda _: None)
    journey.sign_in()
    began = time.monotonic()
    journey.upload("beside.pdf", data)
    journey.wait_for_pages("")
    journey.place_fields(journey.name_recipients()[:2])
    journey.send()
    for number in (1, 2):
        journey.sign(journey.mailed_link(journey.address(number)), number)
    journey.wait_for_completion()
    return time.monotonic() - began


def _upload(busy: Member) -> None:
    now = datetime.now(UTC)
    for number in range(SLOW_PDFS):
        if number % PER_ENVELOPE == 0:
            envelope_id = uuid4()
            with busy.transaction() as tx:
                drafting.create(tx, envelope_id, "Slow", now)
        data = slow_pdf() + b"\n%% %d\n" % number
        document_upload.upload(busy, envelope_id, uuid4(), f"slow-{number}.pdf", data, now)


def _stop(busy: Member) -> int:
    """How many jobs were still open; they are called off."""
    with busy.organization.transaction(SYSTEM) as tx:
        return tx.rows.run(
            "update outbox set state = 'done', finished_at = now() where state = 'open'"
        )


def _stream(content: bytes, dictionary: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (
        dictionary,
        len(packed),
        packed,
    )


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\n"
        % (
            len(objects) + 1,
            table,
            len(objects) + 1,
        )
        + b"startxref\n%d\n%%%%EOF\n" % len(out)
    )
