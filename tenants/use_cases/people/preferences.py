"""What a person prefers: their name, language and clock, which mails."""

from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from core.access import Permission
from core.people import preference
from core.people.events import PersonRenamed
from core.people.preference import Preferences
from core.refusals import Invalid, sentence
from core.text.printable import cleaned
from tenants.encryption.keys import Destroyed
from tenants.transaction import Transaction

SIGNED_IN_ELSEWHERE = sentence(
    "Your name is also used in other organizations, so you cannot change it while signed in"
    " through this organization’s provider. Sign in with your password or a passkey to change it."
)


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """`signs`: a signature is kept."""

    preferences: Preferences
    signs: bool


def view(tx: Transaction) -> PreferencesView:
    tx.require(Permission.OWN_ACCOUNT)
    return PreferencesView(*tx.preferences.get(tx.member.person_id))


def change(
    tx: Transaction, name: str, chosen: Preferences, locales: Container[str], now: datetime
) -> None:
    """
    Their name changes in all their organizations, the rest in this one. Raises Invalid.

    Whom one organization's provider lets in is renamed only if they are nowhere else.
    """
    tx.require(Permission.OWN_ACCOUNT)
    chosen = preference.check(name, chosen, available_timezones(), locales)
    tx.preferences.put(tx.member.person_id, chosen)
    if cleaned(name) != tx.member.name:
        _rename(tx, cleaned(name), now)


def _rename(tx: Transaction, name: str, now: datetime) -> None:
    """In one transaction with what the log of each organization says of it. Raises Invalid."""
    member = tx.member
    if not tx.accounts.rename(member.session_id, name):
        raise Invalid(name=SIGNED_IN_ELSEWHERE)
    renamed = PersonRenamed(person_id=member.person_id, old=member.name, new=name)
    belongs = tx.accounts.memberships_of(member.person_id)
    # Always in the same order: two people of the same organizations never wait for each other.
    for organization_id in sorted(m.organization_id for m in belongs):
        with suppress(Destroyed), tx.enter(organization_id) as theirs:  # it is being taken apart
            theirs.record_admin((renamed,), member.actor, now)
