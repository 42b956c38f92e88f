"""Groups of recipients, of whom any one acts for all."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.envelopes import correction, groups
from core.envelopes.correction import AddedRecipient, ChangedRecipient, EnvelopeCorrection
from core.envelopes.drafts import copying, draft, draft_fields, draft_routing, draft_sending
from core.envelopes.drafts.copied_recipients import RolePerson
from core.envelopes.envelope import Envelope, Status
from core.envelopes.events.recipients import RecipientSkipped
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.approver import APPROVER
from core.envelopes.turns import reassigning
from core.envelopes.turns.reassigning import Successor
from core.people import group_recipients
from core.people.signing_group import GroupMember, SigningGroup
from core.refusals import Invalid
from core.signing import adopting, declining, finishing, own_hand, turn
from core.signing.refusals import FieldsMissing, NoLongerNeeded
from tests.core.builders import (
    NOW,
    ORIGIN,
    SENDER,
    TODAY,
    adopted,
    consented,
    finish,
    make_envelope,
    mine,
    new_id,
    signature,
    signed_by,
    signer,
)


def member(name: str, group: str = "Finance", order: int = 1, **changes: object) -> Recipient:
    options = RecipientOptions(group_id=group.lower(), group=group)
    return signer(name, order, options=options, **changes)


def prepared(*recipients: Recipient, types: tuple[str, ...] = ("signature",)) -> Envelope:
    """Each group with one field of each kind, as if placed for its first member."""
    envelope = make_envelope(*recipients, types=types)
    first = {r.id for r in groups.firsts(recipients)}
    fields = tuple(f for f in envelope.fields if set(f.recipient_ids) <= first)
    return draft_fields.place(envelope, fields).envelope


def sent(*recipients: Recipient, types: tuple[str, ...] = ("signature",)) -> Envelope:
    return draft_sending.send(prepared(*recipients, types=types), SENDER, NOW).envelope


def states(envelope: Envelope) -> list[str]:
    return [r.status.value for r in envelope.recipients]


ANA, BEN, CARL = member("Ana A"), member("Ben B"), member("Carl C", "Board")


def test_all_members_are_asked_and_the_first_to_finish_has_acted_for_all() -> None:
    envelope = sent(ANA, BEN)
    before = states(envelope)

    done = finish(adopted(envelope, BEN), BEN)

    assert before == ["sent", "sent"]
    assert states(done.envelope) == ["skipped", "completed"]
    assert done.envelope.status is Status.SIGNED
    skipped = [e for e in done.events if isinstance(e, RecipientSkipped)]
    assert [(e.recipient_id, e.reason) for e in skipped] == [(ANA.id, "group")]
    assert groups.finisher(done.envelope.recipients, done.envelope.recipient(ANA.id)) == (
        done.envelope.recipient(BEN.id)
    )
    with pytest.raises(NoLongerNeeded):
        turn.check(done.envelope, done.envelope.recipient(ANA.id))


def test_a_field_of_one_member_is_for_all_of_the_group() -> None:
    envelope = prepared(ANA, BEN, CARL)

    whose = [set(f.recipient_ids) for f in envelope.fields]

    assert whose == [{ANA.id, BEN.id}, {CARL.id}]


def test_a_signature_is_for_one_person_or_one_group() -> None:
    envelope = prepared(ANA, BEN, CARL)
    both = replace(envelope.fields[0], recipient_ids=(ANA.id, CARL.id))

    with pytest.raises(Invalid) as refused:
        draft_fields.place(envelope, [both])

    assert list(refused.value.errors) == ["recipients"]


def test_a_signature_that_another_member_has_begun_is_not_that_of_the_one_who_finishes() -> None:
    half = half_signed(sent(ANA, BEN), ANA)

    with pytest.raises(FieldsMissing):
        finishing.finish(adopted(half, BEN), BEN.id, {}, TODAY, ORIGIN, NOW)
    done = finish(adopted(half, BEN), BEN).envelope

    signed = done.fields[0]
    hands = {str(s.id): s.recipient_id for s in done.signatures}
    assert (hands[signed.value], signed.filled_by) == (BEN.id, BEN.id)


def test_an_optional_signature_that_another_member_has_begun_stays_empty() -> None:
    envelope = prepared(ANA, BEN, types=("signature", "initials"))
    fields = (envelope.fields[0], replace(envelope.fields[1], required=False))
    envelope = draft_fields.place(envelope, fields).envelope
    envelope = draft_sending.send(envelope, SENDER, NOW).envelope
    half = adopting.adopt(half_signed(envelope, ANA), signature(ANA, "initials")).envelope
    half = finishing.fill(half, ANA.id, mine(half, ANA)).envelope

    signs = {half.fields[0].id: "mine"}
    done = finishing.finish(adopted(half, BEN), BEN.id, signs, TODAY, ORIGIN, NOW).envelope

    assert half.fields[1].value
    assert done.fields[1].value == ""
    assert done.fields[0].filled_by == BEN.id


def test_adopting_another_signature_signs_nothing_that_another_member_has_begun() -> None:
    half = half_signed(sent(ANA, BEN), ANA)

    ready = adopted(half, BEN)

    assert ready.fields[0].value == half.fields[0].value
    assert own_hand.seen_by(ready, BEN.id).fields[0].value == ""
    assert own_hand.seen_by(ready, ANA.id).fields[0].value == half.fields[0].value


def test_a_name_is_that_of_the_member_who_finishes() -> None:
    envelope = sent(ANA, BEN, types=("signature", "full_name"))
    name = envelope.fields[1]
    half = finishing.fill(consented(envelope, ANA), ANA.id, {name.id: "Ana A"}).envelope

    ready = adopted(half, BEN)
    shown = own_hand.seen_by(ready, BEN.id).field(name.id).value
    signs = {envelope.fields[0].id: "mine"}
    done = finishing.finish(ready, BEN.id, signs, TODAY, ORIGIN, NOW).envelope

    assert shown == "Ben B"
    assert done.field(name.id).value == "Ben B"


def test_a_member_who_declines_leaves_it_to_the_others_and_the_last_one_ends_it() -> None:
    envelope = sent(ANA, BEN)

    one = declining.decline(envelope, ANA.id, "Not me", ORIGIN, NOW).envelope
    both = declining.decline(one, BEN.id, "", ORIGIN, NOW).envelope

    assert (one.status, states(one)) == (Status.DELIVERED, ["declined", "sent"])
    assert both.status is Status.DECLINED


def test_a_group_counts_as_one_where_some_of_a_step_are_enough() -> None:
    envelope = prepared(ANA, BEN, CARL, signer("Dora D"))
    envelope = draft_routing.choose_steps(envelope, {1: 2}).envelope
    envelope = draft_sending.send(envelope, SENDER, NOW).envelope

    one = finish(adopted(envelope, ANA), ANA).envelope
    two = finish(adopted(one, CARL), CARL).envelope

    assert states(one) == ["completed", "skipped", "sent", "sent"]
    assert states(two) == ["completed", "skipped", "completed", "skipped"]


def test_more_of_a_step_than_its_groups_cannot_be_asked_for() -> None:
    envelope = prepared(ANA, BEN, CARL)

    with pytest.raises(Invalid):
        draft_routing.choose_steps(envelope, {1: 3})


def test_someone_may_be_in_two_groups_and_acts_for_each() -> None:
    again = replace(ANA, id=new_id(), options=CARL.options)
    envelope = sent(ANA, BEN, CARL, again)

    first = finish(adopted(envelope, ANA), ANA).envelope
    both = finish(adopted(first, again), again).envelope

    assert states(first) == ["completed", "skipped", "sent", "sent"]
    assert states(both) == ["completed", "skipped", "skipped", "completed"]


def test_approvers_of_a_group_approve_once() -> None:
    people = [replace(r, role=APPROVER) for r in (ANA, BEN)]
    last = signer("Dora D", 2)
    envelope = sent(*people, last)

    done = finishing.finish(consented(envelope, ANA), ANA.id, {}, TODAY, ORIGIN, NOW).envelope

    assert states(done) == ["completed", "skipped", "sent"]


def test_the_next_step_waits_for_one_of_the_group() -> None:
    last = signer("Dora D", 2)

    done = signed_by(sent(ANA, BEN, last), BEN)

    assert states(done) == ["skipped", "completed", "sent"]


def test_members_of_a_draft_share_their_place_and_their_condition() -> None:
    envelope = prepared(ANA, BEN, signer("Dora D", 2))
    named = [replace(ANA, routing_order=2), BEN, *envelope.recipients[2:]]

    moved = draft.name_recipients(envelope, named).envelope
    chosen = draft.choose_options(moved, BEN.id, RecipientOptions(condition="a > 1")).envelope

    assert [r.routing_order for r in moved.recipients] == [2, 2, 2]
    assert [r.options.condition for r in chosen.recipients] == ["a > 1", "a > 1", ""]
    assert [r.options.group for r in chosen.recipients] == ["Finance", "Finance", ""]


def test_a_member_who_is_added_to_a_draft_gets_the_fields_and_one_who_leaves_loses_them() -> None:
    envelope = prepared(ANA, BEN)
    late = member("Eve E")

    grown = draft.name_recipients(envelope, [ANA, BEN, late]).envelope
    shrunk = draft.name_recipients(grown, [BEN, late]).envelope

    assert set(grown.fields[0].recipient_ids) == {ANA.id, BEN.id, late.id}
    assert set(shrunk.fields[0].recipient_ids) == {BEN.id, late.id}


def test_copies_and_templates_take_groups_along() -> None:
    envelope = prepared(ANA, BEN, signer("Dora D", 2))
    blank = replace(make_envelope(), id=new_id(), recipients=(), documents=(), fields=())

    copied = copying.of_envelope(blank, envelope, new_id).outcome.envelope
    template = copying.for_template(blank, envelope, str, new_id).outcome.envelope

    assert [r.options.group for r in copied.recipients] == ["Finance", "Finance", ""]
    assert set(copied.fields[0].recipient_ids) == {r.id for r in copied.recipients[:2]}
    assert [(r.name, r.role_name) for r in template.recipients] == [
        *(("Ana A", ""), ("Ben B", "")),
        ("", "Signer"),
    ]


def test_a_successor_of_a_member_is_in_the_group() -> None:
    envelope = sent(ANA, BEN)
    to = Successor(new_id(), "Fay F", "fay@example.com")

    after = reassigning.reassign(envelope, ANA.id, to, NOW).envelope
    done = signed_by(after, after.recipient(to.id))

    assert states(done) == ["reassigned", "skipped", "completed"]


def test_a_correction_adds_a_member_who_may_fill_in_the_fields_of_the_group() -> None:
    envelope = sent(ANA, BEN, signer("Dora D", 2))
    late = AddedRecipient(new_id(), "Eve E", "eve@example.com", "viewer", 9, joins=ANA.id)

    after = correction.correct(envelope, EnvelopeCorrection(added=(late,)), NOW).envelope

    eve = after.recipient(late.id)
    assert (eve.role.name, eve.routing_order, eve.status) == ("signer", 1, RecipientStatus.SENT)
    assert eve.options.group == "Finance"
    assert eve.id in after.fields[0].recipient_ids
    assert states(signed_by(after, eve)) == ["skipped", "skipped", "sent", "completed"]


def test_whoever_takes_over_from_a_removed_member_is_in_the_group() -> None:
    envelope = sent(ANA, BEN)
    late = AddedRecipient(new_id(), "Eve E", "eve@example.com", "signer", 1, takes_over=ANA.id)

    asked = EnvelopeCorrection(added=(late,), removed=frozenset({ANA.id}))
    after = correction.correct(envelope, asked, NOW).envelope

    assert after.recipient(late.id).options.group == "Finance"
    assert set(after.fields[0].recipient_ids) == {BEN.id, late.id}
    assert states(signed_by(after, BEN)) == ["skipped", "completed", "skipped"]


def test_removing_a_member_leaves_the_others() -> None:
    envelope = sent(ANA, BEN)

    asked = EnvelopeCorrection(removed=frozenset({ANA.id}))
    after = correction.correct(envelope, asked, NOW).envelope

    assert states(after) == ["skipped", "sent"]
    assert states(signed_by(after, BEN)) == ["skipped", "completed"]


def test_the_people_of_a_group_are_not_put_into_different_steps() -> None:
    first = signer("Dora D")
    ana, ben = (replace(r, routing_order=2) for r in (ANA, BEN))
    envelope = sent(first, ana, ben)
    one = ChangedRecipient(ana.id, ana.name, ana.email, 3)
    other = ChangedRecipient(ben.id, ben.name, ben.email, 3)

    with pytest.raises(Invalid) as refused:
        correction.correct(envelope, EnvelopeCorrection(changed=(one,)), NOW)
    both = correction.correct(envelope, EnvelopeCorrection(changed=(one, other)), NOW).envelope

    assert set(refused.value.errors) == {f"order-{ana.id}", f"order-{ben.id}"}
    assert [r.routing_order for r in both.recipients] == [1, 3, 3]


def test_no_one_is_removed_from_a_step_below_the_number_that_has_to_finish() -> None:
    people = [signer(name) for name in ("Gil G", "Hal H", "Ida I")]
    envelope = draft_routing.choose_steps(make_envelope(*people), {1: 2}).envelope
    envelope = draft_sending.send(envelope, SENDER, NOW).envelope
    one = EnvelopeCorrection(removed=frozenset({people[0].id}))
    two = EnvelopeCorrection(removed=frozenset({people[0].id, people[1].id}))

    with pytest.raises(Invalid) as refused:
        correction.correct(envelope, two, NOW)
    after = correction.correct(envelope, one, NOW).envelope

    assert "step 1" in str(refused.value.errors["recipients"])
    assert states(after) == ["skipped", "sent", "sent"]


def half_signed(envelope: Envelope, recipient: Recipient) -> Envelope:
    """They have adopted a signature and put it where it belongs, without finishing."""
    ready = adopted(envelope, recipient)
    signs = {f.id: "mine" for f in ready.fields_of(recipient.id) if f.kind.name == "signature"}
    return finishing.fill(ready, recipient.id, signs).envelope


def test_a_template_is_used_with_the_people_its_group_has_now() -> None:
    content = prepared(ANA, BEN, signer("Dora D", 2))
    eve = GroupMember(new_id(), "Eve E", "eve@example.com")
    ben = GroupMember(new_id(), BEN.name, BEN.email)
    group_id = UUID(int=99)
    named = tuple(
        replace(r, options=groups.options_in(r.options, group_id, "Old name"))
        if r.options.group_id
        else r
        for r in content.recipients
    )
    content = replace(content, recipients=named)
    now = SigningGroup(group_id, "Finance", (ben, eve))

    fresh = group_recipients.refreshed(content, lambda: [now], new_id)
    others = replace(now, members=(eve,))
    replaced = group_recipients.refreshed(content, lambda: [others], new_id)
    gone = group_recipients.refreshed(content, lambda: [], new_id)

    assert [(r.name, r.options.group) for r in fresh.recipients] == [
        *(("Ben B", "Finance"), ("Eve E", "Finance"), ("Dora D", "")),
    ]
    assert set(fresh.fields[0].recipient_ids) == {r.id for r in fresh.recipients[:2]}
    assert [r.name for r in replaced.recipients] == ["Eve E", "Dora D"]
    assert replaced.fields[0].recipient_ids == (replaced.recipients[0].id,)
    assert gone == content


def test_a_group_takes_a_role_of_a_template() -> None:
    buyer = signer("", 1, email="", role_name="Buyer")
    content = replace(prepared(buyer, signer("Dora D", 2)), content_of=new_id())
    people = (
        GroupMember(new_id(), "Ana A", "ana@example.com"),
        GroupMember(new_id(), "B", "b@b.de"),
    )
    group = SigningGroup(new_id(), "Finance", people)
    blank = replace(make_envelope(), id=new_id(), recipients=(), documents=(), fields=())
    filling = copying.Filling({"Buyer": RolePerson("", "", group)})

    made = copying.of_templates(blank, [content], {new_id(): 1}, filling, new_id).outcome.envelope

    assert [(r.name, r.options.group) for r in made.recipients] == [
        *(("Ana A", "Finance"), ("B", "Finance"), ("Dora D", "")),
    ]
    assert set(made.fields[0].recipient_ids) == {r.id for r in made.recipients[:2]}
