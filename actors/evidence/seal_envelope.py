"""Seals an envelope that everyone has signed: verify, stamp, certify, seal, judge, store, say."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from actors.evidence import (
    certificate_of_completion,
    countersigning,
    sealing_attempt,
    table_marks,
)
from actors.jobs.job import actor
from actors.pdf.sandbox import sandbox
from actors.pdf.seal import interrupted_signing, sealing_steps
from actors.pdf.seal.added_signatures import AddedSignature
from actors.pdf.stamp import signature_image
from actors.pdf.stamp.stamp import StampedValue
from core.documents.document import Document
from core.documents.earlier_signatures import Handling
from core.fields import text_look
from core.fields.field import Field
from core.fields.kind import Printed
from core.signing.proofs import confirming
from tenants.leased_job import LeasedJob
from tenants.store.evidence.sealed_files import FiledFile
from tenants.use_cases.evidence.sealing_checks import Sealing
from tenants.use_cases.fields import field_words

load_key = lru_cache(maxsize=500)(interrupted_signing.load_key)


@actor
def seal_envelope(job: LeasedJob) -> None:
    loaded = sealing_attempt.load(job)
    if loaded is None:
        job.done()
        return
    try:
        filed = _filed(job, loaded, job.now())
    except BaseException:
        sealing_attempt.discard(job)
        raise
    sealing_attempt.complete(job, filed, job.now())


def _filed(job: LeasedJob, loaded: Sealing, now: datetime) -> list[FiledFile]:
    """One document after another is read, sealed, stored and let go, however many there are."""
    with job.transaction() as tx:
        base_url = tx.signing_address
    # The certificate of completion is laid out on one core while the other stamps.
    with ThreadPoolExecutor(1) as pool:
        loaded = replace(loaded, images=_reduced(loaded))
        certificate = pool.submit(_certificate, loaded, base_url, now)
        filed = [_document(job, loaded, document, now) for document in loaded.envelope.documents]
        return [*filed, sealing_attempt.file(job, loaded.envelope.id, certificate.result())]


def _reduced(loaded: Sealing) -> dict[UUID, bytes]:
    """Strangers' pictures as the sandbox writes them anew; no one else decodes them."""
    seconds = 5 + len(loaded.images)
    pngs = tuple(loaded.images.values())
    reduced = sandbox.run(signature_image.reduce_all, pngs, seconds=seconds) if pngs else ()
    return dict(zip(loaded.images, reduced, strict=True))


def _document(job: LeasedJob, loaded: Sealing, document: Document, now: datetime) -> FiledFile:
    canonical = sealing_attempt.canonical(job, document.canonical_sha256)
    match document.handling:
        case Handling.CANONICAL:
            sealed = seal(canonical, marks(loaded, document.id), loaded, now)
        case Handling.COUNTERSIGNED:
            sealed = _countersigned(canonical, document, loaded, now)
        case Handling.ATTACHED:
            sealed = canonical
    return sealing_attempt.file(job, document.id, sealed, attached=sealed == canonical)


def _countersigned(pdf: bytes, document: Document, loaded: Sealing, now: datetime) -> bytes:
    """The file as it was uploaded, with a signature for each field, and the seal."""
    added = [
        AddedSignature(_mark(loaded, field), countersigning.empty_field(document, field))
        for field in countersigning.in_order(loaded.envelope, document)
    ]
    if countersigning.takes_seal(document):
        added.append(AddedSignature())
    keys = (load_key(loaded.private_key), loaded.certificate)
    return countersigning.seal(pdf, tuple(added), *keys, now, _seconds(loaded))


def _seconds(loaded: Sealing) -> float:
    return 15 + 0.07 * loaded.envelope.pages


def seal(pdf: bytes, marks: tuple[StampedValue, ...], loaded: Sealing, now: datetime) -> bytes:
    """The key stays here: the child that reads the PDF gives a digest and gets a signature."""
    seconds = _seconds(loaded)
    appended = sandbox.run(
        sealing_steps.stamp_and_prepare, pdf, marks, loaded.certificate, now, seconds=seconds
    )
    sealed = sealing_steps.sign(pdf, appended, load_key(loaded.private_key), loaded.certificate)
    sandbox.run(sealing_steps.check, sealed, len(pdf), marks, loaded.certificate, seconds=seconds)
    return sealed


def _certificate(loaded: Sealing, base_url: str, now: datetime) -> bytes:
    """Made by the worker itself, of our own HTML, and so sealed and judged where it is."""
    pdf = certificate_of_completion.lay_out(loaded, loaded.images, base_url, now)
    appended = sealing_steps.stamp_and_prepare(pdf, (), loaded.certificate, now)
    sealed = sealing_steps.sign(pdf, appended, load_key(loaded.private_key), loaded.certificate)
    sealing_steps.check(sealed, len(pdf), (), loaded.certificate)
    return sealed


def marks(loaded: Sealing, document_id: UUID) -> tuple[StampedValue, ...]:
    """What is drawn on the pages of a document: all that was filled in on it."""
    fields = (f for f in loaded.envelope.fields if f.document_id == document_id and f.value)
    return tuple(mark for field in fields for mark in _marks_of(loaded, field))


def _marks_of(loaded: Sealing, field: Field) -> Iterable[StampedValue]:
    return table_marks.of(field) if field.kind.printed is Printed.TABLE else [_mark(loaded, field)]


def _mark(loaded: Sealing, field: Field) -> StampedValue:
    box = (field.page, field.x, field.y, field.width, field.height)
    match field.kind.printed:
        case Printed.TICK | Printed.LINE:
            return StampedValue(*box, field.kind.printed, text="✓")
        case Printed.TEXT:
            value = field_words.shown_value(field, loaded.sender.date_format)
            return StampedValue(*box, Printed.TEXT, value, look=text_look.of(field.properties))
    signer_id = field.filled_by
    if signer_id is None:
        raise ValueError("a picture that no one has made their own")
    name = loaded.envelope.recipient(signer_id).name
    caption = _manifestation(loaded, field, signer_id, name)
    said = name if field.kind.is_signature else field.label
    return StampedValue(*box, Printed.PICTURE, said, loaded.images[UUID(field.value)], caption)


def _manifestation(loaded: Sealing, field: Field, signer_id: UUID, name: str) -> tuple[str, ...]:
    """Who, when and what for, printed with the signature; initials are too small for it."""
    if not field.kind.has_caption:
        return ()
    zone = loaded.sender.time_zone
    if confirmed := confirming.confirmed(loaded.entries, field.id):
        at, reason = confirmed
        return name, _signed(at, zone), reason
    return name, _signed(loaded.envelope.recipient(signer_id).completed_at, zone)


def _signed(at: datetime | None, zone: str) -> str:
    if at is None:
        raise ValueError("sealed before everybody has signed")
    return f"Signed {at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"
