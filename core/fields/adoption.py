"""What is said where a recipient makes a picture their own: a signature, initials, a stamp."""

from collections.abc import Mapping
from dataclasses import dataclass

WAYS = ("drawn", "typed", "uploaded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """
    `told` are the sentences of the timeline, with %(name)s in them, by how it was made; "" is that
    of any other way. One of a whole name may be kept for the next time. `begins_with` is typed
    already: the recipient's "name", their "initials" or nothing.
    """

    is_whole_name: bool = False
    ways: tuple[str, ...] = WAYS
    is_framed: bool = False  # what is typed becomes a stamp
    is_of_field: bool = False  # each field has a picture of its own, and none is a signature
    begins_with: str = ""
    heading: str
    asked: str  # how it is to be made
    picture: str  # over the picture that was uploaded
    file: str  # which file is asked for
    typed: str = ""
    type_first: str = ""
    consent: str
    act: str  # the button
    told: Mapping[str, str]
