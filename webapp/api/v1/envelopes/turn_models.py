"""When a step starts, and who takes over, as programs say it."""

from typing import Annotated

from pydantic import (
    AwareDatetime,
    Field,
)

from core.envelopes.turns.reassigning import REASON_LIMIT
from webapp.api.v1.value_types import (
    Address,
    AskedModel,
    Line,
    Prose,
)


class NewStart(AskedModel):
    starts_at: Annotated[AwareDatetime, Field(description="No one is invited before")]


class NewSuccessor(AskedModel):
    """Another person who takes over the part of a recipient."""

    name: Annotated[Line, Field(max_length=120)]
    email: Address
    reason: Annotated[Prose, Field(max_length=REASON_LIMIT)] = ""
