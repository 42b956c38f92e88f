"""The pages before the sign-in, and those around a signature, each with the cookies it needs."""

from datetime import datetime
from uuid import uuid4

from flask import Flask
from werkzeug.test import Client

from core.access import MemberRole
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.editor import EDITOR
from core.envelopes.roles.signer import SIGNER
from core.organizations.sign_up import SignUp
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import sharing
from tenants.use_cases.operator import managed_organizations
from tenants.use_cases.people import inviting
from tests.tenants import ceremonies, factors, later_people, operators
from tests.tenants.account_letters import letters_to
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.tenants.platform_letters import letters
from tests.webapp import public_forms
from tests.webapp.senders import Sender
from tests.webapp.visitors import Signer

Visit = tuple[Client | None, str]


def of(app: Flask, member: Member, stranger: Member, owner_url: str, now: datetime) -> list[Visit]:
    """Their addresses; `owner_url` is the database for its owner, who adds an operator."""
    installation = member.organization.installation
    operators.set_sign_up(installation, SignUp.OPEN)
    envelope = ceremonies.sent(member, now)
    shared = run(member, sharing.make_link, envelope.id, 7, now)
    addresses = (
        *("/sign-in", "/sign-in/organization", "/sign-up", "/sign-up/mailed"),
        *("/password-reset", "/operator/sign-in", "/verify", f"/shared/{shared}"),
        *("/shared/gone", "/invitations/gone", "/password-reset/gone", "/no/such/page"),
    )
    start = form(app, member)
    reporting = Signer(app, member, envelope, 0)
    reporting.open()
    report = f"{reporting.page}/report"
    thanked = Signer(app, member, ceremonies.sent(member, now), 0)
    thanked.open()
    thanked.post(f"{thanked.page}/report", {"reason": "fraud"})
    host = Signer(app, member, later_people.hosted(member, now), 0)
    host.open()
    agent = Signer(app, member, later_people.left_open(member, now, AGENT, SIGNER), 0)
    agent.consent()
    editor = Signer(app, member, later_people.left_open(member, now, EDITOR, SIGNER), 0)
    editor.consent()
    return [
        (editor.client, editor.page),
        (editor.client, f"{editor.page}/edits/fields"),
        (host.client, host.page),
        (host.client, f"{host.page}/device/locked"),
        (agent.client, agent.page),
        *((None, address) for address in addresses),
        (founder(app, member, installation), "/sign-up/organization"),
        (forgetful(app, member, installation), "/new-password"),
        (invited(app, member), "/join"),
        (halfway(app, stranger), "/sign-in/second-step"),
        (reporting.client, report),
        (thanked.client, f"{thanked.page}/report"),
        paused(app, installation, stranger, owner_url, now),
        *((None, start + part) for part in ("", "/sent", "/report", "/report/sent")),
    ]


def form(app: Flask, member: Member) -> str:
    """The address of a public form."""
    sender = Sender(app, member).signed_in()
    return public_forms.open_link(sender, public_forms.template_with(sender, "text"))


def founder(app: Flask, member: Member, installation: Installation) -> Client:
    visitor, email = Sender(app, member), f"founder-{uuid4().hex[:12]}@example.com"
    visitor.get("/sign-up")
    typed = {"name": "Our Office", "slug": "", "time_zone": "UTC", "locale": "en"}
    visitor.post("/sign-up", email=email, owner_name="Founder", **typed)
    (letter,) = letters_to(installation.platform, email)
    visitor.get(letter.words.link)
    return visitor.browser


def forgetful(app: Flask, member: Member, installation: Installation) -> Client:
    visitor = Sender(app, member)
    visitor.get("/password-reset")
    visitor.post("/password-reset", email=member.email)
    mailed = [w.words for w in letters(installation) if w.words.address == member.email]
    visitor.get(mailed[-1].link)
    return visitor.browser


def invited(app: Flask, member: Member) -> Client:
    email = f"invited-{uuid4().hex[:12]}@example.com"
    run(member, inviting.invite, email, MemberRole.SENDER, NOW)
    (letter,) = letters_to(member.organization, email)
    visitor = Sender(app, member)
    visitor.get(letter.words.link)
    return visitor.browser


def halfway(app: Flask, member: Member) -> Client:
    factors.with_authenticator(member)
    factors.with_passkey(member)
    visitor = Sender(app, member)
    visitor.sign_in(PASSWORD)
    return visitor.browser


def paused(
    app: Flask, installation: Installation, member: Member, owner_url: str, now: datetime
) -> Visit:
    """What a recipient reads whose sender is suspended."""
    signer = Signer(app, member, ceremonies.sent(member, now), 0)
    signer.consent()
    operator = operators.enrolled(installation, operators.add(owner_url))
    run(operator, managed_organizations.suspend, member.organization.id, "Reported by many.", now)
    return signer.client, signer.page
