"""What a person prefers, and the signature they keep for the next time."""

from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from psycopg.types.json import Jsonb

from core.access import Permission
from core.events.admin_events import PersonRenamed
from core.people import preference
from core.people.preference import Preferences
from core.refusals import Invalid, NotFound, sentence
from core.text.printable import tidy
from tenants.encryption.keys import Destroyed
from tenants.member import Member, MemberTransaction
from tenants.use_cases.signing import signature_images

SIGNED_IN_ELSEWHERE = sentence(
    "Your name counts in other organizations too, and the provider of this one signed you in."
    " Sign in with your password or a passkey to change it."
)
METHODS = ("drawn", "typed", "uploaded")


@dataclass(frozen=True, slots=True)
class Preferred:
    """`signs`: a signature is kept."""

    preferences: Preferences
    signs: bool


@dataclass(frozen=True, slots=True)
class KeptSignature:
    png: bytes
    method: str


def preferred(member: Member) -> Preferred:
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        row = tx.maybe(
            "select locale, time_zone, notifications, signature is not null as signs"
            " from preferences where person_id = %s",
            member.person_id,
        )
    if row is None:
        return Preferred(Preferences(), False)
    signs = row.pop("signs")
    return Preferred(Preferences(**row), signs)


def change(
    member: Member, name: str, chosen: Preferences, locales: Container[str], now: datetime
) -> None:
    """
    Their name changes in all their organizations, the rest in this one. Raises Invalid.

    Whom one organization's provider lets in is renamed only if they are nowhere else.
    """
    chosen = preference.check(name, chosen, available_timezones(), locales)
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        _there(tx)
        tx.run(
            "update preferences set locale = %s, time_zone = %s, notifications = %s"
            " where person_id = %s",
            *(chosen.locale, chosen.time_zone, Jsonb(dict(chosen.notifications))),
            member.person_id,
        )
        if tidy(name) != member.name:
            _rename(tx, member, tidy(name), now)


def keep_signature(member: Member, image: bytes, method: str) -> None:
    """A PNG, kept encrypted. Raises UnusableImage."""
    if method not in METHODS:
        raise NotFound
    png = signature_images.check(image)
    sealed = member.organization.key.encrypt(png, _context(member))
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        _there(tx)
        tx.run(
            "update preferences set signature = %s, signature_method = %s where person_id = %s",
            *(sealed, method, member.person_id),
        )


def forget_signature(member: Member) -> None:
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        tx.run("update preferences set signature = null where person_id = %s", member.person_id)


def signature(member: Member) -> KeptSignature:
    """Raises NotFound when none is kept."""
    with member.transaction(Permission.OWN_ACCOUNT) as tx:
        row = tx.one(
            "select signature, signature_method from preferences"
            " where person_id = %s and signature is not null",
            member.person_id,
        )
    key = member.organization.key
    return KeptSignature(key.decrypt(row["signature"], _context(member)), row["signature_method"])


def _there(tx: MemberTransaction) -> None:
    tx.run(
        "insert into preferences (organization_id, person_id) values (%s, %s)"
        " on conflict do nothing",
        *(tx.organization_id, tx.member.person_id),
    )


def _context(member: Member) -> str:
    return f"kept signature:{member.person_id}"


def _rename(tx: MemberTransaction, member: Member, name: str, now: datetime) -> None:
    """In one transaction with what the log of each organization says of it. Raises Invalid."""
    done = tx.one("select rename_person(%s, %s) as done", member.session_id, name)["done"]
    if not done:
        raise Invalid(name=SIGNED_IN_ELSEWHERE)
    renamed = PersonRenamed(person_id=member.person_id, old=member.name, new=name)
    belongs = member.organization.installation.door.memberships_of(member.person_id)
    # Always in the same order: two people of the same organizations never wait for each other.
    for organization_id in sorted(m.organization_id for m in belongs):
        with suppress(Destroyed):  # it is being taken apart
            tx.within(organization_id).administer((renamed,), member.actor, now)
    tx.within(tx.organization_id)
