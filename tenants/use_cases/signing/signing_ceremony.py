"""The signing ceremony, as a recipient goes through it."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from core.envelopes.envelope import Envelope, Outcome, Signature, Status
from core.envelopes.recipient import Origin, Recipient
from core.envelopes.refusals import NotOpen
from core.fields.field import Field
from core.principal import RecipientPrincipal
from core.refusals import NotFound
from core.signing import ceremony as rules
from core.signing import disclosure, link
from core.signing.disclosure import Disclosure
from core.signing.proofs import mailed_link
from core.signing.refusals import ConsentNeeded, SigningSuspended
from tenants.installation import Installation
from tenants.organization import Organization, Transaction
from tenants.store.documents.page_images import PageId
from tenants.use_cases.evidence import sealed_files
from tenants.use_cases.evidence.sealed_files import SealedFile
from tenants.use_cases.organizations import brand_look as brands
from tenants.use_cases.organizations.brand_look import Brand
from tenants.use_cases.signing import signature_images


@dataclass(frozen=True, slots=True)
class Ceremony:
    """An envelope as one recipient meets it, through a link that proved to be theirs."""

    organization: Organization
    organization_name: str
    time_zone: str
    sender_name: str
    recipient_id: UUID
    envelope: Envelope
    brand: Brand = brands.PLAIN

    @property
    def recipient(self) -> Recipient:
        return self.envelope.recipient(self.recipient_id)

    @property
    def fields(self) -> tuple[Field, ...]:
        """This recipient's own fields, in reading order."""
        return self.envelope.fields_of(self.recipient_id)

    @property
    def seen(self) -> frozenset[UUID]:
        """Whose values this recipient sees: their own, and those of all who have finished."""
        finished = {r.id for r in self.envelope.recipients if r.completed_at}
        return frozenset(finished | {self.recipient_id})

    @property
    def disclosure(self) -> Disclosure:
        return disclosure.for_organization(self.organization_name, self.recipient.role.signs)

    @property
    def principal(self) -> RecipientPrincipal:
        generation = self.recipient.link_generation
        return RecipientPrincipal(self.envelope.id, self.recipient_id, generation)

    @property
    def actor(self) -> str:
        return self.principal.actor


def enter(installation: Installation, token: str) -> Ceremony:
    """
    Whose link this is. Consumes and counts nothing.

    Raises NotFound, LinkReplaced, SigningSuspended: copies of what is completed stay open.
    """
    found = installation.door.link(link.digest(token))
    if found is None:
        raise NotFound
    organization = installation.organization(found.organization_id)
    with organization.transaction() as tx:
        envelope = tx.envelopes.get(found.envelope_id)
        row = tx.one(
            "select o.name as organization_name, o.time_zone, p.name as sender_name,"  # noqa: S608 - words of our own
            f" coalesce(o.suspended_at, o.closes_at) as frozen_at, {brands.COLUMNS}"
            " from organizations o cross join people p"
            " left join branding b on true where p.id = %s",
            envelope.sender_id,
        )
    mailed_link.check(envelope.recipient(found.recipient_id), found.generation)
    if row.pop("frozen_at") and envelope.status is not Status.COMPLETED:
        raise SigningSuspended
    brand = brands.of(organization, row.pop("branding"), row.pop("branding_version"))
    return Ceremony(
        organization, recipient_id=found.recipient_id, envelope=envelope, brand=brand, **row
    )


def consent(ceremony: Ceremony, origin: Origin, now: datetime) -> Envelope:
    """Accept the disclosure, which opens the documents."""
    return _decide(
        ceremony,
        now,
        lambda e: rules.consent(e, ceremony.recipient_id, ceremony.disclosure, origin, now),
    )


def adopt(
    ceremony: Ceremony,
    signature_id: UUID,
    kind: str,
    method: str,
    image: bytes,
    now: datetime,
) -> Envelope:
    """Adopt a PNG as signature or initials. Raises UnusableImage."""
    if kind not in ("signature", "initials") or method not in ("drawn", "typed", "uploaded"):
        raise NotFound
    png = signature_images.check(image)
    sha256 = hashlib.sha256(png).hexdigest()
    signature = Signature(signature_id, ceremony.recipient_id, kind, method, sha256)
    sealed = ceremony.organization.key.encrypt(png, f"signature:{signature_id}")
    with ceremony.organization.transaction() as tx:
        outcome = rules.adopt(_locked(tx, ceremony), signature)
        if outcome.events:
            added = tx.run(
                "insert into signatures (organization_id, id, envelope_id, recipient_id, position,"
                " kind, method, image_sha256, image) values (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict do nothing",
                *(tx.organization_id, signature_id, outcome.envelope.id, ceremony.recipient_id),
                *(len(outcome.envelope.signatures), kind, method, sha256, sealed),
            )
            if not added:
                # An id that a signature of another envelope has: nobody learns that it exists.
                raise NotFound
            tx.record(outcome, ceremony.actor, now)
    return outcome.envelope


def fill(ceremony: Ceremony, values: Mapping[UUID, str], now: datetime) -> Envelope:
    """Keep values to be finished later."""
    return _decide(ceremony, now, lambda e: rules.fill(e, ceremony.recipient_id, values))


def finish(
    ceremony: Ceremony, values: Mapping[UUID, str], origin: Origin, now: datetime
) -> Envelope:
    """The explicit act of signing. A second time is the same answer. Raises FieldsMissing."""
    today = now.astimezone(ZoneInfo(ceremony.time_zone)).date()
    return _decide(
        ceremony,
        now,
        lambda e: rules.finish(e, ceremony.recipient_id, values, today, origin, now),
    )


def decline(ceremony: Ceremony, reason: str, origin: Origin, now: datetime) -> Envelope:
    return _decide(
        ceremony, now, lambda e: rules.decline(e, ceremony.recipient_id, reason, origin, now)
    )


@dataclass(frozen=True, slots=True)
class RecipientReader:
    """A recipient who reopens their link to read."""

    ceremony: Ceremony

    @property
    def organization(self) -> Organization:
        return self.ceremony.organization

    @contextmanager
    def open(self, page: PageId | None = None) -> Iterator[tuple[Transaction, Envelope]]:
        """Raises ConsentNeeded before the disclosure was accepted, NotOpen."""
        _check_may_read(self.ceremony)
        with self.organization.transaction() as tx:
            yield tx, self.ceremony.envelope


def signature_image(ceremony: Ceremony, signature_id: UUID) -> bytes:
    """A PNG that this recipient adopted, or one who has finished. Raises NotFound."""
    _check_may_read(ceremony)
    with ceremony.organization.transaction() as tx:
        row = tx.one(
            "select recipient_id, image from signatures where id = %s and envelope_id = %s",
            *(signature_id, ceremony.envelope.id),
        )
    if row["recipient_id"] not in ceremony.seen:
        raise NotFound
    return ceremony.organization.key.decrypt(row["image"], f"signature:{signature_id}")


def sealed_file(ceremony: Ceremony, document_id: UUID | None, now: datetime) -> SealedFile:
    """A sealed document; without an id the certificate of completion. Raises NotFound."""
    if not ceremony.recipient.role.gets_copy:
        raise NotFound
    with ceremony.organization.transaction() as tx:
        found = sealed_files.find(
            tx, ceremony.envelope.id, document_id, actor=ceremony.actor, now=now
        )
    return sealed_files.read(ceremony.organization, found)


def _decide(ceremony: Ceremony, now: datetime, decision: Callable[[Envelope], Outcome]) -> Envelope:
    with ceremony.organization.transaction() as tx:
        before = _locked(tx, ceremony)
        outcome = decision(before)
        if outcome.envelope != before:
            tx.record(outcome, ceremony.actor, now)
    return outcome.envelope


def _locked(tx: Transaction, ceremony: Ceremony) -> Envelope:
    """
    The envelope for a decision of its recipient, who may have been corrected since their page was
    opened: whoever has the earlier link does nothing in the name of whom it goes to now.

    Raises LinkReplaced, SigningSuspended.
    """
    envelope = tx.envelopes.lock(ceremony.envelope.id)
    recipient = envelope.recipient(ceremony.recipient_id)
    mailed_link.check(recipient, ceremony.recipient.link_generation)
    check_not_suspended(tx)
    return envelope


def check_not_suspended(tx: Transaction) -> None:
    """
    Again where it counts: it may have been suspended since the page was opened, or closed.

    Raises SigningSuspended.
    """
    row = tx.one("select coalesce(suspended_at, closes_at) as frozen_at from organizations")
    if row["frozen_at"]:
        raise SigningSuspended


def _check_may_read(ceremony: Ceremony) -> None:
    """What is completed everybody may read who was to have a copy."""
    if ceremony.envelope.status is Status.COMPLETED and ceremony.recipient.role.gets_copy:
        return
    if not ceremony.recipient.consented:
        raise ConsentNeeded
    if ceremony.envelope.status in (Status.DECLINED, Status.VOIDED, Status.EXPIRED):
        raise NotOpen
