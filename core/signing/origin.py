"""From where a recipient acted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """As far as the connection tells."""

    address: str = ""
    user_agent: str = ""
