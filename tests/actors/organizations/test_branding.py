"""What an organization looks like, on its way through the workers: logo, mails, who wants them."""

from collections.abc import Iterator
from email.message import EmailMessage
from io import BytesIO

import pytest
from PIL import Image

from actors.envelopes import mail_invitation, mail_progress, mail_sender
from actors.organizations import prepare_logo
from actors.pdf.sandbox import sandbox
from core.jobs.job import Job
from core.organizations.mail_text import OwnWords
from core.people.preference import Preferences
from core.principal import SYSTEM
from core.settings.settings import Settings
from tenants import leased_job
from tenants.member import Member
from tenants.use_cases.organizations import branding
from tenants.use_cases.people import preferences
from tests.actors.conftest import Postman
from tests.tenants import ceremonies, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run


@pytest.fixture(scope="module")
def child() -> Iterator[None]:
    sandbox.start(("actors.pdf.uploaded_pictures.logo",))
    yield
    sandbox.stop()


def picture(format: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", (800, 200), "#7a1f3d").save(written, format)
    return written.getvalue()


def part(letter: EmailMessage, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_an_upload_becomes_the_logo_or_says_why_not(child: None, member: Member) -> None:
    journeys.upload_logo(member, picture("WEBP"))
    prepare_logo.prepare_logo(ceremonies.lease_open(member, "prepare_logo"))
    good = run(member, branding.view)
    journeys.upload_logo(member, picture("JPEG")[:300])
    job = ceremonies.lease_open(member, "prepare_logo")
    prepare_logo.prepare_logo(job)
    bad = run(member, branding.view)

    assert good.branding.logo is not None
    assert (good.branding.logo.width, good.branding.logo.height) == (600, 150)
    assert bad.logo_problem == "unusable_logo"
    assert bad.branding.logo == good.branding.logo
    assert leased_job.lease(member.organization, job.id) is None


def test_an_invitation_looks_and_speaks_like_the_organization(
    member: Member, mailing: Settings, postman: Postman
) -> None:
    words = OwnWords("{sender} sends {envelope}", "Dear <{recipient}>")
    run(member, branding.change, NOW, colour="#7a1f3d", sender_name="The Office", invitation=words
    )  # fmt: skip
    journeys.upload_logo(member, ceremonies.PNG)
    journeys.accept_logo(
        ceremonies.lease_open(member, "prepare_logo"), ceremonies.PNG, 1, 1, NOW
    )  # fmt: skip
    ceremonies.sent(member, NOW)

    mail_invitation.mail_invitation(ceremonies.lease_open(member, "mail_invitation"))

    (letter,) = postman.to("one@example.com")
    assert letter["Subject"] == "Owner sends Lease"
    assert "The Office" in letter["From"]
    assert "Dear <Signer One>" in part(letter, "plain")
    html = part(letter, "html")
    assert "Dear &lt;Signer One&gt;" in html
    assert "background:#7a1f3d" in html
    assert f'src="{mailing.base_url}/branding/' in html
    assert f'alt="{member.organization_name}"' in html


def test_who_asks_for_it_is_told_that_somebody_opened_it(
    member: Member, mailing: Settings, postman: Postman
) -> None:
    chosen = Preferences(notifications={"opened": True})
    run(member, preferences.change, member.name, chosen, ("en",), NOW)
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)

    for _ in ("opened", "signed"):
        mail_progress.mail_progress(ceremonies.lease_open(member, "mail_progress"))

    (letter,) = postman.to(member.email)
    assert letter["Subject"] == "Signer One has opened “Lease”"
    assert f"/envelopes/{envelope.id}" in part(letter, "plain")
    assert "Signer One has opened" in part(letter, "html")


def test_who_wants_no_mail_gets_none_and_the_job_is_done(
    member: Member, mailing: Settings, postman: Postman
) -> None:
    chosen = Preferences(notifications={"completed": False})
    run(member, preferences.change, member.name, chosen, ("en",), NOW)
    envelope = ceremonies.sent(member, NOW)
    with member.organization.transaction(SYSTEM) as tx:
        about = {"envelope_id": str(envelope.id), "notification": "completed"}
        tx.jobs.add(tx.organization_id, [Job("mail_sender", about)])
    job = ceremonies.lease_open(member, "mail_sender")

    mail_sender.mail_sender(job)

    assert postman.to(member.email) == []
    assert leased_job.lease(member.organization, job.id) is None
