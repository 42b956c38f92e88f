"""Sent envelopes in which someone before a recipient meets them, or says who they are."""

from datetime import datetime
from uuid import uuid4

from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.envelopes.roles.role import Role
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tests.tenants import ceremonies
from tests.tenants.opening import run

HOST = RecipientOptions(host_name="Hanna Host", host_email="hanna@example.com")
LATER = RecipientOptions(named_later=True)


def hosted(
    member: Member, now: datetime, options: RecipientOptions = HOST, email: str = ""
) -> Envelope:
    """Someone, without an address if none is given, who signs in person."""
    who = Recipient(uuid4(), "Anna Lind", email, IN_PERSON_SIGNER, options=options)
    return _sent(member, now, who)


def left_open(member: Member, now: datetime, namer: Role, late: Role) -> Envelope:
    """The second recipient is named by the first."""
    first = Recipient(uuid4(), "Alma Agent", "alma@example.com", namer, 1)
    second = Recipient(uuid4(), "", "", late, 2, role_name="Tenant", options=LATER)
    return _sent(member, now, first, second)


def _sent(member: Member, now: datetime, *people: Recipient) -> Envelope:
    draft = ceremonies.draft_with_document(member, now)
    run(member, drafting.name_recipients, draft.id, people, now)
    fields = [
        ceremonies.signature_field(draft.documents[0].id, person.id, 100 + 100 * n)
        for n, person in enumerate(people)
        if person.role.has_fields
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)
