"""A draft that its sender prepares inside a page of an application."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from core.refusals import Invalid, sentence
from core.signing import embedding
from core.signing.embedding import EmbeddingSettings
from core.signing.refusals import NotEmbeddable

# How long an address opens the page, once, and how long the page then works.
ADDRESS_LIFETIME = timedelta(minutes=5)
SESSION_LIFETIME = timedelta(hours=2)
NOWHERE = sentence("Give the origin of your page, an address to return to, or both.")


@dataclass(frozen=True, slots=True)
class DraftView:
    """
    `actor` is the program, as trails name it, and `person_id` the member for whom it acts.

    `origin`: of the page that shows it in a frame; "" where it is a page of its own. `sends`: the
    draft is sent when they are done. `words`: whose names of events `return_to` is told.
    """

    envelope_id: UUID
    person_id: UUID
    actor: str
    origin: str = ""
    return_to: str = ""
    sends: bool = False
    words: str = ""


def check_allowed(settings: EmbeddingSettings, view: DraftView) -> None:
    """Raises Invalid, NotEmbeddable."""
    if not view.origin and not view.return_to:
        raise Invalid(origin=NOWHERE)
    if view.origin and view.origin not in settings.origins:
        raise NotEmbeddable
    if view.return_to and not embedding.may_lead_back(settings, view.origin, view.return_to):
        raise NotEmbeddable
