"""How the organization looks and speaks to its recipients: logo, colours, words."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.access import Permission
from core.organizations import branding as rules
from core.organizations import colour, mail_text
from core.organizations.branding import Branding
from core.signing import link
from core.text.printable import cleaned
from tenants.transaction import Transaction
from tenants.use_cases.organizations import brand_look
from tenants.use_cases.organizations.brand_look import Brand


@dataclass(frozen=True, slots=True)
class BrandingView:
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


def view(tx: Transaction) -> BrandingView:
    tx.require(Permission.MANAGE_SETTINGS)
    row, name = tx.branding_rows.get(), tx.own_organization.name()
    if row is None:
        return BrandingView(brand_look.PLAIN, False, "", "", False, name)
    key = tx.settings.link_key
    return BrandingView(
        brand_look.load(key, tx.organization_id, row["settings"], row["version"]),
        logo_waiting=bool(row["logo_upload"]) and not row["logo_problem"],
        logo_problem=row["logo_problem"],
        reply_to_asked=row["reply_to_asked"],
        undoable=row["previous"] is not None,
        organization_name=name,
    )


def change(tx: Transaction, now: datetime, **parts: Any) -> None:
    """`parts` are fields of Branding that get another value. Raises Invalid."""
    tx.require(Permission.MANAGE_SETTINGS)
    old = brand_look.read(lock(tx)["settings"])
    become(tx, old, _cleaned(replace(old, **parts)), tx.principal.actor, now)


def reset(tx: Transaction, now: datetime) -> None:
    """Everything as it is for those who never changed it."""
    tx.require(Permission.MANAGE_SETTINGS)
    old = brand_look.read(lock(tx)["settings"])
    become(tx, old, Branding(), tx.principal.actor, now)


def undo(tx: Transaction, now: datetime) -> None:
    """Back to what was before the last change; a second time is the last change again."""
    tx.require(Permission.MANAGE_SETTINGS)
    row = lock(tx)
    if row["previous"] is not None:
        old, new = brand_look.read(row["settings"]), brand_look.read(row["previous"])
        become(tx, old, new, tx.principal.actor, now)


# For the use cases beside this one


def lock(tx: Transaction) -> dict[str, Any]:
    """The row, there from now on, in the hands of this transaction."""
    token = brand_look.token(tx.settings.link_key, tx.organization_id)
    return tx.branding_rows.lock(link.digest(token))


def become(tx: Transaction, old: Branding, new: Branding, by: str, now: datetime) -> None:
    events = rules.change(old, new)
    if events:
        tx.branding_rows.save(brand_look.written(new), brand_look.written(old))
        tx.record_admin(events, by, now)


def _cleaned(new: Branding) -> Branding:
    words: dict[str, Any] = {
        kind: mail_text.cleaned_words(new.words(kind)) for kind in mail_text.KINDS
    }
    return replace(
        new,
        colour=colour.cleaned(new.colour),
        dark_colour=colour.cleaned(new.dark_colour),
        sender_name=cleaned(new.sender_name),
        **words,
    )
