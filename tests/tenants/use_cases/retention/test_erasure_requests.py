"""Erasing one person: gone wherever they stood, proofs as good as before, holds respected."""

from collections.abc import Iterable
from uuid import UUID, uuid4

import psycopg
import pytest

from actors.retention import erase_documents, erase_person
from core.access import MemberRole
from core.envelopes.envelope import Envelope, Status
from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.listing.filters import Filters
from core.envelopes.recipient import Recipient
from core.evidence import audit
from core.evidence.audit import Trail
from core.fields import kinds
from core.fields.field import Field
from core.jobs.job import Job
from core.people.contact import Contact
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.retention import person_erasure
from core.retention.refusals import OnHold, StillMember
from core.signing.origin import Origin
from core.signing.refusals import LinkReplaced
from core.sso.events import SsoIdentityConnected
from tenants.member import Member
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.use_cases.envelopes import drafting, envelope_details, reading, sending, voiding
from tenants.use_cases.envelopes.listing import bulk_actions, saved_views, search_index
from tenants.use_cases.envelopes.listing.search_index import EnvelopeToIndex
from tenants.use_cases.organizations import admin_log
from tenants.use_cases.people import contacts, inviting, leaving
from tenants.use_cases.retention import (
    erasure_requests,
    legal_holds,
    personal_data_erasure,
)
from tests.tenants import ceremonies, retention_requests, search_jobs
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.people import colleague

ONE = "one@example.com"


def ask(member: Member, address: str = ONE, documents: bool = False) -> UUID:
    erasure_id = uuid4()
    retention_requests.ask_erasure(member, erasure_id, address, address, PASSWORD, documents, NOW)
    return erasure_id


def erase(member: Member, address: str = ONE, documents: bool = False) -> None:
    ask(member, address, documents)
    run_erasures(member)


def run_erasures(member: Member) -> None:
    """Every step."""
    while True:
        with member.organization.transaction(SYSTEM) as tx:
            if not tx.rows.all("select from outbox where kind = 'erase_person' and state = 'open'"):
                return
        erase_person.erase(ceremonies.lease_open(member, "erase_person"), NOW)


def ended(member: Member) -> Envelope:
    """Signed by the first of two, then voided."""
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    return run(member, voiding.void, envelope.id, "Not needed", NOW)


def everything(services: dict[str, str], organization_id: UUID) -> str:
    """Every row of the organization as text, as somebody with all rights reads it."""
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        tables = superuser.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " and a.attname = 'organization_id' where c.relkind = 'r'"
            " and c.relnamespace = any ('{directory,tenant}'::regnamespace[])"
        ).fetchall()
        return "\n".join(
            str(superuser.execute(
                f'select t::text from "{name}" t where organization_id = %s', (organization_id,)
            ).fetchall())
            for (name,) in tables
        )  # fmt: skip


def test_they_are_gone_everywhere_and_every_chain_still_verifies(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ended(member)
    run(member, contacts.add, Contact(uuid4(), "Signer One", ONE))
    run(member, inviting.invite, ONE, MemberRole.VIEWER, NOW)
    assert ONE in everything(services, member.organization.id)

    erase(member)

    left = everything(services, member.organization.id)
    assert ONE not in left.casefold()
    assert "Signer One" not in left
    assert "192.0.2.7" not in left
    with member.organization.transaction(SYSTEM) as tx:
        trail = tx.audit.of(envelope.id)
        head = tx.envelopes.get(envelope.id).head
        audit.verify(Trail(member.organization.id, envelope.id), trail, head)
        log = tx.admin_log.entries(tx.rows.all("select * from admin_events order by sequence"))
        identity = Trail(member.organization.id, member.organization.id)
        audit.verify(identity, log, tx.admin_log.head())
    assert run(member, reading.timeline, envelope.id).intact


def test_others_stay_who_they_are(member: Member) -> None:
    envelope = ended(member)

    erase(member)

    found = run(member, reading.envelope, envelope.id)
    assert [r.name for r in found.recipients] == [person_erasure.NAME, "Signer Two", "Copy"]
    said = [p.value for e in run(member, reading.timeline, envelope.id).entries for p in e.personal]
    assert "two@example.com" in said
    assert found.status is Status.VOIDED
    with pytest.raises(LinkReplaced):
        ceremonies.enter(member, envelope.recipients[0])


def test_the_trail_says_that_a_person_was_erased_and_of_whom_no_more_than_an_id(
    member: Member,
) -> None:
    envelope = ended(member)
    with member.organization.transaction(SYSTEM) as tx:
        before = tx.envelopes.version(envelope.id)

    erase(member)

    with member.organization.transaction(SYSTEM) as tx:
        *_, erased, values = tx.audit.of(envelope.id)
        assert tx.envelopes.version(envelope.id) > before
    assert (erased.type, erased.actor) == ("envelope.person_erased", "system")
    assert erased.data == {"recipient_ids": [str(envelope.recipients[0].id)]}
    assert values.type == "envelope.values_erased"


def test_what_is_open_or_held_keeps_them_and_is_named(member: Member) -> None:
    open, held, free = ceremonies.sent(member, NOW), ended(member), ended(member)
    run(member, legal_holds.place, uuid4(), "envelope", "A claim", NOW, envelope_id=held.id)

    known = run(member, erasure_requests.known, " ONE@example.com ")
    erase(member)

    assert (known.envelopes, known.open, known.held) == (3, 1, 1)
    assert {(id, why.value) for id, _, why in known.names} == {(open.id, "open"), (held.id, "held")}
    (done,) = run(member, erasure_requests.asked)
    assert (done.erased, done.kept, done.finished_at) == (1, 2, NOW)
    for envelope in (open, held):
        assert run(member, reading.envelope, envelope.id).recipients[0].email == ONE
    assert run(member, reading.envelope, free.id).recipients[0].name == person_erasure.NAME


def test_a_hold_on_the_address_refuses_all_of_it_also_later(member: Member) -> None:
    envelope = ended(member)
    run(member, contacts.add, Contact(uuid4(), "Signer One", ONE))
    ask(member)
    run(member, legal_holds.place, uuid4(), "address", "A claim", NOW, address=ONE)

    run_erasures(member)

    assert run(member, reading.envelope, envelope.id).recipients[0].email == ONE
    assert run(member, contacts.listed).contacts
    with pytest.raises(OnHold):
        ask(member)


def test_documents_go_too_when_that_is_asked_for(member: Member) -> None:
    envelope = ended(member)
    document = envelope.documents[0]

    erase(member, documents=True)
    erase_documents.erase(ceremonies.lease_open(member, "erase_documents"), NOW)

    assert run(member, reading.envelope, envelope.id).erased_because == "person"
    with pytest.raises(NotFound):
        member.organization.get(f"originals/{document.id}/{document.original_sha256}")


def test_somebody_who_was_taken_out_of_a_draft_is_forgotten_there_too(
    member: Member, services: dict[str, str]
) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    person = ceremonies.sent(member, NOW).recipients[1]
    run(
        member,
        drafting.name_recipients,
        draft.id,
        [Recipient(uuid4(), "Removed", "out@example.com")],
        NOW,
    )
    run(
        member,
        drafting.name_recipients,
        draft.id,
        [Recipient(uuid4(), person.name, person.email)],
        NOW,
    )

    erase(member, "out@example.com")

    assert "out@example.com" not in everything(services, member.organization.id)


def test_a_step_that_was_cut_off_is_done_once_more(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_data_erasure, "WINDOW", 1)
    monkeypatch.setattr(erase_person, "SECONDS", -1)
    for _ in range(3):
        ended(member)
    ask(member)
    erase_person.erase(ceremonies.lease_open(member, "erase_person"), NOW)
    (begun,) = run(member, erasure_requests.asked)
    assert (begun.erased, begun.finished_at) == (1, None)

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update erasures set after = '00000000-0000-0000-0000-000000000000'")
    run_erasures(member)

    (done,) = run(member, erasure_requests.asked)
    assert (done.erased, done.kept) == (3, 0)


def test_a_member_is_removed_first_and_nobody_else_may_ask(
    member: Member, stranger: Member
) -> None:
    other = colleague(member, MemberRole.ADMIN)

    with pytest.raises(StillMember):
        ask(member, other.email)
    with pytest.raises(Forbidden):
        ask(other)
    with pytest.raises(Invalid) as wrong:
        retention_requests.ask_erasure(
            member, uuid4(), ONE, "two@example.com", PASSWORD, False, NOW
        )
    assert list(wrong.value.errors) == ["repeated"]
    with pytest.raises(Invalid) as wrong:
        retention_requests.ask_erasure(member, uuid4(), ONE, ONE, "not this one", False, NOW)
    assert list(wrong.value.errors) == ["proof"]


def test_another_organization_keeps_what_it_knows(member: Member, stranger: Member) -> None:
    envelope = ceremonies.sent(stranger, NOW)

    erase(member)

    assert run(stranger, reading.envelope, envelope.id).recipients[0].email == ONE


@pytest.mark.parametrize(("number", "left"), [(0, ["Lisbon"]), (1, ["Lisbon", "mine"])])
def test_of_what_several_might_fill_in_only_their_own_values_go(
    member: Member, number: int, left: list[str]
) -> None:
    envelope = ceremonies.sent_for_several(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    run(member, voiding.void, envelope.id, "Not needed", NOW)

    erase(member, envelope.recipients[number].email)

    fields = run(member, reading.envelope, envelope.id).fields
    assert sorted(f.value for f in fields if f.value and f.kind.name == "text") == left
    assert run(member, reading.timeline, envelope.id).intact


WHO = "Signer Unmistakable"
WHERE = "unmistakable@example.com"
SCANNED = """
    select c.relname, a.attname, format_type(a.atttypid, null) in ('bytea', 'ciphertext') as raw
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    and not a.attisdropped and exists (select from pg_attribute o
        where o.attrelid = c.oid and o.attname = 'organization_id')
    where c.relkind = 'r' and c.relnamespace = any ('{directory,tenant}'::regnamespace[])
"""


def found_in(services: dict[str, str], organization_id: UUID, word: str) -> set[str]:
    """Every column of every table of tenants that holds the word, also among raw bytes."""
    found = set()
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        for table, column, raw in superuser.execute(SCANNED).fetchall():
            text = f"encode({column}, 'escape')" if raw else f"{column}::text"
            row = superuser.execute(
                f"select from {table} where organization_id = %s"
                f" and position(%s in lower({text})) > 0 limit 1",
                (organization_id, word),
            ).fetchone()
            if row is not None:
                found.add(f"{table}.{column}")
    return found


def written_about(member: Member) -> Envelope:
    """Signed, then voided; whoever sent it put name and address wherever there was room."""
    draft = ceremonies.draft_with_document(member, NOW)
    run(member, drafting.rename, draft.id, f"Lease of {WHO}", f"Dear {WHO} <{WHERE}>", NOW)
    person = Recipient(uuid4(), WHO, WHERE)
    other = Recipient(uuid4(), "Signer Two", "two@example.com")
    run(member, drafting.name_recipients, draft.id, [person, other], NOW)
    document_id = draft.documents[0].id
    fields = [
        Field(uuid4(), document_id, (each.id,), kinds.named("signature"), 1, 100, y, 150, 40)
        for y, each in ((100, person), (200, other))
    ]
    run(member, drafting.place_fields, draft.id, fields, NOW)
    envelope = run(member, sending.send, draft.id, NOW)
    run(member, envelope_details.change, draft.id, WHERE.upper(), {}, [("Tenant", WHO)], NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, Origin("192.0.2.9", f"Browser of {WHO}"), NOW)
    return run(member, voiding.void, envelope.id, f"{WHO} moved away", NOW)


def test_no_column_of_any_table_holds_them_any_more_not_even_what_search_learned(
    member: Member, stranger: Member, services: dict[str, str]
) -> None:
    envelope, kept = written_about(member), written_about(stranger)
    for each in (member, stranger):
        search_jobs.catch_up(each)
    before = found_in(services, member.organization.id, "unmistakable")
    assert {"vocabulary.word", "envelope_words.words", "envelopes.message"} <= before
    elsewhere = found_in(services, stranger.organization.id, "unmistakable")

    erase(member, WHERE)
    assert found_in(services, member.organization.id, "unmistakable") == set()
    search_jobs.catch_up(member)

    assert found_in(services, member.organization.id, "unmistakable") == set()
    assert found_in(services, stranger.organization.id, "unmistakable") == elsewhere
    found = run(member, reading.envelope, envelope.id)
    assert (found.name, found.recipients[1].name) == ("Lease of Erased person", "Signer Two")
    assert run(stranger, reading.envelope, kept.id).name == f"Lease of {WHO}"
    assert run(member, reading.timeline, envelope.id).intact


def test_words_that_were_being_gathered_meanwhile_do_not_come_back(
    member: Member, services: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    envelope = ended(member)
    search_jobs.catch_up(member)
    drafting_words = search_index.words
    begun: list[bool] = []

    def gathered(found: EnvelopeToIndex, page_texts: Iterable[str]) -> set[str]:
        words = drafting_words(found, page_texts)
        if not begun:
            begun.append(True)
            erase(member)
        return words

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set version = version + 1 where id = %s", envelope.id)
        tx.jobs.add(tx.organization_id, [Job("index_envelope", {"envelope_id": str(envelope.id)})])
    monkeypatch.setattr(search_index, "words", gathered)
    search_jobs.catch_up(member)

    assert begun
    assert ONE not in everything(services, member.organization.id)


def test_what_members_searched_for_and_wrote_about_many_forgets_them_too(
    member: Member, services: dict[str, str]
) -> None:
    envelope = ended(member)
    view = Filters(box="all", search=ONE)
    run(member, saved_views.save, uuid4(), "Theirs", view, False, NOW)
    bulk = BulkRequest(BulkKind.VOID, reason=f"{ONE} has left")
    run(member, bulk_actions.start, uuid4(), bulk, [envelope.id], NOW)

    erase(member)

    left = everything(services, member.organization.id)
    assert ONE not in left.casefold()
    assert "one%40example" not in left


def test_what_is_held_keeps_every_word_of_them(member: Member, services: dict[str, str]) -> None:
    envelope = written_about(member)
    search_jobs.catch_up(member)
    run(member, legal_holds.place, uuid4(), "envelope", "A claim", NOW, envelope_id=envelope.id)
    before = found_in(services, member.organization.id, "unmistakable")

    erase(member, WHERE)

    # Whom one wrote to is remembered for typing only, and no part of what is held.
    kept = {column for column in before if not column.startswith("correspondents.")}
    assert found_in(services, member.organization.id, "unmistakable") == kept
    said = [p.value for e in run(member, reading.timeline, envelope.id).entries for p in e.personal]
    assert {WHO, WHERE, f"{WHO} moved away"} <= set(said)


def test_somebody_who_was_a_member_is_forgotten_with_how_they_signed_in(
    member: Member, services: dict[str, str]
) -> None:
    former = colleague(member, MemberRole.VIEWER)
    with member.organization.transaction(SYSTEM) as tx:
        connected = SsoIdentityConnected(
            person_id=former.person_id, issuer="https://id.example", joined=0, subject="subject-of"
        )
        tx.record_admin((connected,), former.actor, NOW)
        tx.rows.run(
            "insert into sso_identities (organization_id, issuer, subject, person_id, created_at)"
            " values (%s, 'https://id.example', 'subject-of', %s, %s)",
            *(tx.organization_id, former.person_id, NOW),
        )
    run(member, leaving.remove, former.person_id, None, NOW)
    assert found_in(services, member.organization.id, "subject-of")

    erase(member, former.email)

    assert found_in(services, member.organization.id, "subject-of") == set()
    assert found_in(services, member.organization.id, former.email) == set()
    assert run(member, admin_log.log, LogFilter()).intact
    with member.organization.transaction(SYSTEM) as tx:
        log = tx.admin_log.entries(tx.rows.all("select * from admin_events order by sequence"))
        identity = Trail(member.organization.id, member.organization.id)
        audit.verify(identity, log, tx.admin_log.head())


def test_somebody_who_sent_as_a_member_is_forgotten_in_the_trails_of_what_they_sent(
    member: Member, services: dict[str, str]
) -> None:
    former = colleague(member, MemberRole.SENDER)
    envelope = ceremonies.sent(former, NOW)
    run(former, voiding.void, envelope.id, "Not needed", NOW)
    run(member, leaving.remove, former.person_id, member.person_id, NOW)

    erase(member, former.email, documents=True)

    timeline = run(member, reading.timeline, envelope.id)
    (named,) = (e for e in timeline.entries if e.type == "sender.named")
    assert named.personal == ()
    assert timeline.intact
    kept = run(member, reading.envelope, envelope.id)
    assert (kept.erased_at, kept.recipients[0].name) == (None, "Signer One")


def test_somebody_whom_only_the_log_remembers_is_known_and_can_be_erased(
    member: Member, services: dict[str, str]
) -> None:
    run(member, inviting.invite, WHERE, MemberRole.VIEWER, NOW)
    run(member, inviting.withdraw, run(member, inviting.invitations)[0].id, NOW)

    known = run(member, erasure_requests.known, WHERE)
    erase(member, WHERE)

    assert (known.nothing, known.contacts, known.log) == (False, 0, 2)
    assert run(member, erasure_requests.known, WHERE).nothing
    assert found_in(services, member.organization.id, WHERE) == set()
