"""What a person prefers, and the signature they keep for the next time."""

from collections.abc import Container
from dataclasses import dataclass
from zoneinfo import available_timezones

from psycopg.types.json import Jsonb

from core import preference
from core.access import Permission
from core.preference import Preferences
from core.printable import tidy
from core.refusals import NotFound
from tenants import signature_images
from tenants.member import Member, MemberTransaction

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


def change(member: Member, name: str, chosen: Preferences, locales: Container[str]) -> None:
    """Their name changes in all their organizations, the rest in this one. Raises Invalid."""
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
        member.organization.installation.door.rename_person(member.person_id, tidy(name))


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
