from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.controller import Controller

from actors.delivery import circuit_breaker, mail, mail_message
from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from actors.envelopes import mail_ending, mail_invitation, mail_progress, mail_reminder, mail_sender
from actors.jobs import job
from core.envelopes.correcting import Correction
from core.envelopes.recipient import Recipient
from core.principal import SYSTEM
from core.settings.settings import Settings
from core.signing.origin import Origin
from tenants import leased_job
from tenants.member import Member
from tenants.store.jobs.outbox import LostLease
from tenants.use_cases.envelopes import correcting, reading, reminding, voiding
from tenants.use_cases.envelopes import envelope_mail as use_case
from tenants.use_cases.envelopes.envelope_mail import Letter
from tenants.use_cases.signing import signing_ceremony
from tests.actors.conftest import Postman
from tests.ports import free_port
from tests.tenants import ceremonies
from tests.tenants.opening import run, run_job
from tests.tenants.use_cases.envelopes.test_shared_addresses import sent_to

NOW = datetime.now(UTC)

pytestmark = pytest.mark.usefixtures("mailing")


def test_an_invitation_carries_the_link_in_text_and_in_html(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW)
    leased = ceremonies.lease_open(member, "mail_invitation")
    link = run_job(leased, use_case.load).link

    mail_invitation.mail_invitation(leased)

    (mailed,) = postman.letters
    text, html = mailed.get_body(("plain",)), mailed.get_body(("html",))
    assert text is not None and html is not None
    assert str(mailed["To"]) == "Signer One <one@example.com>"
    assert envelope.name in str(mailed["Subject"])
    assert str(mailed["Reply-To"]) == f"{member.name} <{member.email}>"
    assert link in text.get_content()
    assert f'href="{link}"' in html.get_content()
    assert leased_job.lease(member.organization, leased.id) is None


def test_two_who_share_a_mailbox_get_a_mail_each_that_says_for_whom_it_is(
    member: Member, postman: Postman
) -> None:
    two = [Recipient(uuid4(), name, "home@example.com") for name in ("Ana Lima", "Ben Okoro")]
    sent_to(member, *two)

    leased = [ceremonies.lease_open(member, "mail_invitation") for _ in range(2)]
    links = {run_job(job, use_case.load).to[0]: run_job(job, use_case.load).link for job in leased}
    for job_ in leased:
        mail_invitation.mail_invitation(job_)

    assert len(set(links.values())) == 2
    for mailed in postman.letters:
        text, html = mailed.get_body(("plain",)), mailed.get_body(("html",))
        assert text is not None and html is not None
        name = str(mailed["To"]).partition(" <")[0]
        other = "Ben Okoro" if name == "Ana Lima" else "Ana Lima"
        assert str(mailed["Subject"]).startswith(f"For {name}: ")
        assert text.get_content().splitlines()[:2] == [f"Hello {name},", ""]
        for words in (text.get_content(), html.get_content()):
            assert links[name] in words
            assert links[other] not in words
            assert f"This e-mail and its link are only for {name}" in words


def test_a_second_try_is_the_same_mail(member: Member, postman: Postman) -> None:
    ceremonies.sent(member, NOW)
    leased = ceremonies.lease_open(member, "mail_invitation")

    for _ in range(2):
        mail.send(
            run_job(leased, use_case.load), "invitation", member.organization.installation.settings
        )

    first, second = postman.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert str(leased.id) in first["Message-ID"]
    assert [p.get_content() for p in first.walk() if not p.is_multipart()] == [
        p.get_content() for p in second.walk() if not p.is_multipart()
    ]


def test_a_reminder_goes_out_once_with_the_same_link(member: Member, postman: Postman) -> None:
    envelope = ceremonies.sent(member, NOW - timedelta(hours=2))
    link = run_job(ceremonies.lease_open(member, "mail_invitation"), use_case.load).link
    run(member, reminding.remind, envelope.id, NOW)
    leased = ceremonies.lease_open(member, "mail_reminder")

    mail_reminder.mail_reminder(leased)
    with pytest.raises(LostLease):
        mail_reminder.mail_reminder(leased)

    (mailed,) = postman.to("one@example.com")
    text, html = mailed.get_body(("plain",)), mailed.get_body(("html",))
    assert text is not None and html is not None
    assert str(mailed["Subject"]).startswith("Reminder: ")
    assert link in text.get_content()
    assert f'href="{link}"' in html.get_content()


def test_nobody_is_reminded_of_what_has_ended_meanwhile(member: Member, postman: Postman) -> None:
    envelope = ceremonies.sent(member, NOW - timedelta(hours=2))
    run(member, reminding.remind, envelope.id, NOW)
    leased = ceremonies.lease_open(member, "mail_reminder")
    run(member, voiding.void, envelope.id, "why", NOW)

    mail_reminder.mail_reminder(leased)

    assert postman.to("one@example.com") == []


def test_everybody_whom_a_void_concerns_reads_why(member: Member, postman: Postman) -> None:
    envelope = ceremonies.sent(member, NOW)
    run(member, voiding.void, envelope.id, "The price was wrong.", NOW)

    leased = ceremonies.lease_open(member, "mail_ending")
    mail_ending.mail_ending(leased)

    (mailed,) = postman.to("one@example.com")
    text = mailed.get_body(("plain",))
    assert text is not None and "The price was wrong." in text.get_content()


def test_the_sender_reads_who_declined(member: Member, postman: Postman) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.decline(ceremony, "I have <moved>.", Origin(), NOW)

    mail_sender.mail_sender(ceremonies.lease_open(member, "mail_sender"))

    (mailed,) = postman.to(member.email)
    html = mailed.get_body(("html",))
    assert html is not None and "I have &lt;moved&gt;." in html.get_content()
    assert "Signer One" in html.get_content()


def test_the_sender_reads_who_asks_for_paper_and_who_withdrew(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremony = ceremonies.enter(member, envelope.recipients[0])
    ceremonies.consent(ceremony, Origin(), NOW)
    run(ceremony, signing_ceremony.ask_for_paper, "12 <Main> Street", Origin(), NOW)
    run(ceremony, signing_ceremony.withdraw, Origin(), NOW)
    with member.organization.transaction(SYSTEM) as tx:
        jobs = tx.rows.all("select id from outbox where kind = 'mail_progress' order by id")

    for row in jobs:
        leased = leased_job.lease(member.organization, row["id"])
        assert leased is not None
        mail_progress.mail_progress(leased)

    paper, withdrew = postman.to(member.email)
    text, html = (body(paper, kind) for kind in ("plain", "html"))
    assert str(paper["Subject"]) == f"Signer One asks for paper: “{envelope.name}”"
    assert "Signer One wrote: “12 <Main> Street”" in text
    assert "12 &lt;Main&gt; Street" in html
    assert str(withdrew["Subject"]) == f"Signer One withdrew consent: “{envelope.name}”"
    assert "Nothing was signed" in body(withdrew, "plain")


def body(mailed: EmailMessage, kind: str) -> str:
    found = mailed.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_a_mail_that_is_refused_for_now_is_tried_again(member: Member, postman: Postman) -> None:
    ceremonies.sent(member, NOW)
    postman.answer = "451 Busy"

    row = _run_invitation(member)

    assert row["state"] == "open"
    assert row["last_error"] == "the mail server rejected the recipient with 451"
    assert row["lease_until"] is None
    assert postman.letters == []


def test_an_address_that_is_refused_for_good_is_told_the_sender_at_once(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW)
    postman.answer = "550 No such user"
    row = _run_invitation(member)
    postman.answer = "250 OK"

    mail_progress.mail_progress(ceremonies.lease_open(member, "mail_progress"))

    assert row["state"] == "done"
    (told,) = postman.to(member.email)
    text = told.get_body(("plain",))
    assert str(told["Subject"]) == f"“{envelope.name}” did not reach Signer One"
    assert text is not None and "correct the address" in text.get_content()
    with member.organization.transaction(SYSTEM) as tx:
        assert tx.envelopes.get(envelope.id).recipients[0].bounced_at is not None


@pytest.mark.parametrize(
    ("answer", "bounced"),
    [("550 5.1.1 No such user", True), ("552 5.2.2 Full", True), ("550 5.7.1 Spam", False)],
)
def test_an_address_that_is_refused_after_the_mail_is_told_too(
    member: Member, postman: Postman, answer: str, bounced: bool
) -> None:
    envelope = ceremonies.sent(member, NOW)
    postman.data_answer = answer

    row = _run_invitation(member)

    with member.organization.transaction(SYSTEM) as tx:
        refused_at = tx.envelopes.get(envelope.id).recipients[0].bounced_at
    assert (refused_at is not None, row["state"] == "done") == (bounced, bounced)


def test_a_refused_reminder_is_told_too(member: Member, postman: Postman) -> None:
    envelope = ceremonies.sent(member, NOW - timedelta(hours=2))
    run(member, reminding.remind, envelope.id, NOW)
    postman.answer = "550 No such user"

    mail_reminder.mail_reminder(ceremonies.lease_open(member, "mail_reminder"))

    with member.organization.transaction(SYSTEM) as tx:
        assert tx.envelopes.get(envelope.id).recipients[0].bounced_at is not None


def test_a_reminder_that_is_not_taken_says_so_and_may_be_sent_again(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW - timedelta(hours=2))
    run(member, reminding.remind, envelope.id, NOW)
    postman.data_answer = "451 Try again later"

    mail_reminder.mail_reminder(ceremonies.lease_open(member, "mail_reminder"))

    timeline = run(member, reading.timeline, envelope.id).entries
    assert timeline[-1].type == "recipient.reminder_lost"
    postman.data_answer = "250 OK"
    run(member, reminding.remind, envelope.id, NOW)
    mail_reminder.mail_reminder(ceremonies.lease_open(member, "mail_reminder"))
    assert len(postman.to("one@example.com")) == 1


def test_a_reminder_waits_for_a_mail_server_that_is_away(
    member: Member, postman: Postman, mailing: Settings
) -> None:
    installation = member.organization.installation
    envelope = ceremonies.sent(member, NOW - timedelta(hours=2))
    run(member, reminding.remind, envelope.id, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        row = tx.rows.one("select id from outbox where kind = 'mail_reminder'")
    installation.settings = replace(mailing, smtp_url="smtp://127.0.0.1:1")

    for _ in range(3):
        with member.organization.transaction(SYSTEM) as tx:
            tx.rows.run("update outbox set due_at = now() where id = %s", row["id"])
        job.run(installation, member.organization.id, row["id"])
    with member.organization.transaction(SYSTEM) as tx:
        waiting = tx.rows.one(
            "select state, tries, attempts, due_at < now() + interval '61 s' as soon"
            " from outbox where id = %s",
            row["id"],
        )
        tx.rows.run("update outbox set due_at = now() where id = %s", row["id"])
    installation.settings = mailing
    job.run(installation, member.organization.id, row["id"])

    assert waiting == {"state": "open", "tries": 0, "attempts": 3, "soon": True}
    assert len(postman.to("one@example.com")) == 1


def test_while_a_server_is_away_one_asks_and_the_others_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, asked = circuit_breaker.CircuitBreaker(), list[str]()

    def reach(fails: bool) -> float | None:
        try:
            with known.reaching("smtp://mail", "the mail server"):
                asked.append("asked")
                if fails:
                    raise ConnectionRefusedError
        except circuit_breaker.ServerAway as away:
            return away.wait
        return None

    waits = [reach(fails=True) for _ in range(3)]
    monkeypatch.setattr(circuit_breaker, "SOONEST", 0.0)
    known._again_at["smtp://mail"] = 0.0
    back = [reach(fails=False) for _ in range(3)]

    assert asked == ["asked", "asked", "asked", "asked"]
    assert all(wait is not None and 0 < wait <= circuit_breaker.SOONEST + 4 for wait in waits)
    assert back == [None, None, None]


def test_a_mail_server_that_is_away_is_tried_again(letter: Letter, mailing: Settings) -> None:
    nobody = replace(mailing, smtp_url="smtp://127.0.0.1:1")

    with pytest.raises(Undeliverable) as refused:
        mail.send(letter, "invitation", nobody)

    assert not refused.value.permanent


def test_a_password_is_never_sent_in_the_clear(letter: Letter, mailing: Settings) -> None:
    plain = replace(mailing, smtp_url=mailing.smtp_url.replace("//", "//user:secret@"))

    with pytest.raises(Undeliverable, match="offers no encryption"):
        mail.send(letter, "invitation", plain)


def test_a_name_cannot_add_a_header(letter: Letter) -> None:
    assert letter.recipient is not None
    name = "One\r\nBcc: three@example.com\x00"
    envelope = replace(letter.envelope, name="Lease\nBcc: three@example.com")
    person = replace(letter.recipient, name=name)
    sly = replace(letter, recipient=person, sender_name=name, envelope=envelope)

    composed = mail_message.compose(sly, "invitation", "Countersign <no-reply@example.com>")

    assert composed["Bcc"] is None
    assert str(composed["To"]) == '"One Bcc: three@example.com" <one@example.com>'
    assert "\nBcc" not in composed.as_string().partition("\n\n")[0]


@pytest.mark.parametrize(
    ("organization", "own", "mail_from", "sender"),
    [
        ("Meyer & Sons", "", "no-reply@example.com", "Meyer & Sons via Countersign"),
        ("Meyer & Sons", "", "Acme Sign <no-reply@example.com>", "Meyer & Sons via Acme Sign"),
        ("Meyer & Sons", "Meyer", "no-reply@example.com", "Meyer"),
        ("Countersign", "", "no-reply@example.com", "Countersign"),
    ],
)
def test_the_organization_is_the_sender_and_answers_reach_the_person(
    letter: Letter, organization: str, own: str, mail_from: str, sender: str
) -> None:
    brand = replace(letter.brand, branding=replace(letter.brand.branding, sender_name=own))
    named = replace(letter, organization_name=organization, brand=brand)

    composed = mail_message.compose(named, "invitation", mail_from)

    (address,) = composed["From"].addresses
    assert (address.display_name, address.addr_spec) == (sender, "no-reply@example.com")
    assert composed["Reply-To"].addresses[0].addr_spec == letter.sender_email


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
def test_the_subject_says_who_wants_what_by_when_and_stays_short(letter: Letter, kind: str) -> None:
    day = datetime(NOW.year + 2, 12, 3, 11, tzinfo=UTC)
    named = replace(letter, organization_name="Meyer & Sons")
    until = replace(named, envelope=replace(named.envelope, expires_at=day))
    always = replace(named, envelope=replace(named.envelope, expires_at=None))
    long = replace(
        until, organization_name="O" * 90, envelope=replace(until.envelope, name="E" * 90)
    )

    def subject(of: Letter) -> str:
        return str(mail_message.compose(of, kind, "no-reply@example.com")["Subject"])

    asked = {"invitation": "Meyer & Sons asks you to", "reminder": "Reminder: please"}[kind]
    assert subject(until) == f"{asked} sign “Lease” by 3 December {day.year}"
    assert subject(always) == f"{asked} sign “Lease”"
    assert len(subject(long)) <= 95
    assert "…" in subject(long)


@pytest.mark.parametrize("kind", ["invitation", "reminder", "completion", "ending"])
def test_names_are_only_words_in_html_and_stay_as_they_are_in_subjects(
    letter: Letter, kind: str
) -> None:
    sly = "A & <b>"
    named = replace(letter, organization_name=sly, envelope=replace(letter.envelope, name=sly))

    composed = mail_message.compose(named, kind, "no-reply@example.com")

    html = composed.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()
    assert "&amp;amp;" not in html.get_content()
    assert f"“{sly}”" in str(composed["Subject"])


def test_an_encoded_word_cannot_add_a_header(letter: Letter) -> None:
    assert letter.recipient is not None
    name = "=?utf-8?q?x=0d=0aBcc=3a=20three=40example.com=0d=0a=0d=0abody?="
    brand = replace(letter.brand, branding=replace(letter.brand.branding, sender_name=name))
    sly = replace(
        letter,
        recipient=replace(letter.recipient, name=name),
        sender_name=name,
        envelope=replace(letter.envelope, name=name),
        brand=brand,
    )
    plain = mail_message.compose(letter, "invitation", "no-reply@example.com")

    composed = mail_message.compose(sly, "invitation", "no-reply@example.com")

    written = message_from_bytes(composed.as_bytes(), policy=policy.default)
    assert written["Bcc"] is None
    assert written.keys() == plain.keys()
    assert written["To"].addresses[0].addr_spec == "one@example.com"


def test_every_mail_says_when_it_was_written(letter: Letter) -> None:
    composed = mail_message.compose(letter, "invitation", "no-reply@example.com")

    written = composed["Date"].datetime
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("typed", "handed_over"),
    [
        ("user@faß.de", "user@xn--fa-hia.de"),
        ("user@Bücher.example", "user@xn--bcher-kva.example"),
        ("user@例え.テスト", "user@xn--r8jz45g.xn--zckzah"),
    ],
)
def test_a_domain_is_written_as_idna_2008_says(
    letter: Letter, typed: str, handed_over: str
) -> None:
    assert letter.recipient is not None
    abroad = replace(letter, recipient=replace(letter.recipient, email=typed))

    composed = mail_message.compose(abroad, "invitation", "no-reply@example.com")

    assert composed["To"].addresses[0].addr_spec == handed_over


def test_letters_before_the_at_go_out_where_the_server_takes_them(
    letter: Letter, mailing: Settings, postman: Postman
) -> None:
    """RFC 6531: the postman offers SMTPUTF8."""
    assert letter.recipient is not None
    abroad = replace(letter, recipient=replace(letter.recipient, email="jörg@example.com"))

    mail.send(abroad, "invitation", mailing)

    (mailed,) = postman.letters
    addressed = mailed["To"].addresses[0].addr_spec.encode("ascii", "surrogateescape")
    assert addressed.decode() == "jörg@example.com"


def test_letters_before_the_at_are_refused_for_good_where_it_does_not(
    letter: Letter, mailing: Settings, old_post_office: str
) -> None:
    assert letter.recipient is not None
    abroad = replace(letter, recipient=replace(letter.recipient, email="jörg@example.com"))

    with pytest.raises(RecipientRefused, match="beyond ASCII") as refused:
        mail.send(abroad, "invitation", replace(mailing, smtp_url=old_post_office))

    assert refused.value.permanent


@pytest.mark.parametrize("address", ["", "one", "one@example.com, two@example.com", "a\n@b.com"])
def test_an_address_that_is_none_is_undeliverable_for_good(letter: Letter, address: str) -> None:
    assert letter.recipient is not None
    wrong = replace(letter, recipient=replace(letter.recipient, email=address))

    with pytest.raises(Undeliverable) as refused:
        mail_message.compose(wrong, "invitation", "no-reply@example.com")

    assert refused.value.permanent


def _run_invitation(member: Member) -> dict[str, Any]:
    with member.organization.transaction(SYSTEM) as tx:
        waiting = tx.rows.one("select id from outbox where kind = 'mail_invitation'")
    job.run(member.organization.installation, member.organization.id, waiting["id"])
    with member.organization.transaction(SYSTEM) as tx:
        return tx.rows.one(
            "select state, last_error, lease_until from outbox where id = %s", waiting["id"]
        )


@pytest.fixture
def letter(member: Member) -> Letter:
    """An invitation."""
    ceremonies.sent(member, NOW)
    return run_job(ceremonies.lease_open(member, "mail_invitation"), use_case.load)


@pytest.fixture
def old_post_office() -> Iterator[str]:
    """A mail server that knows no SMTPUTF8."""
    port = free_port()
    controller = Controller(Postman(), hostname="127.0.0.1", port=port, enable_SMTPUTF8=False)
    controller.start()
    yield f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_mail_that_waited_is_for_nobody_who_was_corrected_and_asks_nobody_who_is_done(
    member: Member, postman: Postman
) -> None:
    envelope = ceremonies.sent(member, NOW)
    first = envelope.recipients[0]
    typed = Correction("Signer Uno", "right@example.com")
    corrected = run(member, correcting.correct, envelope.id, first.id, typed, NOW)
    earlier, later = (ceremonies.lease_open(member, "mail_invitation") for _ in range(2))

    mail_invitation.mail_invitation(earlier)
    assert postman.letters == []
    ceremonies.sign(member, corrected.recipients[0], NOW)
    mail_invitation.mail_invitation(later)

    assert postman.letters == []
    assert [leased_job.lease(member.organization, job.id) for job in (earlier, later)] == [
        None,
        None,
    ]


def test_nobody_is_invited_to_what_was_voided_meanwhile(member: Member, postman: Postman) -> None:
    envelope = ceremonies.sent(member, NOW)
    run(member, voiding.void, envelope.id, "Sent by mistake", NOW)

    mail_invitation.mail_invitation(ceremonies.lease_open(member, "mail_invitation"))

    assert postman.letters == []


def test_an_address_in_a_name_is_no_link_for_who_is_asked_to_sign(
    member: Member, postman: Postman
) -> None:
    """Whoever fills in a direct link names themselves, and may enter the address of anyone."""
    sent_to(member, Recipient(uuid4(), "Claim at evil.example/prize", "victim@example.com"))

    mail_invitation.mail_invitation(ceremonies.lease_open(member, "mail_invitation"))

    for part in postman.letters[0].walk():
        if not part.is_multipart():
            assert "evil.example" not in part.get_content()
            assert "Claim at evil.\u200bexample" in part.get_content()
