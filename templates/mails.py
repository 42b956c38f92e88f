"""The environment of mails: text beside HTML, whoever sends or previews them."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from jinja2 import Environment, select_autoescape

from core.text import printable
from templates import environment
from templates.times import by_day, moment, on_day


@cache
def mail_environment() -> Environment:
    made = environment.make(autoescape=select_autoescape(("html",)))
    made.filters.update(when=_when, by_day=by_day, clipped=clipped, on_day=on_day)
    # Names that people chose for themselves, in mail to others who asked for none.
    made.filters["unlinked"] = printable.unlinked
    return made


def clipped(text: str, limit: int) -> str:
    """At most `limit` characters of whole words, with an ellipsis where it was longer."""
    if len(text) <= limit:
        return text
    kept = printable.shortened(text, lambda part: len(part) < limit)
    whole = text[len(kept)] == " " or " " not in kept
    return f"{(kept if whole else kept.rpartition(' ')[0]).rstrip(' ,.&-')}…"


def _when(at: datetime, zone: str) -> str:
    """“3 November 2026, 14:30 CET”."""
    return moment(at.astimezone(ZoneInfo(zone)))
