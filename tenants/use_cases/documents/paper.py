"""The paper of an organization: what an image or a typed page without a size of its own lies on."""

from babel.core import get_global

from core.organizations.organization import Profile

LETTER = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)
"""Territories that use US Letter, as the CLDR has them; all others use A4."""


def of(profile: Profile) -> str:
    """ "letter" or "A4", by the time zone of the organization."""
    zones = get_global("zone_territories")
    return "letter" if zones.get(profile.time_zone) in LETTER else "A4"
