from dataclasses import replace

import pytest

from actors.documents import delete_file
from core.access import MemberRole
from core.organizations.branding import Branding, Logo
from core.organizations.mail_text import OwnWords
from core.principal import SYSTEM
from core.refusals import Forbidden, Invalid, NotFound
from core.signing import link
from tenants import leased_job
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tenants.use_cases.organizations import (
    brand_look,
    branding,
    reply_to_address,
)
from tenants.use_cases.sign_in import account_mail
from tests.tenants import ceremonies, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run, run_job
from tests.tenants.people import colleague


def token(member: Member) -> str:
    return brand_look.token(
        member.organization.installation.settings.link_key, member.organization.id
    )


def recorded(member: Member) -> list[str]:
    with member.organization.transaction(SYSTEM) as tx:
        rows = tx.rows.all(
            "select * from admin_events where type = 'setting.changed' order by sequence"
        )
        return [str(entry.data["setting"]) for entry in tx.admin_log.entries(rows)]


def test_a_change_is_kept_recorded_and_undone(member: Member) -> None:
    run(member, branding.change, NOW, colour="234993", sender_name="  The Office ")
    run(member, branding.change, NOW, invitation=OwnWords("Please sign {envelope}"))

    run(member, branding.undo, NOW)

    found = run(member, branding.view)
    assert found.branding == Branding(colour="#234993", sender_name="The Office")
    run(member, branding.undo, NOW)
    assert run(member, branding.view).branding.invitation.subject == "Please sign {envelope}"
    names = ["branding.colour", "branding.sender_name", *3 * ["branding.invitation"]]
    assert recorded(member) == names


def test_a_colour_that_cannot_be_read_changes_nothing(member: Member) -> None:
    with pytest.raises(Invalid):
        run(member, branding.change, NOW, colour="#ffff00", sender_name="The Office")

    assert run(member, branding.view).branding == Branding()


def test_a_sender_may_not_change_how_the_organization_looks(member: Member) -> None:
    with pytest.raises(Forbidden):
        run(colleague(member, MemberRole.SENDER), branding.change, NOW, colour="#234993")


def test_reset_is_the_beginning_and_can_be_undone(member: Member) -> None:
    run(member, branding.change, NOW, colour="#234993")

    run(member, branding.reset, NOW)
    after_reset = run(member, branding.view).branding
    run(member, branding.undo, NOW)

    assert after_reset == Branding()
    assert run(member, branding.view).branding.colour == "#234993"


def test_mails_about_envelopes_carry_the_branding(member: Member) -> None:
    words = OwnWords("{sender}: {envelope}", "Dear {recipient}")
    run(member, branding.change, NOW, colour="#234993", invitation=words)
    ceremonies.sent(member, NOW)

    letter = run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load)

    look = brand_look.mail_look(letter, "invitation")
    assert look.subject == "Owner: Lease"
    assert look.introduction == "Dear Signer One"
    assert look.palette.colour == "#234993"
    assert brand_look.mail_look(letter, "sender").subject == ""


def test_a_name_in_own_words_becomes_no_link_in_a_mail_program(member: Member) -> None:
    run(member, branding.change, NOW, invitation=OwnWords("", "Dear {recipient}"))
    ceremonies.sent(member, NOW)
    letter = run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load)
    assert letter.recipient
    named = replace(letter, recipient=replace(letter.recipient, name="evil.example/pay"))

    introduction = brand_look.mail_look(named, "invitation").introduction

    assert "evil.example" not in introduction
    assert introduction.replace("\u200b", "") == "Dear evil.example/pay"


def test_answers_go_to_an_address_only_after_it_was_proved(member: Member) -> None:
    installation = member.organization.installation
    run(member, reply_to_address.request, "office@example.com", NOW)
    words = run_job(ceremonies.lease_open(member, "mail_account"), account_mail.load).words
    secret = words.link.rpartition("/")[2]

    before = run(member, branding.view)
    asked = journeys.reply_to_question(installation, secret)
    journeys.confirm_reply_to(installation, secret, NOW)

    assert (before.reply_to_asked, before.branding.reply_to) == ("office@example.com", "")
    assert (words.address, asked.address) == ("office@example.com", "office@example.com")
    assert run(member, branding.view).branding.reply_to == "office@example.com"
    with pytest.raises(NotFound):
        journeys.confirm_reply_to(installation, secret, NOW)


def test_a_question_that_was_followed_by_another_one_is_answered_no_more(member: Member) -> None:
    run(member, reply_to_address.request, "one@example.com", NOW)
    first = run_job(ceremonies.lease_open(member, "mail_account"), account_mail.load).words.link
    run(member, reply_to_address.request, "two@example.com", NOW)

    with pytest.raises(NotFound):
        journeys.confirm_reply_to(member.organization.installation, first.rpartition("/")[2], NOW)


def test_a_logo_is_there_once_a_worker_has_made_it(member: Member, stranger: Member) -> None:
    journeys.upload_logo(member, ceremonies.PNG)
    waiting = run(member, branding.view).logo_waiting
    job = ceremonies.lease_open(member, "prepare_logo")
    journeys.accept_logo(job, ceremonies.PNG, 1, 1, NOW)

    found = run(member, branding.view)
    assert waiting
    assert not found.logo_waiting
    assert isinstance(found.branding.logo, Logo)
    name = found.brand.logo_path.rpartition("/")[2].removesuffix(".png")
    installation = member.organization.installation
    assert journeys.public_logo(installation, token(member), name) == ceremonies.PNG
    with pytest.raises(NotFound):
        journeys.public_logo(installation, token(stranger), name)
    assert recorded(member) == ["branding.logo"]


def test_the_same_picture_uploaded_twice_is_prepared_twice_and_forgotten(member: Member) -> None:
    for _ in range(2):
        journeys.upload_logo(member, ceremonies.PNG)
    first, second = (ceremonies.lease_open(member, "prepare_logo") for _ in range(2))

    for job in (first, second):
        assert journeys.uploaded_logo(job) == ceremonies.PNG
        journeys.accept_logo(job, ceremonies.PNG, 1, 1, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'delete_file'")
    for _ in range(2):
        delete_file.delete_file(ceremonies.lease_open(member, "delete_file"))

    assert run(member, branding.view).branding.logo is not None
    assert not run(member, branding.view).logo_waiting
    for job in (first, second):
        with pytest.raises(NotFound):
            journeys.uploaded_logo(job)


def test_of_two_uploads_the_later_one_counts(member: Member) -> None:
    journeys.upload_logo(member, ceremonies.PNG)
    job = ceremonies.lease_open(member, "prepare_logo")
    journeys.upload_logo(member, ceremonies.PNG + b" ")

    journeys.accept_logo(job, ceremonies.PNG, 1, 1, NOW)

    assert run(member, branding.view).branding.logo is None
    assert not leased_job.lease(member.organization, job.id)


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", b"<svg>", b"\x89PNG\r\n\x1a\n" + bytes(1_000_000)]
)
def test_what_is_no_small_picture_is_refused_at_once(member: Member, data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        journeys.upload_logo(member, data)

    assert "logo" in refused.value.errors


def test_nobody_finds_a_brand_by_guessing(member: Member) -> None:
    run(member, branding.change, NOW, colour="#234993")
    installation = member.organization.installation

    with pytest.raises(NotFound):
        journeys.brand(installation, link.digest("x").hex())
    assert journeys.brand(installation, token(member)).palette.colour == "#234993"


def test_what_was_stored_is_read_as_it_was() -> None:
    full = Branding(
        colour="#234993", logo=Logo("a" * 64, 2, 3), ending=OwnWords("One", "Two")
    )  # fmt: skip

    assert brand_look.read(brand_look.written(full)) == full
    assert brand_look.read({}) == replace(full, colour="", logo=None, ending=OwnWords())
