"""Proofs of identity that are asked in addition to the link."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from core.envelopes import correcting as rules
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import NothingToSend
from core.refusals import Invalid, NotFound, Refusal
from core.signing.origin import Origin
from core.signing.proofs import one_time_code, registry
from core.signing.proofs.proof_events import ProofFailed, ProofLocked
from core.signing.refusals import CodeExpired, ProofNeeded, ProofsLocked
from tenants import ceremony as ceremonies_of
from tenants.ceremony import Ceremony
from tenants.member import Member
from tenants.use_cases.envelopes import correcting, drafting, sending
from tenants.use_cases.signing import identity_proofs
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

ORIGIN = Origin("192.0.2.7", "a browser")
CODE = "Blue Heron 7"


PHONE = "+491511234567"
CHECKED = sorted(identity_proofs.CHECKS)
QUESTIONS = (("Which street did you live in?", "Elm Street 7"), ("Your first pet?", "Élan"))


def asking(
    member: Member,
    proofs: Sequence[str],
    code: str = "",
    now: datetime = NOW,
    phone: str = "+49 151 1234567",
    questions: Sequence[tuple[str, str]] = QUESTIONS,
    birthdate: str = "",
    channel: str = "",
) -> Envelope:
    """Sent to one signer, of whom these are asked."""
    draft = ceremonies.draft_with_document(member, now)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], now)
    chosen = RecipientOptions(
        proofs=tuple(proofs), phone=phone, birthdate=birthdate, channel=channel
    )
    run(member, drafting.choose_options, draft.id, person.id, chosen, now, code, questions)
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], now)
    return run(member, sending.send, draft.id, now)


def browser(member: Member, envelope: Envelope) -> str:
    """The secret of a session that the mailed link began."""
    token = ceremonies.token_of(member, envelope.recipients[0])
    return ceremonies_of.begin(member.organization.installation, token)


def back(member: Member, session: str) -> Ceremony:
    return ceremonies_of.resume(member.organization.installation, session)


def enter(ceremony: Ceremony, proof: str, typed: str, at: datetime = NOW) -> bool:
    with ceremony.transaction() as tx:
        args = (proof, typed, ceremony.session, ORIGIN, at)
        return identity_proofs.answer(tx, *args) is None


def mailed_code(member: Member, at: datetime = NOW) -> str:
    job = ceremonies.lease_open(member, "send_email_code")
    with job.transaction() as tx:
        return identity_proofs.code_to_send(tx, job, at)


def ask_code(ceremony: Ceremony, at: datetime = NOW, proof: str = "email_code") -> None:
    with ceremony.transaction() as tx:
        identity_proofs.send_code(tx, proof, at)


def test_no_page_and_no_act_without_the_proof_and_all_of_them_with_it(member: Member) -> None:
    envelope = asking(member, ["access_code"], CODE)
    session = browser(member, envelope)
    before = back(member, session)

    with pytest.raises(ProofNeeded):
        before.check_may_read()
    with pytest.raises(ProofNeeded):
        ceremonies.consent(before, ORIGIN, NOW)
    assert enter(before, "access_code", " blue  HERON7")

    after = back(member, session)
    assert after.unproven == ()
    assert ceremonies.consent(after, ORIGIN, NOW).recipients[0].consented


def test_a_proof_counts_in_the_browser_in_which_it_was_given(member: Member) -> None:
    envelope = asking(member, ["access_code"], CODE)
    here, there = browser(member, envelope), browser(member, envelope)

    assert enter(back(member, here), "access_code", CODE)

    assert [p.name for p in back(member, here).unproven] == []
    assert [p.name for p in back(member, there).unproven] == ["access_code"]


def test_a_mailed_code_opens_once_and_for_five_minutes(member: Member) -> None:
    envelope = asking(member, ["email_code"])
    ceremony = back(member, browser(member, envelope))
    ask_code(ceremony)
    code = mailed_code(member)

    with pytest.raises(CodeExpired):
        enter(ceremony, "email_code", code, at=NOW + timedelta(minutes=5, seconds=1))
    assert enter(ceremony, "email_code", f"{code[:3]} {code[3:]}", at=NOW + timedelta(minutes=5))
    with pytest.raises(CodeExpired):
        enter(ceremony, "email_code", code)


def test_a_new_code_ends_the_one_before_and_its_mail(member: Member) -> None:
    ceremony = back(member, browser(member, asking(member, ["email_code"])))
    ask_code(ceremony)
    ask_code(ceremony, at=NOW + timedelta(minutes=1))

    later = NOW + timedelta(minutes=1)
    codes = {mailed_code(member, later), mailed_code(member, later)}

    assert "" in codes and len(codes) == 2
    assert enter(ceremony, "email_code", max(codes), at=NOW + timedelta(minutes=2))


def test_the_code_before_a_new_one_is_refused(member: Member) -> None:
    ceremony = back(member, browser(member, asking(member, ["email_code"])))
    ask_code(ceremony)
    before = mailed_code(member)
    later = NOW + timedelta(minutes=1)
    ask_code(ceremony, at=later)
    after = mailed_code(member, later)

    assert after not in ("", before)
    assert not enter(ceremony, "email_code", before, at=later)
    assert enter(ceremony, "email_code", after, at=later)


@pytest.mark.parametrize("proof", CHECKED)
def test_guessing_from_many_addresses_at_once_ends_after_five_tries(
    member: Member, proof: str
) -> None:
    envelope = asking(member, [proof], CODE)
    session = browser(member, envelope)
    if registry.named(proof).job:
        ask_code(back(member, session), proof=proof)

    def guess(number: int) -> str:
        ceremony = back(member, session)
        origin = Origin(f"192.0.2.{number}", "a browser")
        try:
            with ceremony.transaction() as tx:
                identity_proofs.answer(tx, proof, f"guess {number}", ceremony.session, origin, NOW)
        except Refusal as refusal:
            return refusal.code
        return "wrong"

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(guess, range(50)))

    assert (said.count("wrong"), said.count("proofs_locked")) == (5, 45)
    with pytest.raises(ProofsLocked):
        enter(back(member, session), proof, CODE)
    with member.organization.transaction(member.principal) as tx:
        types = [e.type for e in tx.audit.of(envelope.id)]
    assert (types.count(ProofFailed.type), types.count(ProofLocked.type)) == (5, 1)


def test_the_sender_lets_them_try_again(member: Member) -> None:
    envelope = asking(member, ["access_code"], CODE)
    session = browser(member, envelope)
    for _ in range(5):
        assert not enter(back(member, session), "access_code", "wrong")

    run(member, identity_proofs.unlock, envelope.id, envelope.recipients[0].id, NOW)

    assert enter(back(member, session), "access_code", CODE)
    assert back(member, session).recipient.locked_at is None


def test_a_corrected_recipient_begins_anew(member: Member) -> None:
    envelope = asking(member, ["email_code"])
    ask_code(back(member, browser(member, envelope)))
    code = mailed_code(member)
    other = rules.Correction("Ben Okoro", "ben@example.com")
    after = run(member, correcting.correct, envelope.id, envelope.recipients[0].id, other, NOW)

    with pytest.raises(CodeExpired):
        enter(back(member, browser(member, after)), "email_code", code)


def test_neither_codes_nor_what_was_typed_is_stored_anywhere(member: Member) -> None:
    envelope = asking(member, ["access_code", "email_code"], CODE)
    session = browser(member, envelope)
    enter(back(member, session), "access_code", "my guess")
    enter(back(member, session), "access_code", CODE)
    ask_code(back(member, session))
    code = mailed_code(member)

    with member.organization.transaction(member.principal) as tx:
        tables = tx.rows.all(
            "select table_name from information_schema.columns"
            " where column_name = 'organization_id' and table_schema = 'tenant'"
        )
        written = "".join(
            str(tx.rows.all(f"select t::text from {row['table_name']} t")) for row in tables
        ).casefold()

    assert str(envelope.id) in written
    assert "blueheron7" not in written and "blue heron 7" not in written
    assert "my guess" not in written
    assert f"'{code}'" not in written and f",{code}," not in written


def test_a_phone_is_kept_as_it_is_dialled_from_anywhere(member: Member) -> None:
    envelope = asking(member, ["sms_code"], phone="+49 (0)151 / 123 45 67")

    assert envelope.recipients[0].options.phone == PHONE
    with pytest.raises(Invalid) as wrong:
        asking(member, ["sms_code"], phone="0151 1234567")
    with pytest.raises(NothingToSend):
        asking(member, ["sms_code"], phone="")
    assert "country code" in wrong.value.errors["phone"]


def test_where_no_sms_is_sent_no_code_by_sms_is_asked(member: Member) -> None:
    installation = member.organization.installation
    before = installation.settings
    installation.settings = replace(before, mailbox_dir="", sms_url="")
    try:
        with pytest.raises(Invalid) as wrong:
            asking(member, ["sms_code"])
    finally:
        installation.settings = before

    assert "cannot send SMS" in wrong.value.errors["proofs"]


def test_a_proof_that_is_not_asked_is_not_found(member: Member) -> None:
    ceremony = back(member, browser(member, asking(member, ["access_code"], CODE)))

    with pytest.raises(NotFound):
        enter(ceremony, "email_code", "123456")
    with pytest.raises(NotFound):
        ask_code(ceremony)


def test_an_access_code_that_was_set_stays_until_another_is_typed(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(UUID(int=5), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    chosen = RecipientOptions(proofs=("access_code",))
    run(member, drafting.choose_options, draft.id, person.id, chosen, NOW, CODE)

    noted = replace(chosen, note="Hello")
    after = run(member, drafting.choose_options, draft.id, person.id, noted, NOW)
    without = run(member, drafting.choose_options, draft.id, person.id, RecipientOptions(), NOW)

    assert after.recipients[0].options.access_code.count("$") == 1
    assert without.recipients[0].options.access_code == ""
    assert one_time_code.digits("12-34 56") == "123456"


def test_all_answers_have_to_be_right_in_one_try_however_they_are_written(member: Member) -> None:
    envelope = asking(member, ["questions"])
    session = browser(member, envelope)

    assert not enter(back(member, session), "questions", "Elm Street 7\nRex")
    assert not enter(back(member, session), "questions", "Elm Street 7")
    assert enter(back(member, session), "questions", "elm-street 7\n ELAN ")
    assert envelope.recipients[0].options.questions == tuple(q for q, _ in QUESTIONS)
    assert "elm" not in str(envelope.recipients[0].options.answers).casefold()


def test_a_question_that_is_typed_again_without_its_answer_keeps_it(member: Member) -> None:
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Anna Lind", "anna@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    chosen = RecipientOptions(proofs=("questions",))
    first = (
        run(member, drafting.choose_options, draft.id, person.id, chosen, NOW, "", QUESTIONS)
        .recipients[0]
        .options
    )

    again = [(QUESTIONS[0][0], ""), ("Another?", "yes")]
    after = run(member, drafting.choose_options, draft.id, person.id, chosen, NOW, "", again)
    with pytest.raises(Invalid) as wrong:
        run(member, drafting.choose_options, draft.id, person.id, chosen, NOW, "", [("New?", "")])

    assert after.recipients[0].options.answers[0] == first.answers[0]
    assert len(after.recipients[0].options.answers) == 2
    assert "questions" in wrong.value.errors
