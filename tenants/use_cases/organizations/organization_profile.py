"""What an organization is called, and where its clocks stand."""

from collections.abc import Container
from dataclasses import replace
from datetime import datetime
from zoneinfo import available_timezones

from core.access import Permission
from core.organizations import organization
from core.organizations.organization import Profile
from core.text.printable import tidy
from tenants.member import Member, MemberTransaction


def profile(member: Member) -> Profile:
    with member.transaction(Permission.READ_PEOPLE) as tx:
        return _profile(tx)


def change_profile(member: Member, new: Profile, locales: Container[str], now: datetime) -> None:
    """`locales` are the languages there are translations for. Raises Invalid."""
    new = replace(new, name=tidy(new.name))
    with member.transaction(Permission.MANAGE_SETTINGS) as tx:
        events = organization.change(
            _profile(tx, "for update"), new, available_timezones(), locales
        )
        if events:
            tx.run(
                "update organizations set name = %s, time_zone = %s, locale = %s",
                *(new.name, new.time_zone, new.locale),
            )
            tx.administer(events, member.actor, now)


def _profile(tx: MemberTransaction, hold: str = "") -> Profile:
    row = tx.one(f"select name, time_zone, locale from organizations {hold}")  # noqa: S608 - a word of our own
    return Profile(**row)
