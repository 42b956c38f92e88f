"""Preparing an envelope in the portal, up to the moment it is sent."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.documents.document import BYTES_LIMIT
from core.documents.refusals import FileTooLarge, NotAPdf
from core.envelopes import draft
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient, mistakes
from core.fields import form_field, placement
from core.fields.field import Field
from core.organizations.quota import Kind
from core.refusals import Invalid, Refusal
from core.text.printable import tidy
from tenants import email_addresses
from tenants.identifiers import new_id
from tenants.member import Member, MemberTransaction
from tenants.organization import Organization
from tenants.use_cases.documents import unused_files
from tenants.use_cases.organizations import quotas

NAME_LIMIT = 200


def create(member: Member, envelope_id: UUID, name: str, now: datetime) -> Envelope:
    """A new draft. The same id again is the same draft."""
    envelope = Envelope(
        envelope_id, member.organization.id, member.person_id, tidy(name)[:NAME_LIMIT], now
    )
    outcome = draft.create(envelope)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        if tx.envelopes.add(envelope):
            tx.record(outcome, member.actor, now)
        return tx.see(envelope_id)


def rename(member: Member, envelope_id: UUID, name: str, message: str, now: datetime) -> Envelope:
    return _decide(member, envelope_id, now, lambda e: draft.rename(e, name, message))


def add_document(
    member: Member, envelope_id: UUID, document_id: UUID, name: str, data: bytes, now: datetime
) -> Envelope:
    """Keep an uploaded file and have it taken in. Nothing is read of its content here."""
    if len(data) > BYTES_LIMIT:
        raise FileTooLarge
    if not data:
        raise NotAPdf
    sha256 = hashlib.sha256(data).hexdigest()
    stored, attempt = original_name(document_id, sha256), new_id()
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        # Refused before anything is stored; decided again below, when it counts.
        outcome = draft.add_document(tx.change(envelope_id), document_id, name, "", len(data))
        _find_room(tx, outcome, len(data), now)
        unused_files.announce(tx, stored, attempt)
    member.organization.put(stored, data)
    try:
        with member.transaction(Permission.SEND_ENVELOPES) as tx:
            envelope = tx.change(envelope_id)
            outcome = draft.add_document(envelope, document_id, _file_name(name), sha256, len(data))
            _find_room(tx, outcome, len(data), now)
            tx.record(outcome, member.actor, now)
            if outcome.envelope.document(document_id).original_sha256 == sha256:
                unused_files.keep(tx, stored, attempt)
    except Refusal:
        # Somebody else took the room meanwhile, or sent it. A row of before may name the file.
        _give_up(member.organization, stored, attempt)
        raise
    return outcome.envelope


def _give_up(organization: Organization, stored: str, attempt: UUID) -> None:
    """The member may have lost the right to it meanwhile; the file goes all the same."""
    with organization.transaction() as tx:
        unused_files.hurry(tx, stored, attempt)


def give_password(
    member: Member, envelope_id: UUID, document_id: UUID, password: str, now: datetime
) -> Envelope:
    """The password of a protected PDF, kept encrypted until intake has tried it."""
    sealed = member.organization.key.encrypt(password.encode(), f"password:{document_id}")
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = draft.give_password(tx.change(envelope_id), document_id)
        tx.record(outcome, member.actor, now)
        tx.run("update documents set password = %s where id = %s", sealed, document_id)
    return outcome.envelope


def remove_document(
    member: Member, envelope_id: UUID, document_id: UUID, now: datetime
) -> Envelope:
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        envelope = tx.change(envelope_id)
        outcome = draft.remove_document(envelope, document_id)
        tx.record(outcome, member.actor, now)
        for document in (d for d in envelope.documents if d.id == document_id):
            files = unused_files.of_document(document)
            tx.jobs.add(tx.organization_id, unused_files.later(files, now))
    return outcome.envelope


def name_recipients(
    member: Member, envelope_id: UUID, recipients: Sequence[Recipient], now: datetime
) -> Envelope:
    """
    The whole list, new, from who has it complete.

    Raises Invalid with errors named name-N, email-N, order-N.
    """
    errors = mistakes([draft.typed(r) for r in recipients], email_addresses.deliverable)
    if errors:
        raise Invalid(**errors)
    return _decide(member, envelope_id, now, lambda e: draft.name_recipients(e, recipients))


def place_fields(
    member: Member,
    envelope_id: UUID,
    changed: Sequence[Field],
    now: datetime,
    removed: Collection[UUID] = (),
) -> Envelope:
    """
    New and changed fields, and those that are taken out. Others stay as they are.

    Raises Invalid with what is wrong by the id of a field; all others are placed nevertheless.
    """
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome, wrong = placement.change(tx.change(envelope_id), changed, removed)
        tx.record(outcome, member.actor, now)
    if wrong:
        raise Invalid(**{str(id): why for id, why in wrong.items()})
    return outcome.envelope


def place_found_fields(
    member: Member, envelope_id: UUID, document_id: UUID, recipient_id: UUID, now: datetime
) -> Envelope:
    """Give the form fields that a document brought along to one recipient."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        envelope = tx.change(envelope_id)
        document = envelope.document(document_id)
        row = tx.one("select found from documents where id = %s", document.id)
        fields = [form_field.given_to(recipient_id, f, new_id(), document_id) for f in row["found"]]
        outcome = draft.place_fields(envelope, (*envelope.fields, *fields))
        tx.record(outcome, member.actor, now)
        # Once is enough: a second time would lay the same fields over each other.
        tx.run("update documents set found = '[]' where id = %s", document.id)
    return outcome.envelope


def original_name(document_id: UUID, sha256: str) -> str:
    """Where an uploaded file is stored, byte for byte as it came."""
    return f"originals/{document_id}/{sha256}"


def _find_room(tx: MemberTransaction, outcome: Outcome, size: int, now: datetime) -> None:
    """Raises QuotaReached. A file that was added before has its room already."""
    if outcome.events:
        quotas.require(tx, Kind.STORAGE, now, adding=size)


def _decide(
    member: Member, envelope_id: UUID, now: datetime, decision: Callable[[Envelope], Outcome]
) -> Envelope:
    """Lock, decide, record."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        outcome = decision(tx.change(envelope_id))
        tx.record(outcome, member.actor, now)
    return outcome.envelope


def _file_name(name: str) -> str:
    """The last part of what the browser sent, printable and short, for people to read."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:NAME_LIMIT].strip() or "document.pdf"
