import pytest

from actors.delivery import mail_message
from core.principal import SYSTEM
from tenants.member import Member
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words
from tests.tenants import ceremonies
from tests.tenants.opening import run_job

SUBJECTS = {
    "password_reset": "Choose a new password",
    "locked_out": "Many failed attempts to sign in to your account",
    "second_step_failed": "Someone knows your password but could not sign in",
    "password_changed": "Your password was changed",
    "factor_added": "A passkey was added to your account",
    "factor_removed": "A passkey was removed from your account",
    "recovery_code_used": "A recovery code was used to sign in to your account",
    "recovery_codes_renewed": "New recovery codes for your account",
}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_each_letter_says_what_happened_and_where_to_go(member: Member, kind: str) -> None:
    values = {"factor": "passkey", "name": "<b>My phone</b>", "left": "3"}
    words = Words(kind, "Signer One", "one@example.com", "/settings/security", values)
    with member.organization.transaction(SYSTEM) as tx:
        tx.jobs.add(tx.organization_id, [account_mail.letter(member.organization, words)])
    job = ceremonies.lease_open(member, "mail_account")
    settings = member.organization.installation.settings

    letter = mail_message.compose(
        run_job(job, account_mail.load), f"account/{kind}", settings.mail_from
    )

    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None and html is not None
    assert str(letter["Subject"]) == SUBJECTS[kind]
    assert settings.base_url in text.get_content()
    assert f'href="{settings.base_url}/' in html.get_content()
    assert "<b>" not in html.get_content()
    assert "one@example.com" in text.get_content()
    job.done()


def test_an_authenticator_is_named_as_what_it_is(member: Member) -> None:
    words = Words(
        "factor_added", "Signer One", "one@example.com", "/x", {"factor": "authenticator"}
    )
    with member.organization.transaction(SYSTEM) as tx:
        tx.jobs.add(tx.organization_id, [account_mail.letter(member.organization, words)])
    job = ceremonies.lease_open(member, "mail_account")

    settings = member.organization.installation.settings
    letter = mail_message.compose(
        run_job(job, account_mail.load), "account/factor_added", settings.mail_from
    )

    assert str(letter["Subject"]) == "An authenticator app was added to your account"
