"""A completed envelope on its way to an address that no recipient sees."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.delivery import archive
from core.envelopes.drafts import draft
from core.envelopes.envelope import Envelope, Status
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.envelopes.envelope_mail import Letter
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import FoundSealedFile


@dataclass(frozen=True, slots=True)
class ArchiveLetter(Letter):
    address: str = ""

    @property
    def to(self) -> tuple[str, str]:
        return "", self.address


def choose(tx: Transaction, envelope_id: UUID, typed: str, now: datetime) -> Envelope:
    """Of a draft. Raises NotADraft, NotFound, Invalid(archive=...)."""
    tx.require(Permission.SEND_ENVELOPES)
    outcome = draft.choose_archive(tx.lock_changeable(envelope_id), archive.read(typed))
    tx.record(outcome, tx.principal.actor, now)
    return outcome.envelope


def load(tx: Transaction, job: LeasedJob) -> ArchiveLetter | None:
    """None when its documents are gone, or there is no such address."""
    letter = envelope_mail.load(tx, job)
    envelope, number = letter.envelope, job.argument("number", int)
    if envelope.status is not Status.COMPLETED or envelope.erased_at:
        return None
    if number >= len(envelope.archive):
        return None
    members = {name: getattr(letter, name) for name in Letter.__dataclass_fields__}
    return ArchiveLetter(**members, address=envelope.archive[number])


def files(tx: Transaction, job: LeasedJob, now: datetime) -> list[FoundSealedFile]:
    """Its sealed documents and the certificate; the access log says that they left."""
    envelope = tx.envelopes.get(job.argument("envelope_id", UUID))
    ids = [*(d.id for d in envelope.documents), None]
    return [sealed_files.find(tx, envelope.id, id, actor="archive", now=now) for id in ids]
