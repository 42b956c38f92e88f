"""A mail as recipients would get it, made of the very templates that mails are made of."""

from dataclasses import replace
from uuid import UUID

from core.documents.document import Document, DocumentStatus
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient import Recipient
from core.organizations.mail_text import KINDS, OwnWords
from templates import environment
from templates.mails import mail_environment
from tenants.member import Member
from tenants.use_cases.envelopes.envelope_mail import Letter
from tenants.use_cases.organizations.brand_look import Brand, mail_look
from webapp import current
from webapp.text.translation import gettext

SOME = UUID(int=1)


def kinds() -> tuple[str, ...]:
    """The mails there are, of those that an organization may write in its own words."""
    return tuple(kind for kind in KINDS if (environment.FOLDER / "mail" / f"{kind}.txt").exists())


def html(member: Member, brand: Brand, organization_name: str, kind: str) -> str:
    letter = _letter(member, brand, organization_name, kind)
    template = mail_environment().get_template(f"mail/{kind}.html")
    return template.render(letter=letter, look=mail_look(letter, kind))


def text(member: Member, brand: Brand, organization_name: str, kind: str) -> str:
    """Its headers that people see, then the plain version."""
    letter = _letter(member, brand, organization_name, kind)
    template = mail_environment().get_template(f"mail/{kind}.txt")
    shown = {"letter": letter, "look": mail_look(letter, kind)}
    subject = "".join(template.blocks["subject"](template.new_context(shown))).strip()
    return f"{gettext('Subject')}: {subject}\n\n{template.render(shown)}"


def worded(brand: Brand, kind: str, words: OwnWords) -> Brand:
    """The same branding with words that were not saved yet."""
    changed: dict[str, OwnWords] = {kind: words}
    return replace(brand, branding=replace(brand.branding, **changed))  # type: ignore[arg-type]


def _letter(member: Member, brand: Brand, organization_name: str, kind: str) -> Letter:
    """About an invented envelope, to an invented recipient."""
    base_url, now = current.settings().base_url, current.now()
    recipient = Recipient(SOME, gettext("Recipient name"), "recipient@example.com")
    document = Document(SOME, gettext("Agreement.pdf"), 0, "", DocumentStatus.READY)
    status = {"completion": Status.COMPLETED, "ending": Status.EXPIRED}.get(kind, Status.SENT)
    envelope = Envelope(
        *(SOME, member.organization.id, member.person_id, gettext("Agreement"), now),
        status=status, sent_at=now, recipients=(recipient,), documents=(document,),
    )  # fmt: skip
    return Letter(
        envelope=envelope,
        recipient=recipient,
        organization_name=organization_name,
        time_zone=member.time_zone,
        sender_name=member.name,
        sender_email=member.email,
        reason="",
        link=f"{base_url}/s/example",
        portal_link=base_url,
        verification_link=f"{base_url}/verify",
        base_url=base_url,
        message_id="",
        brand=brand,
    )
