"""What happens when an envelope is thrown away or taken out of the bin, or something is erased."""

from dataclasses import dataclass

from core.envelopes.envelope import EnvelopeEvent
from core.refusals import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedToBin(EnvelopeEvent):
    type = "envelope.moved_to_bin"
    narration = sentence("%(actor)s moved the envelope to the recycle bin.")
    icon = "trash-2"
    timeline = sentence("%(actor)s moved it to the recycle bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFromBin(EnvelopeEvent):
    type = "envelope.taken_from_bin"
    narration = sentence("%(actor)s restored the envelope from the recycle bin.")
    icon = "archive-restore"
    timeline = sentence("%(actor)s restored it from the recycle bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopeDocumentsErased(EnvelopeEvent):
    """`cause` is bin, rule or person. The proof stays."""

    type = "envelope.documents_erased"
    narration = sentence("The documents of the envelope were erased (%(cause)s).")
    icon = "file-x"
    timeline = sentence("Its documents were erased")
    webhook = "envelope.purged"

    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonErasedFromEnvelope(EnvelopeEvent):
    """`recipient_ids` are as whom they stood in it: none where others only wrote of them."""

    type = "envelope.person_erased"
    narration = sentence("A person’s data was erased from the envelope.")
    icon = "eraser"
    timeline = sentence("A person’s data was erased from it")

    recipient_ids: list[str]
