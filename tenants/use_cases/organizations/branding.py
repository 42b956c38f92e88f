"""How the organization looks and speaks to its recipients: logo, colours, words, answers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb

from core.access import Permission
from core.organizations import branding as rules
from core.organizations import colour, mail_text
from core.organizations.branding import Branding
from core.refusals import Invalid, NotFound, sentence
from core.signing import link
from core.text.printable import tidy
from tenants import email_addresses
from tenants.identifiers import new_token
from tenants.installation import Installation
from tenants.member import Member
from tenants.organization import Organization, Transaction
from tenants.use_cases.organizations import brand_look
from tenants.use_cases.organizations.brand_look import Brand
from tenants.use_cases.sign_in import account_mail
from tenants.use_cases.sign_in.account_mail import Words

ASKED_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class View:
    """The branding, and what is still on its way: a logo looked at, an address to be proved."""

    brand: Brand
    logo_waiting: bool
    logo_problem: str
    reply_to_asked: str
    undoable: bool
    organization_name: str = ""

    @property
    def branding(self) -> Branding:
        return self.brand.branding


def view(member: Member) -> View:
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        row = tx.maybe("select * from branding")
        name = tx.one("select name from organizations")["name"]
    if row is None:
        return View(brand_look.PLAIN, False, "", "", False, name)
    return View(
        brand_look.of(member.organization, row["settings"], row["version"]),
        logo_waiting=bool(row["logo_upload"]) and not row["logo_problem"],
        logo_problem=row["logo_problem"],
        reply_to_asked=row["reply_to_asked"],
        undoable=row["previous"] is not None,
        organization_name=name,
    )


def change(member: Member, now: datetime, **parts: Any) -> None:
    """`parts` are fields of Branding that get another value. Raises Invalid."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        old = brand_look.read(lock(tx, member.organization)["settings"])
        become(tx, old, _tidied(replace(old, **parts)), member.actor, now)


def reset(member: Member, now: datetime) -> None:
    """Everything as it is for those who never changed it."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        old = brand_look.read(lock(tx, member.organization)["settings"])
        become(tx, old, Branding(), member.actor, now)


def undo(member: Member, now: datetime) -> None:
    """Back to what was before the last change; a second time is the last change again."""
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        row = lock(tx, member.organization)
        if row["previous"] is not None:
            old, new = brand_look.read(row["settings"]), brand_look.read(row["previous"])
            become(tx, old, new, member.actor, now)


def ask_reply_to(member: Member, address: str, now: datetime) -> None:
    """Mail a link to an address that answers shall go to; "" is that of each sender again."""
    address = address.strip()
    if not address:
        _forget_question(member)
        change(member, now, reply_to="")
        return
    if not email_addresses.deliverable(address):
        raise Invalid(reply_to=sentence("Enter a complete address: name@example.com."))
    token = new_token()
    values = {"asker": member.name}
    words = Words("reply_to", "", address, f"/branding/reply-to/{token}", values)
    letter = account_mail.letter(member.organization, words)
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        lock(tx, member.organization)
        tx.run(
            "update branding set reply_to_asked = %s, reply_to_by = %s, reply_to_hash = %s,"
            " reply_to_until = now() + %s",
            *(address, member.person_id, link.digest(token), ASKED_FOR),
        )
        tx.jobs.add(tx.organization_id, [letter])


@dataclass(frozen=True, slots=True)
class Question:
    """An address that is asked whether answers to an organization's mail may go there."""

    organization: Organization
    organization_name: str
    address: str


def question(installation: Installation, token: str) -> Question:
    """Raises NotFound, also when it was asked too long ago."""
    organization = _asking(installation, token)
    with organization.transaction() as tx:
        row = tx.one(
            "select o.name as organization_name, b.reply_to_asked as address"
            " from organizations o, branding b where b.reply_to_hash = %s",
            link.digest(token),
        )
    return Question(organization, **row)


def confirm_reply_to(installation: Installation, token: str, now: datetime) -> Question:
    """The address is theirs: from now on answers go there. Raises NotFound."""
    asked = question(installation, token)
    with asked.organization.transaction() as tx:
        row = lock(tx, asked.organization)
        if row["reply_to_hash"] != link.digest(token):
            raise NotFound
        old = brand_look.read(row["settings"])
        new = replace(old, reply_to=row["reply_to_asked"])
        become(tx, old, new, f"person:{row['reply_to_by']}", now)
        tx.run("update branding set reply_to_asked = '', reply_to_by = null, reply_to_hash = null")
    return asked


def lock(tx: Transaction, organization: Organization) -> dict[str, Any]:
    """The row, there from now on, in the hands of this transaction."""
    key = organization.installation.settings.link_key
    tx.run(
        "insert into branding (organization_id, token_hash) values (%s, %s) on conflict do nothing",
        *(tx.organization_id, link.digest(brand_look.token(key, organization.id))),
    )
    return tx.one("select * from branding for update")


def become(tx: Transaction, old: Branding, new: Branding, by: str, now: datetime) -> None:
    events = rules.change(old, new)
    if events:
        tx.run(
            "update branding set settings = %s, previous = %s, version = version + 1",
            *(Jsonb(brand_look.written(new)), Jsonb(brand_look.written(old))),
        )
        tx.administer(events, by, now)


def _tidied(new: Branding) -> Branding:
    words: dict[str, Any] = {kind: mail_text.tidied(new.words(kind)) for kind in mail_text.KINDS}
    return replace(
        new,
        colour=colour.tidy(new.colour),
        dark_colour=colour.tidy(new.dark_colour),
        sender_name=tidy(new.sender_name),
        **words,
    )


def _forget_question(member: Member) -> None:
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        tx.run("update branding set reply_to_asked = '', reply_to_by = null, reply_to_hash = null")


def _asking(installation: Installation, token: str) -> Organization:
    organization_id = installation.door.reply_to_question(link.digest(token))
    if organization_id is None:
        raise NotFound
    return installation.organization(organization_id)
