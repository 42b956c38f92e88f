"""The worker's own steps, from an uploaded file to the sealed one, without a database."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from PIL import Image

from actors.documents import intake_document
from actors.evidence import seal_envelope
from actors.pdf.intake.intake import Accepted
from core.documents.document import Document
from core.documents.refusals import ValuesNeeded
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.sender import Sender
from core.fields.field import Field
from core.jobs.kinds import HEAVY
from tenants.leased_job import LeasedJob
from tenants.use_cases.documents.document_intake import OriginalFile
from tenants.use_cases.evidence import signing_certificates
from tenants.use_cases.evidence.sealing_checks import Sealing

AT = datetime(2026, 1, 1, tzinfo=UTC)
NOBODY = UUID(int=0)
SIGNER = Recipient(UUID(int=1), "Ana Lima", "ana@example.com", completed_at=AT)
PICTURE = UUID(int=2)
SENDER = Sender(NOBODY, "Sender", "sender@example.com", "Organization", "Europe/Berlin")


@dataclass(frozen=True)
class _Queued:
    """All that these steps ask of a job: whether it may take long."""

    queue: str = HEAVY


def taken_in(data: bytes) -> Accepted:
    """Raises UnusableFile, also in the place of LacksValues, which asks for more on the page."""
    job = cast(LeasedJob, _Queued())
    try:
        return intake_document.taken_in(job, data, OriginalFile("", "", None, "A4"))[0]
    except intake_document.LacksValues as lacking:
        raise ValuesNeeded from lacking


class Sealer:
    """Seals under a certificate that it makes for itself."""

    def __init__(self) -> None:
        made = signing_certificates.make("Fuzz", NOBODY, AT, 1)
        self._certificate, self._key = made.certificate, made.private_key

    def seal(self, canonical: bytes, document: Document, fields: tuple[Field, ...]) -> bytes:
        """Raises whatever stops a seal."""
        envelope = Envelope(
            *(NOBODY, NOBODY, NOBODY, "Fuzz", AT),
            recipients=(SIGNER,),
            documents=(document,),
            fields=fields,
        )
        keys = (self._certificate, self._key)
        loaded = Sealing(envelope, (), {PICTURE: _picture()}, {}, SENDER, *keys)
        marks = seal_envelope.marks(loaded, document.id)
        return seal_envelope.seal(canonical, marks, loaded, AT)


def _picture() -> bytes:
    png = io.BytesIO()
    Image.new("RGBA", (60, 30), (0, 0, 90, 200)).save(png, "PNG")
    return png.getvalue()
