from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from actors.documents import intake_document, render_pages
from core.access import MemberRole
from core.documents.document import Page
from core.envelopes.envelope import Status
from core.envelopes.listing.filters import Filters
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.identifiers import new_id
from tenants.member import Member
from tenants.openers import document_upload
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import drafting, sending, voiding
from tenants.use_cases.envelopes.listing import envelope_list
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.search_jobs import catch_up


def names(member: Member, after: str = "", **filters: object) -> list[str]:
    return [
        row.name for row in run(member, envelope_list.envelopes, Filters(**filters), after).rows
    ]  # type: ignore[arg-type]


def ids(member: Member, **filters: object) -> set[UUID]:
    return {row.id for row in run(member, envelope_list.envelopes, Filters(**filters)).rows}  # type: ignore[arg-type]


def draft(member: Member, name: str, at: datetime = NOW) -> UUID:
    return run(member, drafting.create, uuid4(), name, at).id


def test_a_box_is_read_page_by_page_newest_first(member: Member) -> None:
    for number in range(52):
        draft(member, f"Offer {number}", NOW + timedelta(minutes=number))

    first = run(member, envelope_list.envelopes, Filters(box="drafts"))
    second = run(member, envelope_list.envelopes, Filters(box="drafts"), first.next or "")

    assert [row.name for row in first.rows] == [f"Offer {n}" for n in range(51, 1, -1)]
    assert [row.name for row in second.rows] == ["Offer 1", "Offer 0"]
    assert (second.next, first.counts["drafts"]) == (None, 52)


def test_pages_do_not_overlap_when_everything_happened_at_once(member: Member) -> None:
    made = {draft(member, "Same") for _ in range(120)}

    seen: list[UUID] = []
    after: str | None = ""
    while after is not None:
        page = run(member, envelope_list.envelopes, Filters(box="drafts"), after)
        seen += [row.id for row in page.rows]
        after = page.next

    assert len(seen) == 120
    assert set(seen) == made


@pytest.mark.parametrize("after", ["x", "2026-01-01|x", "-1", "²", "9" * 30])
def test_a_cursor_of_nobodys_is_not_found(member: Member, after: str) -> None:
    with pytest.raises(NotFound):
        run(member, envelope_list.envelopes, Filters(box="drafts"), after)
    with pytest.raises(NotFound):
        run(member, envelope_list.envelopes, Filters(box="all"), after)


def test_an_envelope_moves_through_the_boxes(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    thrown_away = draft(member, "Thrown away")

    assert ids(member, box="sent") == {envelope.id}
    assert ids(member, box="drafts") == {thrown_away}
    run(member, voiding.void, envelope.id, "why", NOW)
    assert ids(member, box="sent") == set()
    assert ids(member, box="closed") == {envelope.id}


def test_what_is_in_the_recycle_bin_is_in_no_box(member: Member) -> None:
    kept, thrown_away = draft(member, "Kept"), draft(member, "Gone")
    catch_up(member)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set deleted_at = now() where id = %s", thrown_away)

    assert ids(member, box="drafts") == {kept}
    assert ids(member, box="all") == {kept}


def test_the_inbox_is_what_waits_for_this_very_person(member: Member) -> None:
    me = colleague(member, MemberRole.VIEWER)
    first = _sent_to(member, me.email.upper())
    _sent_to(member, "somebody-else@example.com")
    catch_up(member)

    assert ids(me, box="inbox") == {first}
    assert ids(me, box="sent") == {first}
    assert ids(me, box="inbox", search="contract") == {first}
    assert run(me, envelope_list.envelopes, Filters(box="inbox")).counts["inbox"] == 1
    run(member, voiding.void, first, "why", NOW)
    assert ids(me, box="inbox") == set()
    assert ids(me, box="closed") == {first}


@pytest.mark.parametrize("search", ["", "Offer"])
def test_a_sender_sees_what_is_theirs_and_what_is_shown_to_them(
    member: Member, search: str
) -> None:
    sender, other = (colleague(member, MemberRole.SENDER) for _ in range(2))
    own, shown, of_team, shared, hidden = (
        draft(s, "Offer") for s in (sender, other, other, other, other)
    )
    team = new_id()
    with member.organization.transaction(SYSTEM) as tx:
        organization_id = tx.organization_id
        tx.rows.run("insert into teams values (%s, %s, 'Team')", organization_id, team)
        tx.rows.run(
            "insert into team_members values (%s, %s, %s)", organization_id, team, sender.person_id
        )
        tx.rows.run("update envelopes set visibility = 'all' where id = %s", shown)
        tx.rows.run(
            "update envelopes set visibility = 'team', team_id = %s where id = %s", team, of_team
        )
        tx.rows.run(
            "insert into envelope_shares (organization_id, envelope_id, person_id, shared_by,"
            " shared_at) values (%s, %s, %s, %s, now())",
            *(organization_id, shared, sender.person_id, other.person_id),
        )
    catch_up(member)

    seen = ids(sender, box="drafts", search=search)

    assert seen == {own, shown, of_team, shared}
    assert ids(member, box="drafts", search=search) == seen | {hidden}


def test_what_is_no_longer_shared_is_gone_before_the_index_knows(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    shown = draft(member, "Offer")
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'all' where id = %s", shown)
    catch_up(member)
    assert ids(sender, box="drafts", search="offer") == {shown}

    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'owner' where id = %s", shown)

    assert ids(sender, box="drafts", search="offer") == set()


def test_counts_stop_where_nobody_counts_any_more(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope_list, "COUNTED", 3)
    for _ in range(6):
        draft(member, "Offer")

    assert run(member, envelope_list.envelopes, Filters(box="drafts")).counts["drafts"] == 4


def test_the_version_changes_with_a_row_and_with_nothing_else(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    before = run(member, envelope_list.version, Filters())

    same = run(member, envelope_list.version, Filters())
    ceremonies.sign(member, envelope.recipients[0], NOW)

    assert same == before
    assert run(member, envelope_list.version, Filters()) != before


def test_search_finds_names_people_addresses_and_beginnings_of_words(member: Member) -> None:
    sent = ceremonies.sent(member, NOW)
    draft(member, "Contrat d’été")
    catch_up(member)

    for words in ("lease", "LEA", "signer two", "two@EXAMPLE.com", "one@example lease"):
        assert ids(member, search=words) == {sent.id}, words
    assert names(member, box="drafts", search="ete contrat") == ["Contrat d’été"]
    assert names(member, search="lease contrat") == []
    assert names(member, search="100%") == []
    assert names(member, search="%\0") == []


def test_search_finds_what_is_written_in_the_documents(member: Member) -> None:
    envelope_id, document_id = uuid4(), uuid4()
    run(member, drafting.create, envelope_id, "Untitled", NOW)
    document_upload.upload(member, envelope_id, document_id, "a.pdf", ceremonies.PDF, NOW)
    job = ceremonies.lease_open(member, "intake_document")
    page = Page(595, 842)
    intake_document.accept(job, document_intake.IntakeResult(ceremonies.CANONICAL, (page,)), NOW)
    job = ceremonies.lease_open(member, "render_pages")
    lines = [{"text": "The tenant keeps no llamas."}, {"text": "賃貸借契約書"}]
    render_pages.keep(job, [ceremonies.Rendered(1)], {1: lines}, NOW)
    catch_up(member)

    assert ids(member, box="drafts", search="llamas") == {envelope_id}
    assert ids(member, box="drafts", search="借契") == {envelope_id}


def test_a_word_that_nothing_has_is_read_as_the_one_most_like_it(member: Member) -> None:
    draft(member, "Maintenance of the lift")
    catch_up(member)

    found = run(member, envelope_list.envelopes, Filters(box="drafts", search="maintenence"))

    assert [row.name for row in found.rows] == ["Maintenance of the lift"]
    assert found.read_as == {"maintenence": ["maintenance"]}


def test_nobody_is_told_a_word_of_what_they_may_not_see(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    draft(member, "Takeover")
    catch_up(member)

    found = run(sender, envelope_list.envelopes, Filters(box="drafts", search="takeovr"))

    assert (found.rows, found.read_as) == ((), {})


def test_a_new_name_is_found_and_the_old_one_no_longer(member: Member) -> None:
    envelope_id = draft(member, "Before")
    catch_up(member)
    run(member, drafting.rename, envelope_id, "After", "", NOW)
    catch_up(member)

    assert ids(member, box="drafts", search="after") == {envelope_id}
    assert ids(member, box="drafts", search="before") == set()


def test_another_organization_is_never_found(member: Member, stranger: Member) -> None:
    draft(stranger, "Takeover")
    catch_up(stranger)
    draft(member, "Other")
    catch_up(member)

    for words in ("takeover", "takeovr", "t"):
        assert names(member, box="all", search=words) == []


def test_filters_narrow_what_is_shown(member: Member) -> None:
    other = colleague(member, MemberRole.SENDER)
    sent = ceremonies.sent(member, NOW)
    theirs = draft(other, "Theirs", NOW + timedelta(days=40))
    catch_up(member)

    assert ids(member, box="all", status=Status.SENT) == {sent.id}
    assert ids(member, box="all", sender=other.person_id) == {theirs}
    assert ids(member, box="all", waiting="signer one") == {sent.id}
    assert ids(member, box="all", waiting="one@example.com") == {sent.id}
    assert ids(member, box="all", waiting="two@example.com") == set()
    assert ids(member, box="all", since=date(2026, 2, 1)) == {theirs}
    assert ids(member, box="all", until=date(2026, 2, 1)) == {sent.id}
    assert ids(member, box="all", since=date(2027, 2, 1)) == set()
    assert ids(member, box="all", until=date(1999, 1, 1)) == set()


def test_an_organization_without_envelopes_finds_nothing_at_once(member: Member) -> None:
    assert names(member, box="all") == []
    assert names(member, box="all", status=Status.SENT) == []


def test_common_words_are_paged_through_without_losing_any(member: Member) -> None:
    made = {draft(member, f"Offer {n}", datetime(2026, 1, 1, tzinfo=UTC)) for n in range(130)}
    catch_up(member)

    seen: list[UUID] = []
    after: str | None = ""
    while after is not None:
        page = run(member, envelope_list.envelopes, Filters(box="drafts", search="offer"), after)
        seen += [row.id for row in page.rows]
        after = page.next

    assert len(seen) == 130
    assert set(seen) == made


def test_words_are_forgotten_when_nothing_has_them_any_more(member: Member) -> None:
    gone, kept = draft(member, "Secret offer"), draft(member, "Plain offer")
    catch_up(member)

    with member.organization.transaction(SYSTEM) as tx:
        tx.words.delete(gone)
        words = {row["word"] for row in tx.rows.all("select word from vocabulary")}

    assert "secret" not in words
    assert {"plain", "offer"} <= words
    assert ids(member, box="drafts", search="offer") == {kept}


def _sent_to(member: Member, email: str) -> UUID:
    envelope = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Me", email)
    run(member, drafting.rename, envelope.id, "Contract", "", NOW)
    run(member, drafting.name_recipients, envelope.id, [person], NOW)
    document_id = envelope.documents[0].id
    place = Field(
        uuid4(), document_id, (person.id,), kinds.named("signature"), 1, 100, 100, 150, 40
    )
    run(member, drafting.place_fields, envelope.id, [place], NOW)
    run(member, sending.send, envelope.id, NOW)
    return envelope.id


def test_words_of_drafts_that_one_may_not_open_are_never_suggested(member: Member) -> None:
    stranger = colleague(member, MemberRole.SENDER)
    draft(member, "Severance of Wilhelmina")
    own = draft(stranger, "Severed cable")
    catch_up(member)

    searches = ("wilhelmine", "severanze", "wilhelmina", "severance", "wilh")
    found = [
        run(stranger, envelope_list.envelopes, Filters(box="all", search=word)) for word in searches
    ]

    told = [word for page in found for words in page.read_as.values() for word in words]
    assert "wilhelmina" not in told
    assert "severance" not in told
    assert {row.id for page in found for row in page.rows} <= {own}
    # What others wrote is answered like what nobody wrote.
    hidden, unheard = (
        found[2],
        run(stranger, envelope_list.envelopes, Filters(box="all", search="wqxzvk")),
    )
    assert (hidden.rows, hidden.read_as) == (unheard.rows, unheard.read_as)
    assert run(
        member, envelope_list.envelopes, Filters(box="all", search="wilhelmine")
    ).read_as == {"wilhelmine": ["wilhelmina"]}


@pdfs.needs_cases
def test_each_case_of_a_name_and_what_is_typed_is_found(member: Member) -> None:
    lines = (pdfs.CASES / "search.txt").read_text().splitlines()
    cases = [[part.strip() for part in line.split("|")] for line in lines if line[0] != "#"]
    drafts = [draft(member, name) for name, _, _ in cases]
    catch_up(member)

    found = [ids(member, box="drafts", search=typed) for _, typed, _ in cases]

    assert [right for _, _, right in cases] == ["yes", "yes"]
    assert found == [{id} for id in drafts]
