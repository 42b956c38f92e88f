"""What was entered in a preview so far: its page carries it, and nothing stores it."""

import base64
import binascii
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core.envelopes.drafts import preview
from core.envelopes.envelope import Envelope, Signature, with_fields
from core.fields import kinds
from core.refusals import Invalid
from core.signing import adopting
from core.text import canonical_json
from tenants.ceremony import Ceremony
from tenants.use_cases.envelopes import previewing
from tenants.use_cases.signing.signature_images import MAGIC
from tenants.use_cases.signing.typed_signature import draw, draw_stamp
from webapp.text.translation import gettext

# Base64 of all pictures together: what each request of the page carries.
PICTURES_LIMIT = 2_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """`pictures` are PNG files in base64 by the id of what was adopted."""

    ceremony: Ceremony
    pictures: Mapping[str, str] = field(default_factory=dict)

    @property
    def entered(self) -> str:
        """All of it, as the page carries it."""
        ceremony = self.ceremony
        mine = ceremony.whole.fields_of(ceremony.recipient_id)
        adopted = {s.kind: str(s.id) for s in ceremony.whole.signatures}
        used = {f.value for f in mine} | set(adopted.values())
        pictures = {
            str(s.id): [s.kind, self.pictures[str(s.id)]]
            for s in ceremony.whole.signatures
            if str(s.id) in used
        }
        values = {str(f.id): f.value for f in mine}
        return canonical_json.text({"values": values, "pictures": pictures})

    def picture_url(self, signature_id: str) -> str:
        return f"data:image/png;base64,{self.pictures[signature_id]}"

    def filled(self, values: Mapping[UUID, str], now: datetime) -> "Preview":
        """Raises Invalid with an error per field, SignatureNeeded."""
        return replace(self, ceremony=previewing.fill(self.ceremony, values, now))

    def pressed(self, field_id: UUID) -> "Preview":
        whole, id = self.ceremony.whole, self.ceremony.recipient_id
        return self._as(preview.pressed(whole, field_id, id))

    def adopted(self, id: UUID, kind: str, png: bytes, field_id: UUID | None) -> "Preview":
        """Placed in the field from which the dialog was opened."""
        picture = base64.b64encode(png).decode()
        if sum(map(len, self.pictures.values())) + len(picture) > PICTURES_LIMIT:
            picture = base64.b64encode(self.sample(kind)).decode()
        state = self.with_picture(id, kind, picture)
        whole = state.ceremony.whole
        field = next((f for f in whole.fields if f.id == field_id and f.kind.name == kind), None)
        if field is None or not field.is_for(self.ceremony.recipient_id):
            return state
        placed = field.filled(str(id), self.ceremony.recipient_id)
        return state._as(with_fields(whole, placed))

    def sample(self, kind: str) -> bytes:
        """A PNG of their name, or of a word where their name cannot be drawn."""
        framed = kinds.ADOPTIONS[kind].is_framed
        for text in (self.ceremony.recipient.name, gettext("Sample")):
            with suppress(Invalid):
                if text.strip():
                    return draw_stamp(text) if framed else draw(text, "caveat")
        raise ValueError("no font has the letters of a sample")

    def _as(self, whole: Envelope) -> "Preview":
        return replace(self, ceremony=replace(self.ceremony, whole=whole))

    def with_picture(self, id: UUID, kind: str, picture: str) -> "Preview":
        signature = Signature(id, self.ceremony.recipient_id, kind, "drawn", "")
        whole = adopting.with_signature(self.ceremony.whole, signature)
        pictures = {**self.pictures, str(id): picture}
        return Preview(replace(self.ceremony, whole=whole), pictures)


def restored(ceremony: Ceremony, entered: str) -> Preview:
    """As the page says that it was. What no page of ours says is left out."""
    told = _read(entered)
    state = Preview(ceremony)
    for id, given in _dict(told, "pictures").items():
        match _id(id), given:
            case UUID() as known, [str(kind), str(picture)] if _is_picture(kind, picture):
                state = state.with_picture(known, kind, picture)
    values = {
        field.id: value
        for field in ceremony.whole.fields
        if isinstance(value := _dict(told, "values").get(str(field.id)), str)
    }
    ceremony = state.ceremony
    return state._as(preview.restored(ceremony.whole, ceremony.recipient_id, values))


def _read(entered: str) -> Any:
    try:
        return json.loads(entered or "{}")
    except (ValueError, RecursionError):
        return {}


def _dict(told: Any, name: str) -> dict[str, Any]:
    found = told.get(name) if isinstance(told, dict) else None
    return found if isinstance(found, dict) else {}


def _id(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def _is_picture(kind: str, picture: str) -> bool:
    try:
        data = base64.b64decode(picture, validate=True)
    except (binascii.Error, ValueError):
        return False
    return kind in kinds.ADOPTIONS and data.startswith(MAGIC) and len(picture) <= PICTURES_LIMIT
