from datetime import timedelta
from uuid import uuid4

import pytest

from core.access import MemberRole
from core.envelopes.envelope import Envelope
from core.envelopes.refusals import NotSentYet, ShareLinkOver, TooManyLinks
from core.envelopes.sharing import Visibility
from core.refusals import Forbidden, Invalid, NotFound
from core.signing import link
from tenants.installation import Installation
from tenants.member import Member
from tenants.store.documents.page_images import PageId
from tenants.use_cases.envelopes import drafting, reading, share_link_access, sharing, voiding
from tenants.use_cases.people import leaving, teams
from tests.tenants import ceremonies
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.use_cases.people.test_members import logged
from webapp.pages.documents import document_pages

SENDER = MemberRole.SENDER


@pytest.fixture
def envelope(member: Member) -> Envelope:
    return ceremonies.sent(member, NOW)


def test_an_envelope_is_shown_to_a_team_and_to_all_and_taken_back(
    member: Member, envelope: Envelope
) -> None:
    inside, outside = colleague(member, SENDER), colleague(member, SENDER)
    team_id = run(member, teams.create, "Lease desk", NOW)
    run(member, teams.add, team_id, inside.person_id, NOW)

    sharing.show_to(member, envelope.id, Visibility.TEAM, team_id, NOW)
    assert reading.envelope(inside, envelope.id)
    with pytest.raises(NotFound):
        reading.envelope(outside, envelope.id)
    assert sharing.sharing(inside, envelope.id, NOW).team_name == "Lease desk"
    sharing.show_to(member, envelope.id, Visibility.ALL, None, NOW)
    assert reading.envelope(outside, envelope.id)
    sharing.show_to(member, envelope.id, Visibility.OWNER, None, NOW)
    with pytest.raises(NotFound):
        reading.envelope(inside, envelope.id)

    told = [(e["old"], e["new"]) for e in logged(member, "envelope.visibility_changed")]
    assert told == [("owner", str(team_id)), (str(team_id), "all"), ("all", "owner")]


def test_what_is_shown_to_all_still_has_one_owner(member: Member, envelope: Envelope) -> None:
    sender = colleague(member, SENDER)
    sharing.show_to(member, envelope.id, Visibility.ALL, None, NOW)

    for act in (
        lambda: sharing.show_to(sender, envelope.id, Visibility.OWNER, None, NOW),
        lambda: sharing.share(sender, envelope.id, sender.person_id, NOW),
        lambda: sharing.make_link(sender, envelope.id, 7, NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_a_team_of_another_organization_is_none(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    theirs = run(stranger, teams.create, "Theirs", NOW)

    with pytest.raises(NotFound):
        sharing.show_to(member, envelope.id, Visibility.TEAM, theirs, NOW)
    with pytest.raises(NotFound):
        sharing.show_to(stranger, envelope.id, Visibility.ALL, None, NOW)


def test_somebody_it_is_shared_with_reads_it_and_changes_nothing(
    member: Member, envelope: Envelope
) -> None:
    sender = colleague(member, SENDER)

    sharing.share(member, envelope.id, sender.person_id, NOW)
    sharing.share(member, envelope.id, sender.person_id, NOW)

    assert reading.envelope(sender, envelope.id).id == envelope.id
    with pytest.raises(Forbidden):
        voiding.void(sender, envelope.id, "Not mine", NOW)
    (letter,) = letters_to(member.organization, sender.email)
    assert letter.words.link == f"/envelopes/{envelope.id}"
    assert len(logged(member, "envelope.shared")) == 1


def test_what_is_no_longer_shared_is_no_longer_there(member: Member, envelope: Envelope) -> None:
    sender = colleague(member, SENDER)
    sharing.share(member, envelope.id, sender.person_id, NOW)

    sharing.end_share(member, envelope.id, sender.person_id, NOW)

    with pytest.raises(NotFound):
        reading.envelope(sender, envelope.id)
    with pytest.raises(NotFound):
        sharing.end_share(member, envelope.id, sender.person_id, NOW)
    assert len(logged(member, "envelope.sharing_ended")) == 1


def test_nobody_from_elsewhere_is_shared_with(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    with pytest.raises(NotFound):
        sharing.share(member, envelope.id, stranger.person_id, NOW)
    with pytest.raises(NotFound):
        sharing.share(stranger, envelope.id, stranger.person_id, NOW)
    with pytest.raises(NotFound):
        sharing.sharing(stranger, envelope.id, NOW)


def test_whoever_has_a_link_reads_the_envelope_and_every_use_is_written_down(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    token = sharing.make_link(member, envelope.id, 7, NOW)
    document_id = envelope.documents[0].id

    seen = share_link_access.view(installation, token, NOW)
    image = document_pages.load(
        share_link_access.reader(installation, token, NOW), PageId(document_id, 1)
    )

    assert (seen.envelope.id, seen.shared_by) == (envelope.id, member.name)
    assert seen.expires_at == NOW + timedelta(days=7)
    assert image.data == ceremonies.PNG
    with member.organization.transaction() as tx:
        rows = tx.all("select actor, action from access_log where actor like 'share_link:%%'")
    assert {row["actor"] for row in rows} == {seen.actor}
    assert {row["action"] for row in rows} == {
        "opened by link",
        f"viewed {document_id} page 1",
    }


def test_a_link_shows_one_envelope_only(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    other = ceremonies.sent(member, NOW)
    token = sharing.make_link(member, envelope.id, 7, NOW)

    with pytest.raises(NotFound):
        document_pages.load(
            share_link_access.reader(installation, token, NOW), PageId(other.documents[0].id, 1)
        )
    with pytest.raises(NotFound):
        share_link_access.sealed_file(installation, token, other.documents[0].id, NOW)


def test_a_link_ends_when_it_expires_is_revoked_or_its_maker_leaves(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    maker = colleague(member, MemberRole.ADMIN)
    expiring = sharing.make_link(member, envelope.id, 1, NOW)
    revoked = sharing.make_link(member, envelope.id, 30, NOW)
    left = sharing.make_link(maker, envelope.id, 7, NOW)
    links = sharing.sharing(member, envelope.id, NOW).links
    (link_id,) = [found.id for found in links if found.token == revoked]

    sharing.revoke_link(member, envelope.id, link_id, NOW)
    run(maker, leaving.leave, None, NOW)

    assert share_link_access.view(installation, expiring, NOW + timedelta(hours=23))
    for token, now in (
        (expiring, NOW + timedelta(hours=25)),
        (revoked, NOW),
        (left, NOW),
        ("not one of ours", NOW),
    ):
        with pytest.raises(ShareLinkOver):
            share_link_access.view(installation, token, now)


def test_what_is_in_the_recycle_bin_is_not_read_by_a_link(
    member: Member, envelope: Envelope, installation: Installation
) -> None:
    token = sharing.make_link(member, envelope.id, 7, NOW)
    with member.organization.transaction() as tx:
        tx.run("update envelopes set deleted_at = %s where id = %s", NOW, envelope.id)

    with pytest.raises(ShareLinkOver):
        share_link_access.view(installation, token, NOW)


def test_the_secret_of_a_link_is_kept_as_a_hash_only(member: Member, envelope: Envelope) -> None:
    token = sharing.make_link(member, envelope.id, 7, NOW)

    with member.organization.transaction() as tx:
        (row,) = tx.all("select * from share_links")
    assert row["token_hash"] == link.digest(token)
    assert token not in str(row)


def test_links_are_told_to_those_who_may_change_the_envelope_only(
    member: Member, envelope: Envelope
) -> None:
    viewer = colleague(member, MemberRole.VIEWER)
    sharing.share(member, envelope.id, viewer.person_id, NOW)
    sharing.make_link(member, envelope.id, 7, NOW)

    found = sharing.sharing(viewer, envelope.id, NOW)

    assert not found.changeable
    assert found.links == ()


def test_a_draft_has_no_link(member: Member) -> None:
    draft_id = uuid4()
    drafting.create(member, draft_id, "Draft", NOW)

    with pytest.raises(NotSentYet):
        sharing.make_link(member, draft_id, 7, NOW)


def test_links_are_few_and_short(member: Member, envelope: Envelope) -> None:
    with pytest.raises(Invalid):
        sharing.make_link(member, envelope.id, 365, NOW)
    for _ in range(20):
        sharing.make_link(member, envelope.id, 1, NOW)

    with pytest.raises(TooManyLinks):
        sharing.make_link(member, envelope.id, 1, NOW)
    assert sharing.make_link(member, envelope.id, 1, NOW + timedelta(days=2))


def test_a_link_of_another_envelope_is_not_revoked(
    member: Member, stranger: Member, envelope: Envelope
) -> None:
    other = ceremonies.sent(member, NOW)
    sharing.make_link(member, envelope.id, 7, NOW)
    (found,) = sharing.sharing(member, envelope.id, NOW).links

    with pytest.raises(NotFound):
        sharing.revoke_link(member, other.id, found.id, NOW)
    with pytest.raises(NotFound):
        sharing.revoke_link(stranger, envelope.id, found.id, NOW)


def test_no_link_to_sign_is_a_link_to_read() -> None:
    organization_id, id = uuid4(), uuid4()
    key = b"k" * 32

    read = link.share_token(key, organization_id, id)

    assert read not in {link.token(key, organization_id, id, n) for n in range(5)}
    assert read != link.share_token(key, uuid4(), id)
