"""The address that answers to an organization's mail go to: asked by mail before it counts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.access import Permission
from core.refusals import Invalid, NotFound, sentence
from core.signing import link
from tenants import email_addresses
from tenants.identifiers import new_token
from tenants.installation import Installation, Organization
from tenants.transaction import Transaction
from tenants.use_cases.organizations import brand_look, branding
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

ASKED_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ReplyToQuestion:
    """An address that is asked whether answers to an organization's mail may go there."""

    organization_name: str
    address: str


def request(tx: Transaction, address: str, now: datetime) -> None:
    """Mail a link to an address that answers shall go to; "" is that of each sender again."""
    tx.require(Permission.MANAGE_SETTINGS)
    address = address.strip()
    if not address:
        tx.branding_rows.end_reply_to()
        branding.change(tx, now, reply_to="")
        return
    if not email_addresses.deliverable(address):
        raise Invalid(
            reply_to=sentence("Enter a complete e-mail address, such as name@example.com.")
        )
    member, token = tx.member, new_token()
    values = {"asker": member.name}
    words = Words("reply_to", "", address, f"/branding/reply-to/{token}", values)
    branding.lock(tx)
    tx.branding_rows.ask_reply_to(address, member.person_id, link.digest(token), ASKED_FOR)
    tx.jobs.add(tx.organization_id, [account_mail.letter(tx.rows, words)])


def organization_of(installation: Installation, token: str) -> Organization:
    """Who asks by this link. Raises NotFound, also when it was asked too long ago."""
    organization_id = installation.directory.reply_to_question(link.digest(token))
    if organization_id is None:
        raise NotFound
    return installation.organization(organization_id)


def question(tx: Transaction, token: str) -> ReplyToQuestion:
    """Raises NotFound."""
    return ReplyToQuestion(*tx.branding_rows.asked_reply_to(link.digest(token)))


def confirm(tx: Transaction, token: str, now: datetime) -> ReplyToQuestion:
    """The address is theirs: from now on answers go there. Raises NotFound."""
    asked, row = question(tx, token), branding.lock(tx)
    if row["reply_to_hash"] != link.digest(token):
        raise NotFound
    old = brand_look.read(row["settings"])
    new = replace(old, reply_to=row["reply_to_asked"])
    branding.become(tx, old, new, f"person:{row['reply_to_by']}", now)
    tx.branding_rows.end_reply_to()
    return asked
