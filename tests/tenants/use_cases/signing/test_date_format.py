from uuid import uuid4

from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field, shown_value
from core.organizations.organization import Profile
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tenants.use_cases.organizations import organization_profile
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


def write_days_as(member: Member, date_format: str) -> None:
    profile = Profile("Acme", "UTC", "en", date_format=date_format)
    run(member, organization_profile.change_profile, profile, ("en",), NOW)


def test_days_stay_as_they_were_written_when_the_envelope_was_sent(member: Member) -> None:
    write_days_as(member, "DD/MM/YYYY")
    draft = ceremonies.draft_with_document(member, NOW)
    signer = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [signer], NOW)
    place = (draft.documents[0].id, (signer.id,))
    fields = [
        ceremonies.signature_field(place[0], signer.id, 100),
        Field(uuid4(), *place, kinds.named("date"), 1, 100, 200, 150, 40),
    ]
    run(member, drafting.place_fields, draft.id, fields, NOW)
    sent = run(member, sending.send, draft.id, NOW)
    write_days_as(member, "MM/DD/YYYY")

    ceremony = ceremonies.enter(member, sent.recipients[0])

    assert ceremony.date_format == "DD/MM/YYYY"
    field = next(f for f in ceremony.envelope.fields if f.kind.is_day)
    filled = Field(**{n: getattr(field, n) for n in field.__slots__} | {"value": "2026-03-04"})
    assert shown_value(filled, ceremony.date_format) == "04/03/2026"
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.known_people.sender(member.person_id).date_format == "MM/DD/YYYY"
