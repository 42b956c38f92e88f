"""What a person prefers in an organization: language, time zone, which mails."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field

from core.people.notification import Notification
from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_line, why_undrawable

NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Preferences:
    """ "" is what the organization has. `notifications` holds what was chosen, by its name."""

    locale: str = ""
    time_zone: str = ""
    notifications: Mapping[str, bool] = field(default_factory=dict)


def check(
    name: str, chosen: Preferences, zones: Container[str], locales: Container[str]
) -> Preferences:
    """The same, with nothing in it that we do not know. Raises Invalid with errors by field."""
    errors = dict(_errors(name, chosen, zones, locales))
    if errors:
        raise Invalid(**errors)
    names = {n.value for n in Notification}
    known = {name: yes for name, yes in chosen.notifications.items() if name in names}
    return Preferences(chosen.locale, chosen.time_zone, known)


def _errors(
    name: str, chosen: Preferences, zones: Container[str], locales: Container[str]
) -> Iterator[tuple[str, str]]:
    if not cleaned(name) or len(name) > NAME_LIMIT or not is_line(name):
        yield "name", sentence("Enter your name, up to 120 characters.")
    elif why := why_undrawable(name):
        yield "name", why
    if chosen.time_zone and chosen.time_zone not in zones:
        yield "time_zone", sentence("Choose a time zone from the list.")
    if chosen.locale and chosen.locale not in locales:
        yield "locale", sentence("Choose a language from the list.")
