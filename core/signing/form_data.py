"""The values of an envelope: those of who has finished, and of its sender."""

from core.envelopes.envelope import Envelope
from core.fields.field import Field
from core.signing import ceremony_logic


def standing(envelope: Envelope) -> tuple[Field, ...]:
    """
    The fields of which the value counts, with it.

    Of those who have not finished there is none: they may still change it. What conditions hide is
    not there either.
    """
    finished = envelope.finished_ids
    fields = ceremony_logic.seen_by_readers(envelope).fields
    return tuple(f for f in fields if f.filled_by in finished or not f.recipient_ids)
