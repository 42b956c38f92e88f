"""Who an envelope goes to is decided by two at the same moment: it can always be finished."""

from dataclasses import replace
from functools import partial
from uuid import UUID, uuid4

from core.envelopes.correcting import Correction
from core.envelopes.correction import ChangedRecipient, EnvelopeCorrection
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.signer import SIGNER
from core.envelopes.turns.naming import FilledInPerson
from core.evidence import consistency
from tenants.member import Member
from tenants.use_cases.envelopes import correcting, reading
from tenants.use_cases.signing import naming_people
from tests.tenants import ceremonies, races
from tests.tenants.later_people import left_open
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.test_races import NOW, ORIGIN, TIMES, finish, ready


def test_an_agent_names_someone_while_the_sender_does(member: Member) -> None:
    for _ in range(TIMES):
        envelope = left_open(member, NOW, AGENT, SIGNER)
        agent, late = envelope.recipients
        ceremonies.consent(ceremonies.enter(member, agent), ORIGIN, NOW)

        races.at_once(
            lambda e=envelope, id=late.id: name(member, e, {id: ANNA}),  # type: ignore[misc]
            lambda e=envelope, id=late.id: run(  # type: ignore[misc]
                member, correcting.correct, e.id, id, BEN, NOW
            ),
        )
        after = held(member, envelope)
        if after.recipients[0].completed_at is None:
            after = name(member, envelope, {})

        assert after.recipients[1].name in ("Anna", "Ben")
        assert ceremonies.sign(member, after.recipients[1], NOW).status is Status.SIGNED


def test_a_member_of_a_group_declines_while_another_finishes(member: Member) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent_to_group(member, NOW)
        first, second = (ready(member, envelope, n) for n in (0, 1))

        said = races.at_once(
            lambda c=first: ceremonies.decline(c, "No", ORIGIN, NOW),  # type: ignore[misc]
            lambda c=second: finish(c),  # type: ignore[misc]
        )

        assert said[1] == "done"
        assert held(member, envelope).status is Status.SIGNED


def test_two_senders_never_remove_everyone_between_them(member: Member) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent(member, NOW)
        one, two, _ = envelope.recipients

        correct = partial(run, member, correcting.correct_envelope, envelope.id)

        said = races.at_once(
            partial(correct, only(one, two), NOW), partial(correct, only(two, one), NOW)
        )
        after = held(member, envelope)

        assert sorted(said) == ["NotCorrectable", "done"]
        assert [r.finished for r in after.recipients[:2]].count(False) == 1


def test_a_field_moves_while_it_is_filled_in(member: Member) -> None:
    for _ in range(TIMES):
        envelope = ceremonies.sent(member, NOW)
        ceremony = ready(member, envelope, 0)
        text = next(f for f in envelope.fields_of(ceremony.recipient_id) if f.kind.name == "text")
        wanted = MergedFields((replace(text, x=text.x + 5),), frozenset())

        said = races.at_once(
            lambda c=ceremony, id=text.id: ceremonies.fill(c, {id: "Lisbon"}, NOW),  # type: ignore[misc]
            lambda e=envelope, w=wanted: run(  # type: ignore[misc]
                member, correcting.correct_fields, e.id, w, None, NOW
            ),
        )
        after = held(member, envelope).field(text.id)

        assert said == ["done", "done"]
        assert (after.value, after.x) == ("Lisbon", text.x + 5)


ANNA = FilledInPerson("Anna", "anna@example.com")
BEN = Correction("Ben", "ben@example.com", 1)


def name(member: Member, envelope: Envelope, people: dict[UUID, FilledInPerson]) -> Envelope:
    agent = ceremonies.enter(member, envelope.recipients[0])
    return run(agent, naming_people.name, people, NOW.date(), ORIGIN, NOW)


def only(kept: Recipient, removed: Recipient) -> EnvelopeCorrection:
    """One is corrected, the other removed."""
    row = ChangedRecipient(kept.id, f"Other {uuid4().hex}", kept.email, kept.routing_order, 1)
    return EnvelopeCorrection(changed=(row,), removed=frozenset({removed.id}))


def held(member: Member, envelope: Envelope) -> Envelope:
    """As it is after the race: what the trail says is what the rows say."""
    after = run(member, reading.changeable, envelope.id)
    timeline = run(member, reading.timeline, envelope.id)
    assert timeline.intact
    assert consistency.differences(after, timeline.entries) == ()
    return after
