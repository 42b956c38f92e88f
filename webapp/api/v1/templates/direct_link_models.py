"""The direct link of a template, as programs see and set it."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from core.documents.merge_fields import LONGEST
from core.envelopes.drafts.draft import ROLE_NAME_LIMIT
from core.templates.direct_link import (
    ANSWER_LIMIT,
    LABEL_LIMIT,
    OPTIONS_LIMIT,
    QUESTIONS_LIMIT,
    USES_LIMIT,
    QuestionKind,
)
from webapp.api.v1.value_types import AskedModel, Line


class LinkQuestion(AskedModel):
    """What a visitor is asked. The answer fills in the `field`, or merge field, of this name."""

    label: Annotated[Line, Field(max_length=LABEL_LIMIT)]
    kind: QuestionKind = QuestionKind.TEXT
    options: list[Annotated[Line, Field(max_length=ANSWER_LIMIT)]] = Field(
        default=[], max_length=OPTIONS_LIMIT, description="Of the kind choice"
    )
    required: bool = False
    field: Annotated[str, Field(max_length=LONGEST)] = ""


class NewDirectLink(AskedModel):
    """`role` is the one that the visitor takes. With `active` false the link is closed."""

    role: Annotated[Line, Field(max_length=ROLE_NAME_LIMIT)]
    questions: list[LinkQuestion] = Field(default=[], max_length=QUESTIONS_LIMIT)
    active: bool = True
    max_uses: Annotated[int | None, Field(ge=1, le=USES_LIMIT)] = None
    expires_at: AwareDatetime | None = None
    immediate: Annotated[
        bool, Field(description="Visitors go on at once; their e-mail address is not confirmed")
    ] = False


class DirectLinkAnswer(BaseModel):
    role: str
    questions: list[LinkQuestion]
    active: bool
    max_uses: int | None
    uses: int
    expires_at: datetime | None
    immediate: bool
    url: str = Field(description="Whoever knows it can start an envelope")
