"""Changes of a draft, and what is noted about an envelope, as programs say it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from core.envelopes.custom_field import VALUE_LIMIT
from core.envelopes.details import EXTERNAL_ID_LIMIT, KEY_LIMIT, METADATA_LIMIT
from core.envelopes.recipient_list import RECIPIENTS_LIMIT
from core.envelopes.schedule import LONGEST, REMINDERS_LIMIT
from webapp.api.v1.envelopes.envelope_models import StepChoices
from webapp.api.v1.value_types import AskedModel, Line, ProofName, Prose

Value = Annotated[str, Field(max_length=VALUE_LIMIT)]


class ChangedDraft(AskedModel):
    """
    What is left out stays as it is. Of an envelope that was sent, only what is noted about it may
    change: `external_id`, `custom_fields` and `metadata`.
    """

    name: Annotated[Line | None, Field(max_length=200)] = None
    message: Prose | None = None
    expire_days: Annotated[int | None, Field(ge=1, le=LONGEST)] = None
    remind_after: Annotated[int | None, Field(ge=0, le=LONGEST)] = None
    remind_every: Annotated[int | None, Field(ge=0, le=LONGEST)] = None
    remind_most: Annotated[int | None, Field(ge=1, le=REMINDERS_LIMIT)] = None
    warn_days: Annotated[int | None, Field(ge=0, le=LONGEST)] = None
    proofs: Annotated[list[ProofName] | None, Field(max_length=20)] = None
    confirm_signatures: bool | None = None
    steps: Annotated[list[StepChoices] | None, Field(max_length=RECIPIENTS_LIMIT)] = None
    external_id: Annotated[str | None, Field(max_length=EXTERNAL_ID_LIMIT)] = None
    custom_fields: Annotated[
        dict[UUID, Value], Field(max_length=100, description="By their ids; those named change")
    ] = {}  # noqa: RUF012 - pydantic copies it
    metadata: Annotated[
        dict[Annotated[str, Field(min_length=1, max_length=KEY_LIMIT)], Value] | None,
        Field(max_length=METADATA_LIMIT, description="All of it, new"),
    ] = None


class NotesAnswer(BaseModel):
    """What the organization notes about an envelope."""

    external_id: str
    custom_fields: dict[UUID, str]
    metadata: dict[str, str]
