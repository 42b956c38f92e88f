"""How many fields of each kind the recipients of a draft have."""

from collections import Counter
from dataclasses import dataclass

from core.envelopes import groups
from core.envelopes.envelope import Envelope
from core.envelopes.recipient import Recipient
from core.fields.kind import FieldKind

HUES = "abcdefgh"


@dataclass(frozen=True, slots=True)
class FieldSummary:
    """How many fields of each kind one recipient has, with the hue and letter they wear."""

    recipient: Recipient
    hue: str
    counts: dict[FieldKind, int]

    @property
    def signs(self) -> bool:
        return any(type.is_signature for type in self.counts)


def of(envelope: Envelope) -> list[FieldSummary]:
    fillers = groups.firsts(r for r in envelope.recipients if r.role.has_fields)
    return [
        FieldSummary(
            recipient,
            HUES[number % len(HUES)],
            Counter(f.kind for f in envelope.fields_of(recipient.id)),
        )
        for number, recipient in enumerate(fillers)
    ]
