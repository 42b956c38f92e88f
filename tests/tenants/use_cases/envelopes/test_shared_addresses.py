"""Two people of one mailbox: each is asked, found, remembered and told of by themselves."""

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4

from core.envelopes.envelope import Envelope
from core.envelopes.listing.filters import Filters
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.fields import kinds
from core.fields.field import Field
from core.jobs.job import Job
from core.people.preference import Preferences
from core.period import Period
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, envelope_mail, sending
from tenants.use_cases.envelopes.listing import envelope_list
from tenants.use_cases.organizations import dashboard_figures
from tenants.use_cases.people import contact_suggestions, preferences
from tenants.use_cases.retention import erasure_requests
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job


def sent_to(member: Member, *people: Recipient, now: datetime = NOW) -> Envelope:
    """Each who signs has a signature field."""
    draft = ceremonies.draft_with_document(member, now)
    run(member, drafting.name_recipients, draft.id, people, now)
    document_id = draft.documents[0].id
    place = (1, 100, 100, 150, 40)
    signers = [p for p in people if p.role.has_fields]
    fields = [
        Field(uuid4(), document_id, (p.id,), kinds.named("signature"), *place) for p in signers
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, sending.send, draft.id, now)


def two_of(address: str) -> tuple[Recipient, Recipient]:
    return Recipient(uuid4(), "Ana Lima", address), Recipient(uuid4(), "Ben Okoro", address)


def test_two_signers_of_one_address_have_a_link_each_and_sign_for_themselves(
    member: Member,
) -> None:
    ana, ben = two_of("home@example.com")
    copy = replace(ana, id=uuid4(), role=CC)
    envelope = sent_to(member, ana, ben, copy)

    assert len({ceremonies.token_of(member, r) for r in envelope.recipients}) == 3
    assert ceremonies.enter(member, ben).recipient.name == "Ben Okoro"
    ceremonies.sign(member, envelope.recipients[0], NOW)
    signed = ceremonies.sign(member, envelope.recipients[1], NOW)

    assert signed.status == "signed"
    assert {s.recipient_id for s in signed.signatures} == {ana.id, ben.id}


def test_what_waits_for_a_shared_address_is_listed_once_and_pages_have_no_gap(
    member: Member,
) -> None:
    people = [Recipient(uuid4(), f"Person {n}", member.email) for n in range(4)]
    sent = {sent_to(member, *(replace(p, id=uuid4()) for p in people)).id for _ in range(3)}

    found = run(member, envelope_list.envelopes, Filters(box="inbox"))
    january = Period(date(2026, 1, 1), date(2026, 1, 31))
    waiting = run(member, dashboard_figures.dashboard, january).waiting_for_me

    assert {row.id for row in found.rows} == sent
    assert (len(found.rows), found.counts["inbox"]) == (3, 3)
    assert sorted(row.envelope_id for row in waiting) == sorted(sent)


def test_both_are_offered_the_next_time_somebody_types(member: Member) -> None:
    sent_to(member, *two_of("home@example.com"))

    for typed in ("ana", "ben", "home@"):
        found = {o.name for o in run(member, contact_suggestions.offered, typed)}
        assert found <= {"Ana Lima", "Ben Okoro"}
        assert found
    assert len(run(member, contact_suggestions.offered, "home@")) == 2


def test_who_unticked_reminders_does_not_untick_them_for_the_others(member: Member) -> None:
    mine = Recipient(uuid4(), member.name, member.email)
    theirs = Recipient(uuid4(), "Ben Okoro", member.email)
    envelope = sent_to(member, mine, theirs)
    unticked = Preferences(notifications={"waiting": False})
    run(member, preferences.change, member.name, unticked, (), NOW)
    with member.organization.transaction(SYSTEM) as tx:
        for recipient in (mine, theirs):
            of = {"envelope_id": str(envelope.id), "recipient_id": str(recipient.id)}
            tx.jobs.add(tx.organization_id, [Job("mail_reminder", of)])

    first, second = (ceremonies.lease_open(member, "mail_reminder") for _ in range(2))

    assert [run_job(first, envelope_mail.is_wanted), run_job(second, envelope_mail.is_wanted)] == [
        False,
        True,
    ]


def test_whoever_erases_an_address_is_told_whose_it_is(member: Member) -> None:
    sent_to(member, *two_of("home@example.com"))

    assert run(member, erasure_requests.known, "home@example.com").called == (
        "Ana Lima",
        "Ben Okoro",
    )
