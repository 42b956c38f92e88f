"""One envelope with every role, as real as it gets: signed by all, sealed, and judged genuine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import psycopg
import psycopg.types.json
import pytest

from actors import worker
from actors.evidence import certificate_of_completion, sealing_attempt
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from actors.pdf.verification import judge
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles import registry
from core.envelopes.turns.naming import FilledInPerson
from core.people.signing_group import GroupMember
from core.principal import SYSTEM
from core.signing.origin import Origin
from tenants.ceremony import Ceremony
from tenants.installation import Installation
from tenants.leased_job import LeasedJob
from tenants.member import Member
from tenants.use_cases.envelopes import copying, drafting, reading, sending
from tenants.use_cases.evidence.sealing_checks import Tampered
from tenants.use_cases.people import group_choice, signing_groups
from tenants.use_cases.signing import editing_people, naming_people
from tests.actors import journeys
from tests.actors.evidence import signed_envelopes
from tests.actors.pdf import pdfs
from tests.tenants import ceremonies, downloads
from tests.tenants.conftest import found_member
from tests.tenants.later_people import HOST, LATER
from tests.tenants.opening import run

ORIGIN = Origin("192.0.2.7", "a browser")
BY_PHONE = RecipientOptions(channel="sms", phone="+491511234567")
WITNESSED = replace(LATER, particulars=True)
FIRST = FilledInPerson("Tina Tenant", "tina@example.com")
WITNESS = FilledInPerson("Wim Witness", "wim@example.com")


@dataclass(frozen=True, slots=True)
class Case:
    member: Member
    envelope: Envelope
    job: LeasedJob


@pytest.fixture(scope="module")
def case(installation: Installation) -> Case:
    member = found_member(installation)
    draft = everyone(member)
    return Case(member, finished(member, draft), ceremonies.lease_open(member, "seal_envelope"))


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def everyone(member: Member) -> Envelope:
    """A draft with all roles, a group, and three who have no address when it is sent."""
    draft, now = signed_envelopes.prepared(member, pdfs.contract()), journeys.now()
    roles = registry.BY_NAME
    people = [
        Recipient(uuid4(), "Edda Editor", "edda@example.com", roles["editor"], 1),
        Recipient(uuid4(), "Alma Agent", "alma@example.com", roles["agent"], 2),
        Recipient(uuid4(), "", "", roles["signer"], 3, role_name="Tenant", options=LATER),
        Recipient(uuid4(), "Ines In Person", "", roles["in_person"], 3, options=HOST),
        Recipient(uuid4(), "Abel Approver", "abel@example.com", roles["approver"], 3),
        Recipient(uuid4(), "", "", roles["witness"], 4, role_name="Witness", options=WITNESSED),
        Recipient(uuid4(), "Vera Viewer", "", roles["viewer"], 5, options=BY_PHONE),
        Recipient(uuid4(), "Carl Copy", "carl@example.com", roles["cc"], 6),
    ]
    run(member, drafting.name_recipients, draft.id, people, now)
    group_id, group = uuid4(), (GroupMember(uuid4(), "Gil Group", "gil@example.com"),)
    other = GroupMember(uuid4(), "Gus Group", "gus@example.com")
    run(member, signing_groups.create, group_id, uuid4().hex, [*group, other], now)
    envelope = run(member, group_choice.add, draft.id, group_id, "signer", now)
    document = envelope.documents[0]
    signing = [r for r in envelope.recipients if r.role.signs][:4]
    fields = [
        ceremonies.signature_field(document.id, r.id, 50 + 100 * n) for n, r in enumerate(signing)
    ]
    run(member, drafting.place_fields, draft.id, fields, now)
    return run(member, reading.changeable, draft.id)


def finished(member: Member, draft: Envelope) -> Envelope:
    now = journeys.now()
    envelope = run(member, sending.send, draft.id, now)
    editor, agent, tenant, in_person, approver, witness, viewer, *_, gus = envelope.recipients
    ceremony = agreed(member, editor)
    run(ceremony, editing_people.edit, EnvelopeCorrection(), True, now.date(), ORIGIN, now)
    name(agreed(member, agent), {tenant.id: FIRST, witness.id: WITNESS})
    for person in (in_person, approver):
        ceremonies.sign(member, person, now)
    ceremony = agreed(member, tenant)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    ceremonies.finish(ceremony, ceremonies.values(ceremony), ORIGIN, now)
    ceremony = agreed(member, witness)
    ceremonies.adopt(ceremony, uuid4(), "signature", "drawn", ceremonies.PNG, now)
    given = {f.id: "mine" if f.kind.is_adopted else "Elm Street 1" for f in ceremony.fields}
    ceremonies.finish(ceremony, given, ORIGIN, now)
    ceremonies.sign(member, viewer, now)
    ceremonies.sign(member, gus, now)
    return run(member, reading.envelope, envelope.id)


def agreed(member: Member, recipient: Recipient) -> Ceremony:
    ceremonies.consent(ceremonies.enter(member, recipient), ORIGIN, journeys.now())
    return ceremonies.enter(member, recipient)


def name(ceremony: Ceremony, people: dict[object, FilledInPerson]) -> None:
    now = journeys.now()
    run(ceremony, naming_people.name, people, now.date(), ORIGIN, now)


@pytest.mark.parametrize(
    "change",
    [
        "options = options - 'group_id' where name like 'G%%'",
        "options = options || '{\"group\": \"Board\"}' where name = 'Gil Group'",
        "options = options - 'named_later' where name = 'Tina Tenant'",
        "options = options - 'particulars' where name = 'Wim Witness'",
        "options = options || '{\"host_email\": \"eve@example.com\"}' where name like 'Ines%%'",
        "options = options || '{\"host_name\": \"Eve\"}' where name like 'Ines%%'",
        "options = options || '{\"channel\": \"both\"}' where name = 'Vera Viewer'",
        "options = options || '{\"phone\": \"+15551234567\"}' where name = 'Vera Viewer'",
        "role = 'signer' where name = 'Ines In Person'",
        "email = 'ines@example.com' where name = 'Ines In Person'",
        "status = 'completed' where name = 'Gil Group'",
    ],
)
def test_what_makes_a_role_is_not_changed_before_the_seal(
    case: Case, superuser: psycopg.Connection[tuple[object, ...]], change: str
) -> None:
    loaded = sealing_attempt.load(case.job)
    assert loaded is not None
    certificate_of_completion.facts(loaded, loaded.images, "https://sign.example")

    words, _, where = change.partition(" where ")
    rows = superuser.execute(
        "select options, role, email, status, id from recipients where envelope_id = %s",
        (case.envelope.id,),
    ).fetchall()
    found = superuser.execute(
        f"update recipients set {words} where envelope_id = %s and {where}",
        (case.envelope.id,),
    )

    assert found.rowcount
    try:
        with pytest.raises(Tampered):
            sealing_attempt.load(case.job)
        assert not run(case.member, reading.timeline, case.envelope.id).intact
    finally:
        for before in rows:
            superuser.execute(
                "update recipients set options = %s, role = %s, email = %s, status = %s"
                " where id = %s",
                (psycopg.types.json.Jsonb(before[0]), *before[1:]),
            )
    assert sealing_attempt.load(case.job) is not None


def test_a_copy_of_it_asks_the_same_of_the_same_roles(case: Case) -> None:
    copy = run(case.member, copying.copy_envelope, case.envelope.id, uuid4(), journeys.now())

    assert [r.role for r in copy.recipients if not r.options.group_id] == [
        r.role for r in case.envelope.recipients if not r.options.group_id
    ]


def test_an_envelope_with_every_role_is_sealed_and_genuine(case: Case) -> None:
    member, envelope = case.member, case.envelope

    job.ACTORS["seal_envelope"](case.job)

    assert {r.role for r in envelope.recipients} == set(registry.ROLES)
    assert journeys.status(member, envelope) == "completed"
    with member.organization.transaction(SYSTEM) as tx:
        key = bytes(tx.rows.one("select certificate from organizations")["certificate"])
    document, now = envelope.documents[0], journeys.now()
    sealed = downloads.sealed_file(member, envelope.id, document.id, now).data
    certificate = downloads.sealed_file(member, envelope.id, None, now).data
    assert judge.judge(sealed, (key,)).genuine
    assert judge.judge(certificate, (key,)).genuine
    for text in pdfs.texts_in_all_engines(certificate):
        for known in ("Tina Tenant", "Wim Witness", "Ines In Person", "Gus Group", "Vera Viewer"):
            assert known in text
        assert "None" not in text
    timeline = run(member, reading.timeline, envelope.id)
    assert timeline.intact
