"""From where a recipient acted."""

import re
from dataclasses import dataclass

# What a browser gives: latitude, longitude (degrees, WGS 84) and accuracy (meters).
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,20})?", re.ASCII)
FURTHEST = 50_000  # meters: what is less accurate says nothing of where someone is
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Origin:
    """As far as the connection tells."""

    address: str = ""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """As far as they told their browser to; `accuracy` in meters."""

    latitude: float
    longitude: float
    accuracy: int

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


def read_location(typed: str) -> Location | None:
    """Of "latitude longitude accuracy"; None for what is no place on Earth."""
    parts = typed[:LONGEST].split()
    if len(parts) != 3 or not all(NUMBER.fullmatch(part) for part in parts):
        return None
    latitude, longitude, accuracy = map(float, parts)
    if abs(latitude) > 90 or abs(longitude) > 180 or not 0 <= accuracy <= FURTHEST:
        return None
    return Location(latitude, longitude, max(1, round(accuracy)))
