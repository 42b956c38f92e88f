"""What a program calls the parts of an envelope, which it goes on calling so."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ProgramNames:
    """
    By the ids that documents, recipients and fields have here, as texts. `clients` are the ids that
    recipients have in the application that shows them their pages; `labels` what groups are called,
    and `options` what an option of a list is to the program, by its text.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    recipients: Mapping[str, str] = field(default_factory=dict)
    clients: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def of_document(self, envelope: Envelope, document_id: UUID) -> str:
        """As it was called; else its number."""
        numbers = {d.id: str(n) for n, d in enumerate(envelope.documents, 1)}
        return self.documents.get(str(document_id)) or numbers.get(document_id, str(document_id))

    def of_recipient(self, recipient_id: UUID) -> str:
        """As it was called; else its id, for numbers change when one is taken out."""
        return self.recipients.get(str(recipient_id)) or str(recipient_id)

    def client(self, recipient_id: UUID) -> str:
        return self.clients.get(str(recipient_id), "")

    def option(self, field_id: UUID, text: str) -> str:
        return self.options.get(str(field_id), {}).get(text, text)

    def document(self, envelope: Envelope, called: str) -> UUID:
        """Raises NotFound."""
        ids = [d.id for d in envelope.documents]
        return _found(ids, called, lambda id: self.of_document(envelope, id))

    def recipient(self, envelope: Envelope, called: str) -> UUID:
        """Raises NotFound."""
        return _found([r.id for r in envelope.recipients], called, self.of_recipient)


def _found(ids: list[UUID], called: str, name: Any) -> UUID:
    for id in ids:
        if called.casefold() in (name(id).casefold(), str(id)):
            return id
    raise NotFound


def read(stored: Mapping[str, Any] | None) -> ProgramNames:
    return ProgramNames(**stored) if stored else ProgramNames()
