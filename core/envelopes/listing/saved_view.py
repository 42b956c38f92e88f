"""A saved view: filters of the envelope list under a name, for oneself or for all."""

from dataclasses import dataclass
from uuid import UUID

from core.envelopes.listing.filters import Filters


@dataclass(frozen=True, slots=True)
class SavedView:
    """`mine`: the member who asks made it, so only they see it unless it is shared."""

    id: UUID
    name: str
    filters: Filters
    shared: bool
    mine: bool
