from uuid import UUID, uuid4

import pytest

from core.access import MemberRole
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.envelopes.details import Details
from core.envelopes.listing.filters import Filters
from core.envelopes.refusals import DetailsMissing
from core.evidence.audit import Trail, verify
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import custom_fields, envelope_details, sending
from tenants.use_cases.envelopes.listing import envelope_list
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.use_cases.organizations.test_summary_folding import envelope_of


def field(member: Member, name: str = "Project", **options: bool) -> CustomField:
    made = CustomField(uuid4(), name, CustomFieldKind.TEXT, **options)  # type: ignore[arg-type]
    run(member, custom_fields.define, made, NOW)
    return made


def note(member: Member, envelope_id: UUID, **values: object) -> None:
    whole: dict[str, object] = {"external_id": "", "values": {}, "metadata": []} | values
    run(member, envelope_details.change, envelope_id, now=NOW, **whole)  # type: ignore[arg-type]


def test_what_is_noted_is_kept_and_changed_as_a_whole(member: Member) -> None:
    project = field(member)
    envelope_id = envelope_of(member, NOW)

    note(member, envelope_id, external_id="4711", values={project.id: "Bridge"})
    note(member, envelope_id, values={project.id: "Tunnel"}, metadata=[("centre", "12")])

    kept = run(member, envelope_details.of, envelope_id).details
    assert kept == Details("", {project.id: "Tunnel"}, {"centre": "12"})


def test_of_a_sent_envelope_the_change_stands_in_its_trail(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)

    note(member, envelope.id, external_id="4711")

    with member.organization.transaction(SYSTEM) as tx:
        entries, head = tx.audit.of(envelope.id), tx.envelopes.get(envelope.id).head
    verify(Trail(member.organization.id, envelope.id), entries, head)
    assert entries[-1].type == "envelope.details_changed"
    assert "4711" not in entries[-1].text


def test_who_may_not_change_an_envelope_notes_nothing_about_it(
    member: Member, stranger: Member
) -> None:
    envelope = ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update envelopes set visibility = 'all' where id = %s", envelope.id)
    sender = colleague(member, MemberRole.SENDER)

    assert not run(sender, envelope_details.of, envelope.id).changeable
    with pytest.raises(Forbidden):
        note(sender, envelope.id, external_id="mine")
    with pytest.raises(NotFound):
        note(stranger, envelope.id, external_id="mine")
    with pytest.raises(NotFound):
        run(stranger, envelope_details.of, envelope.id)


def test_nothing_is_sent_without_what_the_organization_requires(member: Member) -> None:
    project = field(member, required=True)
    envelope_id = envelope_of(member, NOW)

    with pytest.raises(DetailsMissing):
        run(member, sending.send, envelope_id, NOW)
    note(member, envelope_id, values={project.id: "Bridge"})

    assert run(member, sending.send, envelope_id, NOW).sent_at == NOW


def test_a_field_is_changed_and_removed_and_the_log_tells_it(member: Member) -> None:
    project = field(member)
    changed = CustomField(project.id, "Building", CustomFieldKind.TEXT, required=True)

    run(member, custom_fields.change, changed, NOW)
    assert run(member, custom_fields.fields) == (changed,)
    with pytest.raises(Invalid):
        run(
            member,
            custom_fields.change,
            CustomField(project.id, "Building", CustomFieldKind.NUMBER),
            NOW,
        )
    run(member, custom_fields.remove, project.id, NOW)
    with pytest.raises(NotFound):
        run(member, custom_fields.remove, project.id, NOW)

    assert run(member, custom_fields.fields) == ()
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all("select * from admin_events order by sequence")
        told = [e.data["setting"] for e in tx.admin_log.entries(rows) if "setting" in e.data]
    assert told == [
        "custom_field",
        "custom_field Project.name",
        "custom_field Project.required",
        "custom_field",
    ]


def test_a_removed_field_is_no_longer_shown_and_its_name_is_free_again(member: Member) -> None:
    project = field(member)
    envelope_id = envelope_of(member, NOW)
    note(member, envelope_id, values={project.id: "Bridge"})

    run(member, custom_fields.remove, project.id, NOW)

    assert run(member, envelope_details.of, envelope_id).details == Details()
    assert field(member).id in {f.id for f in run(member, custom_fields.fields)}


def test_only_admins_define_fields(member: Member, stranger: Member) -> None:
    project = field(member)

    with pytest.raises(Forbidden):
        field(colleague(member, MemberRole.SENDER), "Other")
    with pytest.raises(NotFound):
        run(stranger, custom_fields.remove, project.id, NOW)
    assert run(stranger, custom_fields.fields) == ()


def test_lists_show_only_what_is_to_stand_in_lists(member: Member) -> None:
    shown, hidden = field(member, "Shown", listed=True), field(member, "Hidden")
    envelope_id = envelope_of(member, NOW)
    note(member, envelope_id, external_id="7", values={shown.id: "a", hidden.id: "b"})

    (row,) = run(member, envelope_list.envelopes, Filters(box="drafts")).rows
    assert row.noted == (("Shown", "a"),)
    with member.organization.transaction(SYSTEM) as tx:
        assert sorted(tx.details.texts(envelope_id)) == ["7", "a", "b"]
