"""An organization as its members see it: what it is called, where its clocks stand."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, fields

from core.envelopes.delivery import archive
from core.envelopes.schedule import LONGEST, REMINDERS_LIMIT, Schedule
from core.events.event import AdminEvent
from core.organizations.confirming_rules import Confirming
from core.organizations.date_format import DateFormat
from core.organizations.delegation import Delegation
from core.organizations.events import SettingChanged
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

NAME_LIMIT = 120
ATTACHED = (0, 1, 2, 5, 10)  # megabytes: most mail servers take no more than that


@dataclass(frozen=True, slots=True)
class Profile:
    """`time_zone` is a name of the IANA database, `locale` a language we speak."""

    name: str
    time_zone: str
    locale: str
    # What a new envelope begins with: see Schedule.
    expire_days: int = 120
    remind_after: int = 0
    remind_every: int = 0
    remind_most: int = REMINDERS_LIMIT
    warn_days: int = 0
    date_format: str = DateFormat.ISO
    # How large the copies of an envelope may be together to go with the mail; 0: only their links.
    attach_megabytes: int = 0
    copy_links: bool = False  # senders may copy recipients' signing links
    archive: str = ""  # addresses that get new envelopes when they are completed, one per line
    delegation: str = Delegation.CHOSEN  # whether recipients may hand their part over
    ask_location: bool = False  # recipients are asked where they are, and may refuse
    # Each signature is confirmed by itself (21 CFR Part 11), with a reason from these, one in each
    # line, or in other words.
    confirm_signatures: bool = False
    signing_reasons: str = ""
    free_reasons: bool = True
    proofs: tuple[str, ...] = ()  # of identity, that every recipient is asked for at least

    @property
    def confirming(self) -> Confirming:
        reasons = tuple(self.signing_reasons.splitlines())
        return Confirming(self.confirm_signatures, reasons, self.free_reasons)

    @property
    def schedule(self) -> Schedule:
        reminders = (self.remind_after, self.remind_every, self.remind_most)
        return Schedule(self.expire_days, *reminders, self.warn_days)


def change(
    old: Profile, new: Profile, zones: Container[str], locales: Container[str]
) -> tuple[AdminEvent, ...]:
    """What is recorded when `old` becomes `new`. Raises Invalid with errors by field."""
    errors = dict(errors_of(new, zones, locales))
    if errors:
        raise Invalid(**errors)
    return changes("organization", old, new)


def changes(subject: str, old: object, new: object) -> tuple[SettingChanged, ...]:
    """One event for each field in which two settings of the same dataclass differ."""
    names = [f.name for f in fields(old)]  # type: ignore[arg-type]
    pairs = [(name, _said(getattr(old, name)), _said(getattr(new, name))) for name in names]
    return tuple(
        SettingChanged(setting=f"{subject}.{name}", old=before, new=after)
        for name, before, after in pairs
        if before != after
    )


def _said(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def errors_of(
    profile: Profile, zones: Container[str], locales: Container[str]
) -> Iterator[tuple[str, str]]:
    """Fields with what is wrong about them."""
    if not cleaned(profile.name) or len(profile.name) > NAME_LIMIT or not is_line(profile.name):
        yield "name", sentence("Enter a name for your organization, up to 120 characters.")
    elif why := why_undrawable(profile.name):
        yield "name", why
    if profile.time_zone not in zones:
        yield "time_zone", sentence("Choose a time zone from the list.")
    if profile.locale not in locales:
        yield "locale", sentence("Choose a language from the list.")
    try:
        archive.read(profile.archive)
    except Invalid as wrong:
        yield from wrong.errors.items()
    if profile.date_format not in set(DateFormat):
        yield "date_format", sentence("Choose a date format from the list.")
    if profile.delegation not in set(Delegation):
        yield "delegation", sentence("Choose one of these.")
    if profile.attach_megabytes not in ATTACHED:
        yield "attach_megabytes", sentence("Choose a size from the list.")
    if not 1 <= profile.expire_days <= LONGEST:
        yield "expire_days", sentence("Enter a number of days from 1 to 365.")
    if not 1 <= profile.remind_most <= REMINDERS_LIMIT:
        yield "remind_most", sentence("Enter a number from 1 to 10.")
    for name in ("remind_after", "remind_every", "warn_days"):
        if not 0 <= getattr(profile, name) <= LONGEST:
            yield name, sentence("Choose a number of days from the list.")
