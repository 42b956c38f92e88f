"""A mail as it is sent: a page template in two versions, and headers that are one line each."""

import re
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Protocol

from actors.delivery.undeliverable import RecipientRefused, Undeliverable
from core.delivery import letter_mark
from core.refusals import Invalid
from core.signing import attaching
from templates import language
from templates.mails import mail_environment
from tenants.network import dns_records
from tenants.use_cases.organizations.brand_look import PLAIN, mail_look

# Stricter than the standard, which knows quotes and comments: no one's real address has them.
ADDRESS = re.compile(
    r"(?![^@]*=\?)[^\s\x00-\x1f\x7f@,;:<>()\[\]\\\"]+@[^\s\x00-\x1f\x7f@,;:<>()\\\"]+"
)


class Sendable(Protocol):
    """What any letter says of itself; the rest is between it and its page template."""

    @property
    def to(self) -> tuple[str, str]: ...
    @property
    def organization_name(self) -> str: ...
    @property
    def sender_name(self) -> str: ...
    @property
    def sender_email(self) -> str: ...
    @property
    def message_id(self) -> str: ...


def compose(letter: Sendable, kind: str, mail_from: str) -> EmailMessage:
    """Subject, text and HTML of `templates/mail/<kind>`, answers go to its sender."""
    with language.speaking(_language(letter)):
        return _composed(letter, kind, mail_from)


def _language(letter: Sendable) -> str:
    """Recipients are written to in all languages, members in those of the portal."""
    wanted = str(getattr(letter, "language", language.DEFAULT))
    is_recipient = getattr(letter, "recipient", None) is not None
    return wanted if is_recipient or wanted in language.for_portal() else language.DEFAULT


def _composed(letter: Sendable, kind: str, mail_from: str) -> EmailMessage:
    text = mail_environment().get_template(f"mail/{kind}.txt")
    shown = {"letter": letter, "look": mail_look(letter, kind)}
    branding = getattr(letter, "brand", PLAIN).branding
    message = EmailMessage()
    message["Subject"] = _line("".join(text.blocks["subject"](text.new_context(shown))))
    name, address = parseaddr(mail_from)
    message["From"] = _address(branding.sender_name or _via(letter, name), address)
    if branding.reply_to:
        message["Reply-To"] = _address(getattr(letter, "answers_reach", ""), branding.reply_to)
    elif letter.sender_email:
        message["Reply-To"] = _address(letter.sender_name, letter.sender_email)
    try:
        message["To"] = _address(*letter.to)
    except Undeliverable as wrong:
        raise RecipientRefused(str(wrong), permanent=True) from None
    message["Date"] = datetime.now(UTC)
    message["Message-ID"] = letter.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mark := getattr(letter, "mark", ""):
        message[letter_mark.HEADER] = mark
    message.set_content(text.render(shown))
    html = mail_environment().get_template(f"mail/{kind}.html")
    message.add_alternative(html.render(shown), subtype="html")
    for file in getattr(letter, "files", ()):
        main, _, sub = attaching.media_type_of(file.name).partition("/")
        message.add_attachment(file.data, maintype=main, subtype=sub, filename=_line(file.name))
    _check_headers(message)
    return message


def _via(letter: Sendable, platform: str) -> str:
    """“Meyer & Sons via Countersign”: whose mail it is, and who delivers it."""
    organization, platform = letter.organization_name, platform or "Countersign"
    if organization in ("", platform):
        return platform
    said = language.gettext("%(organization)s via %(platform)s")
    return said % {"organization": organization, "platform": platform}


def _address(name: str, address: str) -> Address:
    """
    Nothing but one address is let into a header; its domain as it stands in DNS (IDNA 2008).

    Raises Undeliverable.
    """
    local, _, domain = address.rpartition("@")
    try:
        if not ADDRESS.fullmatch(address):
            raise ValueError
        return Address(_line(name), local, dns_records.ascii_domain(domain))
    except (ValueError, Invalid):
        raise Undeliverable("the address cannot be written to", permanent=True) from None


def _line(text: str) -> str:
    """
    One line of printable characters: nothing that could begin another header.

    Nor an encoded word (RFC 2047): Python would decode it, with the line ends that are in it.
    """
    seen = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(seen.replace("=?", "= ?").split())


def _check_headers(message: EmailMessage) -> None:
    """
    Each is one header, however it is written down. Raises Undeliverable.

    Later versions of Python do the same.
    """
    for name, value in message.items():
        _, *more = message.policy.fold(name, value).splitlines()
        if not all(line.startswith((" ", "\t")) for line in more):
            raise Undeliverable(f"the header {name} would be more than one", permanent=True)
