"""What is said where a recipient adopts a signature or initials as their own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """
    `told` are the sentences of the timeline, with %(name)s in them, by how it was made; "" is that
    of any other way. One of a whole name may be kept for the next time.
    """

    is_whole_name: bool
    heading: str
    picture: str  # over the picture that was uploaded
    typed: str
    type_first: str
    consent: str
    told: Mapping[str, str]
