from uuid import uuid4

import pytest

from core.access import MemberRole
from core.envelopes.custom_field import CustomField, CustomFieldKind
from core.principal import SYSTEM
from core.refusals import NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import custom_fields, envelope_details, ownership_transfer
from tenants.use_cases.envelopes.listing import custom_value_search
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.tenants.use_cases.organizations.test_summary_folding import envelope_of


def noted(member: Member, external_id: str, *entries: tuple[str, str]) -> None:
    run(
        member,
        envelope_details.change,
        envelope_of(member, NOW),
        external_id,
        {},
        list(entries),
        NOW,
    )


def values(member: Member, where: object, words: str) -> list[str]:
    return [row.value for row in run(member, custom_value_search.find, where, words).rows]  # type: ignore[arg-type]


def test_a_value_is_found_whole_or_by_its_beginning_in_any_case(member: Member) -> None:
    for external_id in ("AB-1", "ab-2", "AC-3", "zab"):
        noted(member, external_id)

    assert values(member, "", "ab") == ["AB-1", "ab-2"]
    assert values(member, "", "AB-1") == ["AB-1"]
    assert values(member, "", "ÿ") == []


def test_fields_and_entries_are_found_where_they_are(member: Member, stranger: Member) -> None:
    field = CustomField(uuid4(), "Project", CustomFieldKind.TEXT)
    run(member, custom_fields.define, field, NOW)
    envelope_id = envelope_of(member, NOW)
    run(
        member,
        envelope_details.change,
        envelope_id,
        "",
        {field.id: "Bridge"},
        [("Centre", "Bremen")],
        NOW,
    )

    assert values(member, field.id, "br") == ["Bridge"]
    assert values(member, "Centre", "br") == ["Bremen"]
    assert run(member, custom_value_search.keys) == ("Centre",)
    assert values(stranger, field.id, "br") == []
    assert values(colleague(member, MemberRole.SENDER), field.id, "br") == []


def test_pages_follow_each_other(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_value_search, "PAGE", 2)
    for number in range(5):
        noted(member, f"n{number}")

    found, after = [], ""
    while True:
        page = run(member, custom_value_search.find, "", "n", after)
        found += [row.value for row in page.rows]
        if page.next is None:
            break
        after = page.next

    assert found == ["n0", "n1", "n2", "n3", "n4"]
    with pytest.raises(NotFound):
        run(member, custom_value_search.find, "", "n", "nowhere")


def test_senders_find_what_is_theirs_also_when_it_was_handed_over(member: Member) -> None:
    sender = colleague(member, MemberRole.SENDER)
    field = CustomField(uuid4(), "Project", CustomFieldKind.TEXT)
    run(member, custom_fields.define, field, NOW)
    envelope_id = envelope_of(member, NOW)
    run(member, envelope_details.change, envelope_id, "id-1", {field.id: "Bridge"}, [], NOW)

    assert values(sender, "", "id") == values(sender, field.id, "br") == []
    with member.organization.transaction(SYSTEM) as tx:
        ownership_transfer.envelopes(tx, member.person_id, sender.person_id, NOW)
    run(member, envelope_details.change, envelope_id, "id-2", {field.id: "Bridge"}, [], NOW)

    assert values(sender, "", "id") == ["id-2"]
    assert values(sender, field.id, "br") == ["Bridge"]
