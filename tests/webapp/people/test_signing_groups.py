"""Signing groups: kept in the settings, added to a draft as one row, signed by one of them."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import Flask

from core.access import MemberRole
from core.envelopes import reminding
from core.envelopes.drafts import draft_marks
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.people.signing_group import GroupMember, SigningGroup
from tenants.use_cases.envelopes import drafting, reading, sending
from tenants.use_cases.people import group_choice, signing_groups
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

PEOPLE = (("Ana A", "ana@example.com"), ("Ben B", "ben@example.com"))


def kept(sender: Sender, now: datetime, name: str = "Finance") -> SigningGroup:
    members = [GroupMember(uuid4(), *person) for person in PEOPLE]
    return run(sender.member, signing_groups.create, uuid4(), name, members, now)


def stored(sender: Sender, envelope_id: UUID) -> Envelope:
    return run(sender.member, reading.envelope, envelope_id)


def asked(sender: Sender, now: datetime) -> Envelope:
    """Sent to the group alone, with one signature field."""
    group, draft = kept(sender, now), ceremonies.draft_with_document(sender.member, now)
    envelope = run(sender.member, group_choice.add, draft.id, group.id, "signer", now)
    first = envelope.recipients[0].id
    field = ceremonies.signature_field(envelope.documents[0].id, first, 300)
    run(sender.member, drafting.place_fields, draft.id, [field], now)
    return run(sender.member, sending.send, draft.id, now)


def test_a_group_is_created_filled_renamed_deleted_and_restored(sender: Sender) -> None:
    empty = sender.get("/settings/signing-groups").text
    place = sender.post("/settings/signing-groups", name="Finance").headers["Location"]
    for name, email in PEOPLE:
        sender.post(f"{place}/members", member_name=name, email=email)
    page = sender.get(place).text
    listed = sender.get("/settings/signing-groups").text
    sender.post(place, name="Board")
    sender.post(f"{place}/deletion")
    gone = sender.get("/settings/signing-groups").text
    sender.post(f"{place}/restoration")

    assert "No signing groups yet" in empty
    assert "Ana A" in page and "ben@example.com" in page
    assert "Ana A, Ben B" in listed and "2 people" in listed
    assert "No signing groups yet" in gone and "Undo" in gone
    assert "Board" in sender.get("/settings/signing-groups").text
    log = sender.get("/settings/log").text
    assert "added Ana A to the signing group Finance." in log
    assert "renamed the signing group Finance to Board." in log


def test_someone_who_was_removed_is_put_back_by_undo(sender: Sender, now: datetime) -> None:
    group = kept(sender, now)
    place = f"/settings/signing-groups/{group.id}"
    sender.get(place)

    sender.post(f"{place}/members/{group.members[0].id}/removal")
    page = sender.get(place).text
    sender.post(f"{place}/members", member_name="Ana A", email="ana@example.com")

    assert "Ana A removed." in page and f'action="{place}/members"' in page
    members = run(sender.member, signing_groups.find, group.id).members
    assert [m.name for m in members] == ["Ben B", "Ana A"]


def test_what_is_wrong_is_said_and_kept(sender: Sender, now: datetime) -> None:
    group = kept(sender, now)
    place = f"/settings/signing-groups/{group.id}"
    sender.get(place)

    taken = sender.post("/settings/signing-groups", name="finance")
    wrong = sender.post(f"{place}/members", member_name="Carl", email="nowhere")
    twice = sender.post(f"{place}/members", member_name="ana a", email="ANA@example.com")

    assert taken.status_code == wrong.status_code == twice.status_code == 422
    assert "already a signing group with this name" in taken.text
    assert 'value="nowhere"' in wrong.text
    assert "already in the group" in twice.text


def test_senders_see_groups_and_change_none(app: Flask, sender: Sender, now: datetime) -> None:
    group = kept(sender, now)
    other = Sender(app, colleague(sender.member, MemberRole.SENDER)).signed_in()
    place = f"/settings/signing-groups/{group.id}"

    page = other.get(place).text

    assert "Ana A" in page and "Delete group" not in page
    assert other.post(f"{place}/deletion").status_code == 403


def test_a_group_is_one_row_of_the_draft_and_stays_together(sender: Sender, now: datetime) -> None:
    group, id = kept(sender, now), ceremonies.complete_draft(sender.member, now)
    choice = f"/envelopes/{id}/groups"

    offered = sender.get(choice).text
    sender.post(choice, group_id=str(group.id), role="approver")
    again = sender.post(choice, group_id=str(group.id), role="approver")
    page = sender.get(f"/envelopes/{id}").text

    assert "Ana A, Ben B" in offered
    assert again.status_code == 422
    assert page.count("data-row=") == 4
    people = stored(sender, id).recipients[-2:]
    assert [(r.name, r.role.name, r.routing_order) for r in people] == [
        ("Ana A", "approver", 4),
        ("Ben B", "approver", 4),
    ]


def test_the_row_of_a_group_is_moved_changed_and_removed_as_one(
    sender: Sender, now: datetime
) -> None:
    group, draft = kept(sender, now), ceremonies.draft_with_document(sender.member, now)
    one = Recipient(uuid4(), "Signer One", "one@example.com")
    run(sender.member, drafting.name_recipients, draft.id, [one], now)
    run(sender.member, group_choice.add, draft.id, group.id, "signer", now)
    place, (_, ana, ben) = f"/envelopes/{draft.id}/recipients", stored(sender, draft.id).recipients
    sender.get(f"/envelopes/{draft.id}")
    rows = [
        {"id": str(one.id), "name": one.name, "email": one.email, "role": "signer"},
        {"id": str(ana.id), "name": ana.name, "email": ana.email, "role": "approver"},
        {"id": str(ben.id), "name": ben.name, "email": ben.email},
    ]
    for row in rows[1:]:
        row["group"] = str(group.id)

    sender.post_rows(place, rows, action=f"up-{ana.id}")
    moved = stored(sender, draft.id).recipients
    sender.post_rows(place, [*rows[1:], rows[0]], action=f"remove-{ana.id}")

    assert [(r.name, r.role.name, r.routing_order) for r in moved] == [
        *(("Ana A", "approver", 1), ("Ben B", "approver", 1)),
        ("Signer One", "signer", 2),
    ]
    assert [r.options.group for r in moved] == ["Finance", "Finance", ""]
    assert [r.name for r in stored(sender, draft.id).recipients] == ["Signer One"]


def test_the_first_of_a_group_who_finishes_has_signed_for_it(
    app: Flask, sender: Sender, now: datetime
) -> None:
    envelope = asked(sender, now)
    ben = Signer(app, sender.member, envelope, 1)

    shown = ben.open().text
    declining = ben.get(f"{ben.page}/refusal").text
    ceremonies.sign(sender.member, envelope.recipients[0], now)
    page = ben.get(ben.page).text
    timeline = sender.get(f"/envelopes/{envelope.id}").text

    assert "You were asked as a member of the group" in shown
    assert "others who were asked can still do this" in declining
    assert "has already finished this for the group" in page and "Ana A" in page
    assert "Ana A (Finance)" in timeline
    assert [r.status.value for r in stored(sender, envelope.id).recipients] == [
        *("completed", "skipped"),
    ]


def test_the_prepare_page_shows_a_group_as_one_person(sender: Sender, now: datetime) -> None:
    group, draft = kept(sender, now), ceremonies.draft_with_document(sender.member, now)
    people = run(sender.member, group_choice.add, draft.id, group.id, "signer", now).recipients
    field = ceremonies.signature_field(draft.documents[0].id, people[0].id, 300)
    run(sender.member, drafting.place_fields, draft.id, [field], now)

    page = sender.get(f"/envelopes/{draft.id}/fields").text
    placed = sender.get(f"/envelopes/{draft.id}/fields/placed").json["fields"]

    assert page.count('name="placing_recipient"') == 2
    assert "Finance" in page
    assert placed[0]["recipient_ids"] == [str(people[0].id)]
    assert len(stored(sender, draft.id).fields[0].recipient_ids) == 2


def test_the_list_and_the_page_of_an_envelope_name_the_group(sender: Sender, now: datetime) -> None:
    envelope = asked(sender, now)

    listed = sender.get("/envelopes").text
    page = sender.get(f"/envelopes/{envelope.id}").text

    assert "Finance" in listed and "Ana A" not in listed
    assert "Waiting for Finance" in page and "One of them is enough" in page
    assert "0 of 1 signed" in page


def test_someone_joins_the_group_of_a_sent_envelope_by_correction(
    sender: Sender, now: datetime
) -> None:
    envelope = asked(sender, now)
    place, late = f"/envelopes/{envelope.id}/correction", str(uuid4())
    first = envelope.recipients[0]

    form = sender.get(place).text
    typed = {f"name-{late}": "Eve E", f"email-{late}": "eve@example.com"}
    joins = {f"role-{late}": "signer", f"order-{late}": "1", f"fields-{late}": f"group-{first.id}"}
    answer = sender.post(place, added=late, **typed, **joins)

    assert f'value="group-{first.id}"' in form
    assert answer.status_code == 303
    eve = stored(sender, envelope.id).recipients[-1]
    assert (eve.name, eve.options.group, eve.status.value) == ("Eve E", "Finance", "sent")
    assert eve.id in stored(sender, envelope.id).fields[0].recipient_ids


def test_only_open_members_are_reminded(sender: Sender, now: datetime) -> None:
    envelope = asked(sender, now)
    later = now + timedelta(hours=2)
    both = reminding.remindable(stored(sender, envelope.id), later)

    ceremonies.sign(sender.member, envelope.recipients[0], now)
    left = reminding.remindable(stored(sender, envelope.id), later)

    assert [r.name for r in both] == ["Ana A", "Ben B"]
    assert list(left) == []


def test_a_group_takes_a_role_when_a_template_is_used(sender: Sender, now: datetime) -> None:
    group, template_id = kept(sender, now), uuid4()
    source = ceremonies.sent(sender.member, now)
    run(sender.member, templates.create_from, source.id, template_id, str, now)
    run(sender.member, publishing.publish, template_id, now)
    id = str(uuid4())
    form = {"template": str(template_id), "envelope_id": id, "action": "edit"}

    page = sender.get(f"/templates/use?template={template_id}").text
    made = sender.post("/templates/use", **form, **{"group-0": str(group.id)})

    assert "Or a signing group" in page
    assert made.status_code == 303
    people = stored(sender, UUID(id)).recipients
    assert [(r.name, r.options.group) for r in people[:2]] == [
        ("Ana A", "Finance"),
        ("Ben B", "Finance"),
    ]


def test_a_member_who_is_in_a_group_is_waited_for_until_another_one_has_finished(
    sender: Sender, now: datetime
) -> None:
    me = GroupMember(uuid4(), "Me", sender.member.email)
    other = GroupMember(uuid4(), "Ben B", "ben@example.com")
    members = [me, other]
    group = run(sender.member, signing_groups.create, uuid4(), "Finance", members, now)
    draft = ceremonies.draft_with_document(sender.member, now)
    run(sender.member, group_choice.add, draft.id, group.id, "approver", now)
    envelope = run(sender.member, sending.send, draft.id, now)

    before = sender.get("/envelopes?box=inbox").text
    ceremonies.sign(sender.member, envelope.recipients[1], now)
    after = sender.get("/envelopes?box=inbox").text

    assert f"/envelopes/{envelope.id}" in before and "Approve" in before
    assert f"/envelopes/{envelope.id}" not in after


def test_another_role_of_the_row_is_saved_for_all_of_the_group_as_it_is_chosen(
    sender: Sender, now: datetime
) -> None:
    group, draft = kept(sender, now), ceremonies.draft_with_document(sender.member, now)
    people = run(sender.member, group_choice.add, draft.id, group.id, "signer", now).recipients
    sender.get(f"/envelopes/{draft.id}")
    rows = [
        {"id": str(r.id), "name": r.name, "email": r.email, "group": str(group.id)} for r in people
    ]
    rows[0]["role"] = "viewer"
    for row, person in zip(rows, people, strict=True):
        row["was"] = draft_marks.of_recipient(person)

    answer = sender.post_rows(
        f"/envelopes/{draft.id}/recipients", rows, action="type", page=str(uuid4()), htmx="yes"
    )

    after = stored(sender, draft.id).recipients
    assert answer.status_code == 200 and 'id="was-1"' in answer.text
    assert [(r.role.name, r.options.group) for r in after] == [("viewer", "Finance")] * 2
    assert "Something here was changed in another window" not in answer.text
