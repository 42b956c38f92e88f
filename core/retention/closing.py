"""Closing an organization: a time of grace, then what says something goes and proofs stay."""

from datetime import timedelta

from core.refusals import Invalid, sentence

GRACE = timedelta(days=30)


def check_slug(typed: str, slug: str) -> None:
    """Typed by hand, so that no one closes the wrong one. Raises Invalid."""
    if typed.strip().casefold() != slug.casefold():
        raise Invalid(slug=sentence("This is not the short name. Type it as shown above."))
