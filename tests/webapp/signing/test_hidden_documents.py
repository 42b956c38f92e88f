"""A document that is hidden from a recipient is nowhere to be found for them; one that is only
read comes before signing."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from flask import Flask

from actors.evidence import certificate_of_completion, sealing_attempt
from core.access import MemberRole
from core.documents.supplement import Supplement
from core.envelopes.envelope import Envelope, Status
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.recipient import Recipient
from core.envelopes.roles.cc import CC
from core.fields import kinds
from tenants.member import Member
from tenants.use_cases.documents import document_visibility
from tenants.use_cases.envelopes import drafting, envelope_mail, reading, sending
from tenants.use_cases.envelopes.listing import bulk_actions
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

SALARIES = "Salaries of all.pdf"
TERMS = "General terms.pdf"


@pytest.fixture
def superuser(services: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(services["TEST_SUPERUSER_URL"], autocommit=True) as connection:
        yield connection


@dataclass(frozen=True)
class Case:
    """Ana signs and sees all; Ben, a colleague, signs and is not shown the salaries; a copy."""

    envelope: Envelope
    ben: Member

    @property
    def lease(self) -> UUID:
        return self.envelope.documents[0].id

    @property
    def salaries(self) -> UUID:
        return self.envelope.documents[1].id

    @property
    def terms(self) -> UUID:
        return self.envelope.documents[2].id


@pytest.fixture
def case(member: Member, now: datetime) -> Case:
    draft = ceremonies.draft_with_documents_signed_before(member, now, None, None, None)
    ben = colleague(member, MemberRole.VIEWER)
    people = [
        Recipient(uuid4(), "Ana Ruiz", "ana@example.com"),
        Recipient(uuid4(), "Ben Olsen", ben.email),
        Recipient(uuid4(), "Copy", "copy@example.com", CC, 2),
    ]
    run(member, drafting.name_recipients, draft.id, people, now)
    lease, salaries, terms = (d.id for d in draft.documents)
    fields = [ceremonies.signature_field(lease, people[n].id, 100 + 100 * n) for n in (0, 1)]
    run(member, drafting.place_fields, draft.id, fields, now)
    hidden = [people[1].id, people[2].id]
    show = document_visibility.show
    run(member, show, draft.id, salaries, hidden, Supplement.NONE, now)
    run(member, show, draft.id, terms, [], Supplement.ACCEPT, now)
    names = {salaries: SALARIES, terms: TERMS}
    with member.transaction() as tx:
        tx.rows.connection.cursor().executemany(
            "update documents set name = %s where id = %s", [(n, i) for i, n in names.items()]
        )
    return Case(run(member, sending.send, draft.id, now), ben)


def signer(app: Flask, member: Member, case: Case, number: int) -> Signer:
    signer = Signer(app, member, case.envelope, number)
    signer.consent()
    return signer


def accept_terms(signer: Signer, case: Case) -> None:
    signer.get(signer.page)
    signer.post(f"{signer.page}/supplements/{case.terms}")


def sign(app: Flask, member: Member, case: Case, number: int) -> Signer:
    person = signer(app, member, case, number)
    accept_terms(person, case)
    person.get(person.page)
    person.adopt(uuid4())
    person.post(f"{person.page}/completion", {})
    return person


def complete(app: Flask, member: Member, case: Case, now: datetime) -> None:
    for number in (0, 1):
        sign(app, member, case, number)
    job = ceremonies.lease_open(member, "seal_envelope")
    sealed = {d.id: b"%PDF-1.7 sealed " + d.id.bytes for d in case.envelope.documents}
    assert ceremonies.complete(job, sealed, b"%PDF-1.7 certificate", now)


def test_its_pages_are_on_no_page_of_who_is_not_shown_it(
    app: Flask, member: Member, case: Case
) -> None:
    ana, ben = (signer(app, member, case, number) for number in (0, 1))
    for person in (ana, ben):
        accept_terms(person, case)
    found = re.search(rf'src="{ana.page}(/[^"]*{case.salaries}[^"]*)"', ana.get(ana.page).text)
    assert found is not None

    statuses = [person.get(person.page + found[1]).status_code for person in (ana, ben)]

    assert SALARIES in ana.get(ana.page).text
    assert SALARIES not in ben.get(ben.page).text
    assert str(case.salaries) not in ben.get(ben.page).text
    assert SALARIES not in ben.get(f"{ben.page}/print").text
    assert statuses == [200, 404]


def test_consent_lists_only_what_they_will_see(app: Flask, member: Member, case: Case) -> None:
    ana, ben = (Signer(app, member, case.envelope, number) for number in (0, 1))

    assert SALARIES in ana.open().text
    assert SALARIES not in ben.open().text


def test_what_is_to_be_accepted_comes_first_and_then_the_pages_to_sign(
    app: Flask, member: Member, case: Case
) -> None:
    ana = signer(app, member, case, 0)

    first = ana.get(ana.page).text
    refused = ana.post(f"{ana.page}/completion", {})
    accept_terms(ana, case)
    after = ana.get(ana.page).text
    again = ana.get(f"{ana.page}/supplements/{case.terms}").text

    assert TERMS in first and "Accept and continue" in first and 'id="signing_form"' not in first
    assert refused.status_code == 409 and "have to read a document" in refused.text
    assert 'id="signing_form"' in after and "Accept and continue" not in after
    assert f"Read {TERMS}" in after
    assert "You accepted this document." in again
    trail = run(member, reading.timeline, case.envelope.id)
    assert [e.type for e in trail.entries].count("supplement.accepted") == 1
    assert trail.intact


def test_no_one_accepts_what_is_hidden_from_them_or_is_signed(
    app: Flask, member: Member, case: Case
) -> None:
    ben = signer(app, member, case, 1)

    answers = [
        ben.post(f"{ben.page}/supplements/{id}").status_code
        for id in (case.salaries, case.lease, uuid4())
    ]

    assert answers == [404, 404, 404]


def test_copies_and_mails_leave_it_out_and_the_certificate_keeps_its_hash(
    app: Flask, member: Member, case: Case, now: datetime
) -> None:
    for number in (0, 1):
        sign(app, member, case, number)
    job = ceremonies.lease_open(member, "seal_envelope")
    loaded = sealing_attempt.load(job)
    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")
    sealed = {d.id: b"%PDF-1.7 sealed " + d.id.bytes for d in case.envelope.documents}
    assert ceremonies.complete(job, sealed, b"%PDF-1.7 certificate", now)

    copy = Signer(app, member, case.envelope, 2)
    page, ana = copy.open().text, Signer(app, member, case.envelope, 0)
    files = [copy.get(f"{copy.page}/documents/{d.id}").status_code for d in case.envelope.documents]

    assert SALARIES not in page and TERMS in page
    assert files == [200, 404, 200]
    assert SALARIES in ana.open().text
    told = {}
    for _ in case.envelope.recipients:
        mail = ceremonies.lease_open(member, "mail_completion", case.envelope.id)
        with mail.transaction() as tx:
            letter = envelope_mail.load(tx, mail)
        told[letter.to[0]] = {d.name for d in letter.envelope.documents}
    whole = {"lease-1.pdf", SALARIES, TERMS}
    assert told == {"Ana Ruiz": whole, "Ben Olsen": whole - {SALARIES}, "Copy": whole - {SALARIES}}
    names = [document.name for document in facts.documents]
    assert names == ["lease-1.pdf", "A document hidden from some recipients", TERMS]
    assert len({document.sha256 for document in facts.documents}) == 3


def test_a_colleague_who_only_signs_finds_nothing_of_it_in_the_portal(
    app: Flask, sender: Sender, member: Member, case: Case, now: datetime
) -> None:
    complete(app, member, case, now)
    ben = Sender(app, case.ben).signed_in()
    envelope = f"/envelopes/{case.envelope.id}"

    pages = [ben.get(f"{envelope}{part}").text for part in ("", "/reading", "/trail")]
    file = ben.get(f"{envelope}/documents/{case.salaries}/sealed.pdf").status_code

    assert not any(SALARIES in page for page in pages)
    assert file == 404
    assert ben.get(f"{envelope}/documents/{case.lease}/sealed.pdf").status_code == 200
    assert SALARIES in sender.get(envelope).text
    assert run(member, reading.envelope, case.envelope.id).status is Status.COMPLETED


def test_their_download_of_all_files_says_nothing_of_it(
    app: Flask, member: Member, case: Case, now: datetime
) -> None:
    complete(app, member, case, now)
    ben, bulk_id = Sender(app, case.ben).signed_in(), uuid4()
    request = BulkRequest(BulkKind.DOWNLOAD)
    run(case.ben, bulk_actions.start, bulk_id, request, [case.envelope.id], now)

    answer = ben.get(f"/bulk-actions/{bulk_id}/envelopes.zip")

    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = sorted(name.rpartition("/")[2] for name in archive.namelist())
    assert len(names) == 3 and not any(name.startswith(("Salaries", "Left out")) for name in names)


def test_whoever_changes_from_whom_it_is_hidden_stops_the_seal(
    app: Flask, member: Member, case: Case
) -> None:
    with member.transaction() as tx:
        tx.rows.connection.execute("update documents set hidden_from = '{}'")

    assert not run(member, reading.timeline, case.envelope.id).intact


def test_the_sender_chooses_on_the_draft(sender: Sender, member: Member, now: datetime) -> None:
    draft = ceremonies.draft_with_documents_signed_before(member, now, None, None)
    people = [ceremonies.recipient(), Recipient(uuid4(), "Ben Olsen", "ben@example.com")]
    run(member, drafting.name_recipients, draft.id, people, now)
    annex = draft.documents[1].id
    address = f"/envelopes/{draft.id}/documents/{annex}/visibility"

    form = sender.get(address).text
    ids = [str(p.id) for p in people]
    saved = sender.post(address, recipient=ids, shown=ids[:1], supplement="view")
    page = sender.get(f"/envelopes/{draft.id}").text
    refused = sender.post(address, recipient=ids, supplement="view")

    assert "Who sees “lease-2.pdf”" in form
    assert saved.status_code == 303
    assert "For reading only, must be opened" in page and "Hidden from Ben Olsen" in page
    assert refused.status_code == 422 and "At least one recipient" in refused.text
    kept = run(member, reading.envelope, draft.id).documents[1]
    assert kept.hidden_from == (people[1].id,)


def test_a_picture_on_hidden_pages_is_not_shown_and_what_was_accepted_cannot_be_changed(
    app: Flask, member: Member, now: datetime, superuser: psycopg.Connection[Any]
) -> None:
    draft = ceremonies.draft_with_documents_signed_before(member, now, None, None, None)
    people = [Recipient(uuid4(), n, f"{n}@example.com") for n in ("ana", "ben")]
    run(member, drafting.name_recipients, draft.id, people, now)
    lease, salaries, terms = (d.id for d in draft.documents)
    fields = [ceremonies.signature_field(lease, p.id, 100 + 100 * n) for n, p in enumerate(people)]
    initials = ceremonies.signature_field(salaries, people[0].id, 100)
    initials = replace(initials, kind=kinds.named("initials"))
    run(member, drafting.place_fields, draft.id, [*fields, initials], now)
    show = document_visibility.show
    run(member, show, draft.id, salaries, [people[1].id], Supplement.NONE, now)
    run(member, show, draft.id, terms, [], Supplement.VIEW, now)
    case = Case(run(member, sending.send, draft.id, now), member)
    ana, ben = (signer(app, member, case, number) for number in (0, 1))
    for person in (ana, ben):
        accept_terms(person, case)
    ids = uuid4(), uuid4()
    ana.adopt(ids[0])
    ana.adopt(ids[1], kind="initials", field=str(initials.id), text="A")
    ana.post(f"{ana.page}/completion", {})

    shown = [ben.client.get(f"{ben.page}/signatures/{id}").status_code for id in ids]
    own = [ana.client.get(f"{ana.page}/signatures/{id}").status_code for id in ids]

    assert run(member, reading.timeline, draft.id).intact
    assert (shown, own) == ([200, 404], [200, 200])
    for change in ("set at = at + interval '1 second'", f"set document_id = '{lease}'"):
        superuser.execute(f"update acknowledgements {change} where envelope_id = %s", (draft.id,))
        assert not run(member, reading.timeline, draft.id).intact
