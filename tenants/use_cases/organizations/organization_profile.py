"""What an organization is called, and where its clocks stand."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from core.access import Permission
from core.organizations import confirming_rules, organization
from core.organizations.organization import Profile
from core.refusals import Invalid
from core.signing.proofs import asked_proofs
from core.text.printable import cleaned
from tenants.transaction import Transaction
from tenants.use_cases.signing import recipient_choices


def profile(tx: Transaction) -> Profile:
    tx.require(Permission.READ_PEOPLE)
    return tx.own_organization.profile()


def change_profile(tx: Transaction, new: Profile, locales: Container[str], now: datetime) -> None:
    """`locales` are the languages there are translations for. Raises Invalid."""
    tx.require(Permission.MANAGE_SETTINGS)
    new = replace(new, name=cleaned(new.name))
    old = tx.own_organization.lock_profile()
    events = organization.change(old, new, available_timezones(), locales)
    if events:
        tx.own_organization.set_profile(new)
        tx.record_admin(events, tx.principal.actor, now)


def require_proofs(
    tx: Transaction,
    proofs: Sequence[str],
    now: datetime,
    signing_reasons: str = "",
    confirm_signatures: bool = False,
    free_reasons: bool = True,
) -> None:
    """
    What every recipient is asked for at least, in all that is sent from now on, drafts included,
    and whether each of their signatures is confirmed by itself.

    Raises Invalid.
    """
    tx.require(Permission.MANAGE_SETTINGS)
    recipient_choices.check_proofs(tx, proofs)
    old = tx.own_organization.lock_profile()
    new = replace(
        old,
        proofs=asked_proofs.check(proofs),
        confirm_signatures=confirm_signatures,
        signing_reasons=confirming_rules.lines(signing_reasons),
        free_reasons=free_reasons,
    )
    if new != old:
        tx.own_organization.set_profile(new)
        events = organization.changes("organization", old, new)
        tx.record_admin(events, tx.principal.actor, now)


def change_settings(
    tx: Transaction, changed: Mapping[str, Any], locales: Container[str], now: datetime
) -> Profile:
    """
    Any members of the profile by name; the others stay. Raises Invalid with all that is wrong.
    """
    tx.require(Permission.MANAGE_SETTINGS)
    old = tx.own_organization.lock_profile()
    new, errors = replace(old, **changed), dict[str, str]()
    try:
        new = replace(new, signing_reasons=confirming_rules.lines(new.signing_reasons))
    except Invalid as wrong:
        errors |= wrong.errors
    try:
        new = replace(new, proofs=asked_proofs.check(new.proofs))
        recipient_choices.check_proofs(tx, set(new.proofs) - set(old.proofs))
    except Invalid as wrong:
        errors |= wrong.errors
    new = replace(new, name=cleaned(new.name))
    errors |= dict(organization.errors_of(new, available_timezones(), locales))
    if errors:
        raise Invalid(**errors)
    if events := organization.changes("organization", old, new):
        tx.own_organization.set_profile(new)
        tx.record_admin(events, tx.principal.actor, now)
    return new


def slug(tx: Transaction) -> str:
    """By which people name the organization where they sign in."""
    tx.require(Permission.READ_PEOPLE)
    return tx.own_organization.slug()
