"""Templates from their first draft to the envelopes that are started from them."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from core.access import MemberRole
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.drafts.copying import Filling
from core.envelopes.envelope import Status
from core.envelopes.listing.filters import Filters
from core.envelopes.recipient import Recipient
from core.envelopes.refusals import FrozenVersion, TemplateContent
from core.envelopes.sharing import Visibility
from core.fields import kinds
from core.fields.field import Field
from core.refusals import Forbidden, Invalid, NotFound
from core.templates.refusals import InArchive, NothingToPublish, NotPublishedYet
from tenants.member import Member
from tenants.store.templates.template_lists import TemplateFilter, TemplateSummary
from tenants.use_cases.documents import draft_uploads
from tenants.use_cases.envelopes import drafting, reading, sending, sharing, voiding
from tenants.use_cases.envelopes.listing import envelope_list
from tenants.use_cases.retention import recycle_bin
from tenants.use_cases.templates import publishing, template_pages, templates, using
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague

ANA = RolePerson("Ana", "ana@example.com")
BEN = RolePerson("Ben", "ben@example.com")


def template(member: Member, published: bool = True) -> UUID:
    """From an envelope for two signers and one who gets a copy."""
    source, template_id = ceremonies.sent(member, NOW), uuid4()
    run(member, templates.create_from, source.id, template_id, str, NOW)
    if published:
        run(member, publishing.publish, template_id, NOW)
    return template_id


def use(member: Member, *ids: UUID, **people: RolePerson) -> UUID:
    """`Signer_1=ANA`."""
    filling = Filling({name.replace("_", " "): person for name, person in people.items()})
    return run(member, using.use, ids, uuid4(), filling, NOW).id


def rows(member: Member, wanted: TemplateFilter = TemplateFilter()) -> list[TemplateSummary]:  # noqa: B008
    return list(run(member, template_pages.listed, wanted).rows)


def test_who_acts_becomes_a_role_and_others_stay_as_default_people(member: Member) -> None:
    content = run(member, reading.envelope, template(member))

    assert [(r.role_name, r.email) for r in content.recipients] == [
        ("Signer 1", ""),
        ("Signer 2", ""),
        ("", "copy@example.com"),
    ]


def test_an_envelope_from_a_template_is_sent_at_once_and_says_where_it_came_from(
    member: Member,
) -> None:
    template_id = template(member)

    envelope_id = use(member, template_id, Signer_1=ANA, Signer_2=BEN)
    sent = run(member, sending.send, envelope_id, NOW)

    assert [r.email for r in sent.recipients][:2] == ["ana@example.com", "ben@example.com"]
    assert (sent.template_id, sent.template_version) == (template_id, 1)
    _, timeline = run(member, reading.told, envelope_id)
    assert [e.type for e in timeline.entries[:2]] == ["envelope.created", "template.used"]
    assert timeline.intact


def test_a_template_is_no_envelope_in_lists_and_is_neither_sent_nor_thrown_away(
    member: Member,
) -> None:
    template_id = template(member)

    listed = run(member, envelope_list.envelopes, Filters(box="drafts"))
    assert template_id not in {row.id for row in listed.rows}
    for refused in (
        lambda: run(member, sending.send, template_id, NOW),
        lambda: run(member, voiding.void, template_id, "", NOW),
        lambda: run(member, recycle_bin.delete, template_id, NOW),
    ):
        with pytest.raises(TemplateContent):
            refused()


def test_what_was_sent_keeps_its_version_and_a_version_keeps_its_contents(member: Member) -> None:
    template_id = template(member)
    first = use(member, template_id)
    run(member, drafting.rename, template_id, "Lease of 2027", "", NOW)
    assert rows(member)[0].changed
    assert run(member, publishing.publish, template_id, NOW) == 2

    second = use(member, template_id)

    names = [run(member, reading.envelope, id).name for id in (first, second)]
    assert names == ["Lease", "Lease of 2027"]
    (row,) = rows(member)
    assert (row.version, row.changed) == (2, False)
    page = run(member, template_pages.page, template_id)
    assert [v.number for v in page.versions] == [2, 1]
    with pytest.raises(FrozenVersion):
        run(member, drafting.rename, page.versions[1].content_id, "Other", "", NOW)


def test_an_older_version_is_put_back_to_go_on_from(member: Member) -> None:
    template_id = template(member)
    before = run(member, reading.envelope, template_id)
    run(member, drafting.name_recipients, template_id, [], NOW)
    run(member, draft_uploads.remove, template_id, before.documents[0].id, NOW)

    run(member, publishing.restore, template_id, 1, NOW)

    content = run(member, reading.envelope, template_id)
    assert [r.role_name for r in content.recipients] == [r.role_name for r in before.recipients]
    assert len(content.fields) == len(before.fields) == 4
    assert content.documents[0].canonical_sha256 == before.documents[0].canonical_sha256
    assert run(member, publishing.publish, template_id, NOW) == 2


def test_what_is_missing_before_publishing_is_named_and_people_are_not(member: Member) -> None:
    template_id = uuid4()
    run(member, templates.create, template_id, "", NOW)

    with pytest.raises(NothingToPublish) as caught:
        run(member, publishing.publish, template_id, NOW)
    assert set(caught.value.errors) == {"name", "documents", "recipients"}
    with pytest.raises(NotPublishedYet):
        use(member, template_id)


def test_two_roles_of_one_name_and_a_row_without_any_are_marked(member: Member) -> None:
    template_id = template(member, published=False)
    people = [Recipient(uuid4(), "", "", role_name=name) for name in ("Buyer", "buyer", "")]

    content = run(member, reading.envelope, template_id)
    lacks = publishing.missing(replace(content, recipients=tuple(people)))

    assert {f"row-{people[1].id}", f"row-{people[2].id}"} <= lacks.keys()
    assert f"row-{people[0].id}" not in lacks


def test_several_templates_make_one_envelope_and_their_roles_are_merged(member: Member) -> None:
    one, two = template(member), template(member)

    envelope = run(member, reading.envelope, use(member, one, two, Signer_1=ANA))

    assert len(envelope.documents) == 2
    acting = [r for r in envelope.recipients if r.role.acts]
    assert [(r.role_name, r.name) for r in acting] == [("Signer 1", "Ana"), ("Signer 2", "")]
    assert len(envelope.fields_of(acting[0].id)) == 4
    assert [r.email for r in envelope.recipients if not r.role.acts] == ["copy@example.com"]


def test_a_value_is_given_by_the_name_of_its_field(member: Member) -> None:
    template_id = template(member, published=False)
    content = run(member, reading.envelope, template_id)
    rent = Field(
        *(uuid4(), content.documents[0].id, (), kinds.named("text"), 1, 100, 400, 150, 40),
        properties={"name": "rent"},
    )
    run(member, drafting.place_fields, template_id, [rent], NOW)
    run(member, publishing.publish, template_id, NOW)

    def given(values: dict[str, str]) -> list[object]:
        made = run(member, using.use, [template_id], uuid4(), Filling({}, values), NOW)
        return [f.properties["default"] for f in made.fields if not f.recipient_ids]

    assert given({"rent": "900"}) == ["900"]
    with pytest.raises(Invalid):
        given({"rnt": "900"})


def test_only_who_may_see_a_template_uses_it_and_only_its_owner_changes_it(
    member: Member, stranger: Member
) -> None:
    template_id = template(member)
    other, viewer = colleague(member, MemberRole.SENDER), colleague(member, MemberRole.VIEWER)

    for who in (other, stranger):
        assert rows(who) == []
        with pytest.raises(NotFound):
            use(who, template_id)
    run(member, sharing.show_to, template_id, Visibility.ALL, None, NOW)
    assert [row.id for row in rows(other)] == [template_id]
    assert run(other, reading.envelope, use(other, template_id)).status is Status.DRAFT
    version = run(other, template_pages.page, template_id).versions[0]
    assert run(other, reading.readable, version.content_id).documents
    for refused in (
        lambda: run(other, publishing.publish, template_id, NOW),
        lambda: run(other, templates.archive, template_id, True, NOW),
        lambda: run(other, templates.delete, template_id, NOW),
        lambda: use(viewer, template_id),
    ):
        with pytest.raises(Forbidden):
            refused()


def test_favourites_come_first_and_are_each_members_own(member: Member) -> None:
    first, second = template(member), template(member)
    run(member, sharing.show_to, first, Visibility.ALL, None, NOW)
    use(member, second)

    run(member, templates.mark, first, True)

    assert [(row.id, row.favourite) for row in rows(member)] == [(first, True), (second, False)]
    assert not rows(colleague(member, MemberRole.SENDER))[0].favourite
    run(member, templates.mark, first, False)
    assert [row.id for row in rows(member)] == [second, first]


def test_a_template_in_the_archive_is_not_used_and_one_that_is_deleted_is_gone(
    member: Member,
) -> None:
    template_id = template(member)
    envelope_id = use(member, template_id)
    run(member, templates.archive, template_id, True, NOW)
    assert rows(member) == []
    assert [row.id for row in rows(member, TemplateFilter(archived=True))] == [template_id]
    with pytest.raises(InArchive):
        use(member, template_id)
    run(member, templates.archive, template_id, False, NOW)

    run(member, templates.delete, template_id, NOW + timedelta(days=1))

    assert rows(member) == []
    with pytest.raises(NotFound):
        use(member, template_id)
    assert run(member, reading.envelope, envelope_id).documents
    assert run(member, recycle_bin.deleted).rows == ()


def test_a_duplicate_is_one_of_ones_own(member: Member) -> None:
    template_id, copy_id = template(member), uuid4()
    run(member, templates.describe, template_id, "For flats in Lisbon", None, NOW)
    run(member, sharing.show_to, template_id, Visibility.ALL, None, NOW)
    other = colleague(member, MemberRole.SENDER)

    run(other, templates.duplicate, template_id, copy_id, NOW)

    mine = next(row for row in rows(other) if row.id == copy_id)
    assert (mine.description, mine.version) == ("For flats in Lisbon", 0)
    assert run(other, publishing.publish, copy_id, NOW) == 1


def test_the_list_is_searched_by_name_and_description(member: Member) -> None:
    template_id = template(member)
    run(member, templates.describe, template_id, "For flats in Lisbon", None, NOW)

    found = [len(rows(member, TemplateFilter(search=words))) for words in ("LEASE", "lisbon", "%")]

    assert found == [1, 1, 0]
