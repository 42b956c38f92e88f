"""Whether recipients may hand their part over to another person, as an organization decides."""

from enum import StrEnum

from core.refusals import sentence


class Delegation(StrEnum):
    NEVER = "never"
    CHOSEN = "chosen"
    ALWAYS = "always"


WORDS = {
    Delegation.CHOSEN: sentence("Only where the sender allows it"),
    Delegation.ALWAYS: sentence("Always"),
    Delegation.NEVER: sentence("Never"),
}


def allows(policy: str, by_sender: bool) -> bool:
    """`by_sender`: the sender has chosen it for this recipient."""
    return policy == Delegation.ALWAYS or (policy == Delegation.CHOSEN and by_sender)
