from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import NotSentYet, ShareLinkOver, TooManyLinks
from core.envelopes.sharing import Visibility
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.signing import link
from tenants.installation import Installation
from tenants.member import Member
from tenants.openers import page_readers
from tenants.store.documents.page_images import PageId
from tenants.use_cases.envelopes import (
    drafting,
    ended_sharing,
    reading,
    share_link_access,
    sharing,
    voiding,
)
from tenants.use_cases.people import leaving, teams
from tests.tenants import ceremonies
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job
from tests.tenants.people import colleague
from tests.tenants.use_cases.people.test_members import logged
from webapp.pages.documents import document_pages

SENDER = MemberRole.SENDER


@pytest.fixture
def envelope(member: Member) -> Envelope:
    return ceremonies.sent(member, NOW)


def view(installation: Installation, token: str, now: datetime) -> share_link_access.SharedEnvelope:
    """What a page shows to whoever has this link."""
    organization, principal = share_link_access.find(installation, token)
    with organization.transaction(principal) as tx:
        return share_link_access.view(tx, now)


def test_an_envelope_is_shown_to_a_team_and_to_all_and_taken_back(
    member: Member, envelope: Envelope
) -> None:
    inside, outside = colleague(member, SENDER), colleague(member, SENDER)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, teams.add, team_id, inside.person_id, NOW)

    run(member, sharing.show_to, envelope.id, Visibility.TEAM, team_id, NOW)
    assert run(inside, reading.envelope, envelope.id)
    with pytest.raises(NotFound):
        run(outside, reading.envelope, envelope.id)
    assert run(inside, sharing.sharing, envelope.id, NOW).team_name == "Lease desk"
    run(member, sharing.show_to, envelope.id, Visibility.ALL, None, NOW)
    assert run(outside, reading.envelope, envelope.id)
    run(member, sharing.show_to, envelope.id, Visibility.OWNER, None, NOW)
    with pytest.raises(NotFound):
        run(inside, reading.envelope, envelope.id)

    told = [(e["old"], e["new"]) for e in logged(member, "envelope.visibility_changed")]
    assert told == [("owner", str(team_id)), (str(team_id), "all"), ("all", "owner")]


def test_what_is_shown_to_all_still_has_one_owner(member: Member, envelope: Envelope) -> None:
    sender = colleague(member, SENDER)
    run(member, sharing.show_to, envelope.id, Visibility.ALL, None, NOW)

    for act in (
        lambda: run(sender, sharing.show_to, envelope.id, Visibility.OWNER, None, NOW),
        lambda: run(sender, sharing.share, envelope.id, sender.person_id, NOW),
        lambda: run(sender, sharing.make_link, envelope.id, 7, NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_team_of_another_organization_is_none(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    theirs = run(stranger, teams.create, "Theirs", NOW)

    with pytest.raises(NotFound):
        run(member, sharing.show_to, envelope.id, Visibility.TEAM, theirs, NOW)
    with pytest.raises(NotFound):
        run(stranger, sharing.show_to, envelope.id, Visibility.ALL, None, NOW)


def test_somebody_it_is_shared_with_reads_it_and_changes_nothing(
    member: Member, envelope: Envelope
) -> None:
    sender = colleague(member, SENDER)

    run(member, sharing.share, envelope.id, sender.person_id, NOW)
    run(member, sharing.share, envelope.id, sender.person_id, NOW)

    assert run(sender, reading.envelope, envelope.id).id == envelope.id
    with pytest.raises(Forbidden):
        run(sender, voiding.void, envelope.id, "Not mine", NOW)
    (letter,) = letters_to(member.organization, sender.email)
    assert letter.words.link == f"/envelopes/{envelope.id}"
    assert len(logged(member, "envelope.shared")) == 1


def test_what_is_no_longer_shared_is_no_longer_there(member: Member, envelope: Envelope) -> None:
    sender = colleague(member, SENDER)
    run(member, sharing.share, envelope.id, sender.person_id, NOW)

    run(member, sharing.end_share, envelope.id, sender.person_id, NOW)

    with pytest.raises(NotFound):
        run(sender, reading.envelope, envelope.id)
    with pytest.raises(NotFound):
        run(member, sharing.end_share, envelope.id, sender.person_id, NOW)
    assert len(logged(member, "envelope.sharing_ended")) == 1


def test_nobody_from_elsewhere_is_shared_with(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    with pytest.raises(NotFound):
        run(member, sharing.share, envelope.id, stranger.person_id, NOW)
    with pytest.raises(NotFound):
        run(stranger, sharing.share, envelope.id, stranger.person_id, NOW)
    with pytest.raises(NotFound):
        run(stranger, sharing.sharing, envelope.id, NOW)


def test_whoever_has_a_link_reads_the_envelope_and_every_use_is_written_down(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    token = run(member, sharing.make_link, envelope.id, 7, NOW)
    document_id = envelope.documents[0].id

    (link_id,) = [found.id for found in run(member, sharing.sharing, envelope.id, NOW).links]
    seen = view(installation, token, NOW)
    image = document_pages.load(
        page_readers.link_reader(installation, token, NOW), PageId(document_id, 1)
    )

    assert (seen.envelope.id, seen.shared_by) == (envelope.id, member.name)
    assert seen.expires_at == NOW + timedelta(days=7)
    assert image.data == ceremonies.PNG
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select actor, action from access_log where actor like 'share_link:%%'")
    assert {row["actor"] for row in rows} == {f"share_link:{link_id}"}
    assert {row["action"] for row in rows} == {
        "opened by link",
        f"viewed {document_id} page 1",
    }


def test_a_link_shows_one_envelope_only(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    other = ceremonies.sent(member, NOW)
    token = run(member, sharing.make_link, envelope.id, 7, NOW)

    with pytest.raises(NotFound):
        document_pages.load(
            page_readers.link_reader(installation, token, NOW), PageId(other.documents[0].id, 1)
        )
    organization, principal = share_link_access.find(installation, token)
    with pytest.raises(NotFound), organization.transaction(principal) as tx:
        share_link_access.sealed_file(tx, other.documents[0].id, NOW)


def test_a_link_ends_when_it_expires_is_revoked_or_its_maker_leaves(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    maker = colleague(member, MemberRole.ADMIN)
    expiring = run(member, sharing.make_link, envelope.id, 1, NOW)
    revoked = run(member, sharing.make_link, envelope.id, 30, NOW)
    left = run(maker, sharing.make_link, envelope.id, 7, NOW)
    links = run(member, sharing.sharing, envelope.id, NOW).links
    (link_id,) = [found.id for found in links if found.token == revoked]

    run(member, sharing.revoke_link, envelope.id, link_id, NOW)
    run(maker, leaving.leave, None, NOW)

    assert view(installation, expiring, NOW + timedelta(hours=23))
    for token, now in (
        (expiring, NOW + timedelta(hours=25)),
        (revoked, NOW),
        (left, NOW),
        ("not one of ours", NOW),
    ):
        with pytest.raises(ShareLinkOver):
            view(installation, token, now)


def test_what_is_in_the_recycle_bin_is_not_read_by_a_link(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    token = run(member, sharing.make_link, envelope.id, 7, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set deleted_at = %s where id = %s", NOW, envelope.id)

    with pytest.raises(ShareLinkOver):
        view(installation, token, NOW)


def test_what_a_member_who_left_was_shown_and_gave_out_ends_and_every_trail_says_so(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    leaver = colleague(member, MemberRole.ADMIN)
    run(member, sharing.share, envelope.id, leaver.person_id, NOW)
    run(member, sharing.make_link, envelope.id, 7, NOW)
    token = run(leaver, sharing.make_link, envelope.id, 7, NOW)
    links = run(member, sharing.sharing, envelope.id, NOW).links
    (link_id,) = (link.id for link in links if link.token == token)
    with member.organization.transaction(SYSTEM) as tx:
        before = tx.envelopes.version(envelope.id)

    run(member, leaving.remove, leaver.person_id, None, NOW)

    with pytest.raises(ShareLinkOver):
        view(installation, token, NOW)
    assert len(run(member, sharing.sharing, envelope.id, NOW).links) == 1
    run_job(ceremonies.lease_open(member, "end_sharing"), ended_sharing.end)
    with member.organization.transaction(SYSTEM) as tx:
        *_, ended, revoked = tx.audit.of(envelope.id)
        assert tx.envelopes.version(envelope.id) == before + 2
        left = tx.rows.all("select shared_by from share_links")
        assert tx.rows.all("select from envelope_shares") == []
    assert ended.data == {"change": "share_ended", "about": str(leaver.person_id)}
    assert revoked.data == {"change": "link_revoked", "about": str(link_id)}
    assert {ended.actor, revoked.actor} == {f"person:{member.person_id}"}
    assert left == [{"shared_by": member.person_id}]


def test_the_secret_of_a_link_is_kept_as_a_hash_only(member: Member, envelope: Envelope) -> None:
    token = run(member, sharing.make_link, envelope.id, 7, NOW)

    with member.organization.transaction(SYSTEM) as tx:
        (row,) = tx.rows.all("select * from share_links")
    assert row["token_hash"] == link.digest(token)
    assert token not in str(row)


def test_links_are_told_to_those_who_may_change_the_envelope_only(
    member: Member, envelope: Envelope
) -> None:
    viewer = colleague(member, MemberRole.VIEWER)
    run(member, sharing.share, envelope.id, viewer.person_id, NOW)
    run(member, sharing.make_link, envelope.id, 7, NOW)

    found = run(viewer, sharing.sharing, envelope.id, NOW)

    assert not found.changeable
    assert found.links == ()


def test_a_draft_has_no_link(member: Member) -> None:
    draft_id = uuid4()
    run(member, drafting.create, draft_id, "Draft", NOW)

    with pytest.raises(NotSentYet):
        run(member, sharing.make_link, draft_id, 7, NOW)


def test_links_are_few_and_short(member: Member, envelope: Envelope) -> None:
    with pytest.raises(Invalid):
        run(member, sharing.make_link, envelope.id, 365, NOW)
    for _ in range(20):
        run(member, sharing.make_link, envelope.id, 1, NOW)

    with pytest.raises(TooManyLinks):
        run(member, sharing.make_link, envelope.id, 1, NOW)
    assert run(member, sharing.make_link, envelope.id, 1, NOW + timedelta(days=2))


def test_a_link_of_another_envelope_is_not_revoked(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    other = ceremonies.sent(member, NOW)
    run(member, sharing.make_link, envelope.id, 7, NOW)
    (found,) = run(member, sharing.sharing, envelope.id, NOW).links

    with pytest.raises(NotFound):
        run(member, sharing.revoke_link, other.id, found.id, NOW)
    with pytest.raises(NotFound):
        run(stranger, sharing.revoke_link, envelope.id, found.id, NOW)


def test_no_link_to_sign_is_a_link_to_read() -> None:
    organization_id, id = uuid4(), uuid4()
    key = b"k" * 32

    read = link.share_token(key, organization_id, id)

    assert read not in {link.token(key, organization_id, id, n) for n in range(5)}
    assert read != link.share_token(key, uuid4(), id)
