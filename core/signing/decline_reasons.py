"""The reasons that a recipient is offered for declining. They may give another one, or none."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.refusals import sentence


@dataclass(frozen=True, slots=True)
class DeclineReason:
    """`hint` is what else they could do, or what happens then. %(sender)s."""

    words: str
    hint: str = ""


REASONS: Mapping[str, DeclineReason] = {
    "person": DeclineReason(
        sentence("I am not the right person"),
        sentence("%(sender)s can then send it to the right person."),
    ),
    "document": DeclineReason(sentence("Something in the document is wrong")),
    "time": DeclineReason(
        sentence("I need more time"),
        sentence("You do not have to decline. Just come back later."),
    ),
    "mind": DeclineReason(sentence("I have changed my mind")),
}
