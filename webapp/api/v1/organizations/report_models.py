"""What an organization uses, and figures of what it sends, as programs see them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from core.envelopes.envelope import Status
from core.organizations.quota import Kind
from core.period import LONGEST
from webapp.api.v1.value_types import AskedModel


class UsageAnswer(BaseModel):
    """`limit` is null without one; `renews_on` is the day on which counting begins anew."""

    kind: Kind = Field(description="storage is in bytes")
    used: int
    limit: int | None
    renews_on: date | None


class MonthAnswer(BaseModel):
    """`month` is its first day."""

    month: date
    sent: int
    completed: int


class UsagesAnswer(BaseModel):
    """Quotas as of now, and the last 12 months, as the organization's time zone has them."""

    quotas: list[UsageAnswer]
    months: list[MonthAnswer]


class ReportQuery(AskedModel):
    """Both days belong to it: five years at most."""

    first: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
    last: Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
    sender_id: UUID | None = None

    @field_validator("last")
    @classmethod
    def _ends_a_time(cls, given: date, info: ValidationInfo) -> date:
        first = info.data.get("first", given)
        if not first <= given <= first + LONGEST:
            raise ValueError("Give a last day that is not before the first, nor five years later.")
        return given


class ReportStep(BaseModel):
    """A week or a month, cut at the ends of the time."""

    first: date
    last: date
    sent: int
    completed: int


class ReportShare(BaseModel):
    """A sender, or a template; `seconds` are those until completion, on average."""

    id: UUID
    name: str = Field(description="Empty where there is none any more")
    sent: int
    completed: int
    seconds: int | None


class ReportAnswer(BaseModel):
    """
    Figures of a time. Members who do not oversee the organization see those of their own
    envelopes.
    """

    first: date
    last: date
    now: dict[Status, int] = Field(description="Envelopes by their status, today")
    figures: dict[str, int] = Field(
        description="created, sent, completed, declined, voided and expired in this time; of those"
        " sent in it, opened, signed (by everyone) and finished"
    )
    unit: str = Field(description="What the steps are: week or month")
    steps: list[ReportStep]
    senders: list[ReportShare]
    templates: list[ReportShare]
