"""Signatures that are confirmed one by one, each by a proof of identity and with a reason."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pyotp
import pytest

from actors.evidence import seal_envelope, sealing_attempt
from core.envelopes.drafts.field_merge import MergedFields
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.refusals import Invalid, NotFound
from core.signing.events.signatures import SignatureConfirmed
from core.signing.refusals import SignaturesUnconfirmed
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.use_cases.envelopes import correcting, drafting, sending
from tenants.use_cases.evidence.sealing_checks import Tampered
from tenants.use_cases.signing import confirmations
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.use_cases.signing.proofs.test_recipient_authenticators import secret_of
from tests.tenants.use_cases.signing.test_identity_proofs import (
    CODE,
    ORIGIN,
    back,
    browser,
    enter,
)

REASON = "I approve this document"


class Person:
    """A signer with an app, who does one thing after the other: a code of the app counts once."""

    def __init__(self, member: Member, proofs: Sequence[str] = ("totp",)) -> None:
        self.member, self.at = member, NOW
        self.envelope = sent(member, proofs)
        self.session = browser(member, self.envelope)
        self.app = pyotp.TOTP(secret_of(self.ceremony))
        if "access_code" in proofs:
            enter(self.ceremony, "access_code", CODE, self.at)
        self.prove()
        ceremonies.consent(self.ceremony, ORIGIN, self.at)
        ceremonies.adopt(self.ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, self.at)
        ceremonies.fill(self.ceremony, ceremonies.values(self.ceremony), self.at)

    @property
    def ceremony(self) -> Ceremony:
        return back(self.member, self.session)

    @property
    def today(self) -> date:
        return self.at.date()

    def prove(self) -> None:
        self.at += timedelta(minutes=1)
        assert enter(self.ceremony, "totp", self.app.at(self.at), self.at)

    def begin(self, field_id: UUID, reason: str = REASON) -> tuple[str, ...]:
        """The names of the proofs that are asked for next."""
        args = (field_id, reason, "", self.today, self.ceremony.session, self.at)
        run(self.ceremony, confirmations.begin, *args)
        return tuple(p.name for p in self.ceremony.unproven)

    def finish(self) -> Envelope:
        return ceremonies.finish(self.ceremony, {}, ORIGIN, self.at)

    @property
    def fields(self) -> list[UUID]:
        return [f.id for f in self.envelope.fields]


def sent(member: Member, proofs: Sequence[str]) -> Envelope:
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    run(member, drafting.choose_proofs, draft.id, proofs, NOW, True)
    run(member, drafting.choose_options, draft.id, person.id, RecipientOptions(), NOW, CODE)
    id = draft.documents[0].id
    fields = [ceremonies.signature_field(id, person.id, y) for y in (100, 300)]
    run(member, drafting.place_fields, draft.id, fields, NOW)
    return run(member, sending.send, draft.id, NOW)


def told(member: Member, envelope: Envelope) -> list[dict[str, str]]:
    with member.organization.transaction(member.principal) as tx:
        found = [e for e in tx.audit.of(envelope.id) if e.type == SignatureConfirmed.type]
    return [e.data | {p.name: p.value for p in e.personal} for e in found]


def test_each_signature_is_confirmed_before_finishing(member: Member) -> None:
    anna = Person(member)
    first, second = anna.fields

    with pytest.raises(SignaturesUnconfirmed):
        anna.finish()
    assert anna.begin(first) == ("totp",)
    anna.prove()
    with pytest.raises(SignaturesUnconfirmed):
        anna.finish()
    anna.begin(second, "I have reviewed this document")
    anna.prove()

    assert anna.finish().status is Status.SIGNED
    made = told(member, anna.envelope)
    assert [m["field_id"] for m in made] == [str(first), str(second)]
    assert [m["reason"] for m in made] == [REASON, "I have reviewed this document"]
    assert {m["proofs"] for m in made} == {"totp"}


def test_the_first_takes_all_proofs_and_later_ones_the_persons_own(member: Member) -> None:
    anna = Person(member, ("access_code", "totp"))
    first, second = anna.fields

    assert anna.begin(first) == ("access_code", "totp")
    enter(anna.ceremony, "access_code", CODE, anna.at)
    assert told(member, anna.envelope) == []
    anna.prove()
    assert anna.begin(second) == ("totp",)
    anna.prove()

    assert [m["proofs"] for m in told(member, anna.envelope)] == ["access_code totp", "totp"]


@pytest.mark.parametrize("way", ["later", "elsewhere", "left"])
def test_after_leaving_all_proofs_are_asked_for_again(member: Member, way: str) -> None:
    anna = Person(member, ("access_code", "totp"))
    first, second = anna.fields
    anna.begin(first)
    enter(anna.ceremony, "access_code", CODE, anna.at)
    anna.prove()

    match way:
        case "later":
            anna.at += timedelta(minutes=16)
        case "elsewhere":
            anna.session = browser(member, anna.envelope)
            enter(anna.ceremony, "access_code", CODE, anna.at)
            anna.prove()
        case "left":
            run(anna.ceremony, confirmations.leave, anna.ceremony.session)

    assert anna.begin(second) == ("access_code", "totp")


def test_what_was_begun_long_ago_confirms_nothing(member: Member) -> None:
    anna = Person(member)
    anna.begin(anna.fields[0])
    anna.at += timedelta(minutes=20)

    anna.prove()

    assert told(member, anna.envelope) == []
    assert anna.ceremony.unproven == ()


def test_another_signature_is_confirmed_anew(member: Member) -> None:
    anna = Person(member)
    for field_id in anna.fields:
        anna.begin(field_id)
        anna.prove()

    ceremonies.adopt(anna.ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, anna.at)

    with pytest.raises(SignaturesUnconfirmed):
        anna.finish()
    for field_id in anna.fields:
        anna.begin(field_id)
        anna.prove()
    assert anna.finish().status is Status.SIGNED


def test_what_was_confirmed_before_fields_were_corrected_is_confirmed_anew(member: Member) -> None:
    """What a value means is said by labels, which may be others then."""
    anna = Person(member)
    anna.begin(anna.fields[0])
    anna.prove()
    last = replace(anna.envelope.fields[1], label="For the other contract, too")

    wanted = MergedFields((last,), frozenset())
    run(member, correcting.correct_fields, anna.envelope.id, wanted, None, anna.at)
    anna.begin(anna.fields[1])
    anna.prove()

    with pytest.raises(SignaturesUnconfirmed):
        anna.finish()
    anna.begin(anna.fields[0])
    anna.prove()
    assert anna.finish().status is Status.SIGNED
    assert sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))


def test_no_reason_no_other_field_and_no_signature_twice(member: Member) -> None:
    anna = Person(member)
    first = anna.fields[0]
    with pytest.raises(Invalid):
        anna.begin(first, "")
    with pytest.raises(NotFound):
        anna.begin(uuid4())
    anna.begin(first)
    run(anna.ceremony, confirmations.cancel, anna.ceremony.session)
    assert anna.ceremony.unproven == ()
    anna.begin(first)
    anna.prove()

    with pytest.raises(NotFound):
        anna.begin(first)


def test_reason_and_time_are_printed_below_the_signature(member: Member) -> None:
    anna = Person(member)
    for field_id in anna.fields:
        anna.begin(field_id)
        anna.prove()
    anna.finish()

    job = ceremonies.lease_open(member, "seal_envelope")
    loaded = sealing_attempt.load(job)
    assert loaded is not None
    captions = [m.caption for m in seal_envelope.marks(loaded, anna.envelope.documents[0].id)]

    at = [datetime.fromisoformat(str(c.at)) for c in loaded.envelope.confirmations]
    assert [c[0] for c in captions] == ["Anna Lind"] * 2
    assert [c[1] for c in captions] == [f"Signed {t:%Y-%m-%d %H:%M} UTC" for t in sorted(at)]
    assert {c[2] for c in captions} == {REASON}


@pytest.mark.parametrize(
    "change",
    [
        "update confirmations set content = 'x'",
        "update confirmations set at = at + interval '1 second'",
        "delete from confirmations",
        "update envelopes set confirming = '{}'",
    ],
)
def test_a_changed_row_stops_the_seal(
    member: Member, services: dict[str, str], change: str
) -> None:
    anna = Person(member)
    for field_id in anna.fields:
        anna.begin(field_id)
        anna.prove()
    anna.finish()
    job = ceremonies.lease_open(member, "seal_envelope")
    column = "id" if change.startswith("update envelopes") else "envelope_id"
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as superuser:
        superuser.execute("set search_path to tenant, directory, public")
        superuser.execute(f"{change} where {column} = %s", (anna.envelope.id,))  # type: ignore[arg-type]

    with pytest.raises(Tampered):
        sealing_attempt.load(job)
