"""What an organization may use: how much, how much of it is used, and when that is too much."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.organizations.refusals import QuotaReached
from core.refusals import sentence

NEAR = 0.8
# So close to a limit those who add at the same time are counted one after the other.
DISTANCE = {"envelopes": 50, "storage": 1_000_000_000, "api_calls": 200, "members": 1_000_000}


class Kind(StrEnum):
    ENVELOPES = "envelopes"
    STORAGE = "storage"
    API_CALLS = "api_calls"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Limits:
    """None is without a limit."""

    envelopes_per_month: int | None = None
    storage_bytes: int | None = None
    api_calls_per_month: int | None = None
    members: int | None = None

    def of(self, kind: Kind) -> int | None:
        return {
            Kind.ENVELOPES: self.envelopes_per_month,
            Kind.STORAGE: self.storage_bytes,
            Kind.API_CALLS: self.api_calls_per_month,
            Kind.MEMBERS: self.members,
        }[kind]


@dataclass(frozen=True, slots=True)
class Usage:
    """`renews` is the day on which counting begins anew; None: it does not."""

    kind: Kind
    used: int
    limit: int | None
    renews: date | None = None

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 is said of what is used up only."""
        if self.limit is None:
            return 0
        return 100 * self.used // self.limit if self.limit else 100

    @property
    def near(self) -> bool:
        return self.limit is not None and self.used >= NEAR * self.limit


class Size(int):
    """Bytes, to be told as people tell them."""


def close(usage: Usage, adding: int) -> bool:
    """Whether others who add at this very moment could make it too much."""
    return usage.limit is not None and usage.used + adding > usage.limit - DISTANCE[usage.kind]


def require(usage: Usage, adding: int) -> None:
    """Raises QuotaReached."""
    if usage.limit is not None and usage.used + adding > usage.limit:
        raise QuotaReached(MESSAGES[usage.kind], _values(usage))


def _values(usage: Usage) -> dict[str, object]:
    number = Size if usage.kind is Kind.STORAGE else int
    values: dict[str, object] = {"used": number(usage.used), "limit": number(usage.limit or 0)}
    return values if usage.renews is None else {**values, "renews": usage.renews}


MESSAGES = {
    Kind.ENVELOPES: sentence(
        "Your organization has sent %(used)s of its %(limit)s envelopes for this month. The count"
        " resets on %(renews)s. If you need more before then, ask an admin of your organization"
        " to contact the person who runs this installation."
    ),
    Kind.STORAGE: sentence(
        "Your organization uses %(used)s of its %(limit)s of document storage, so there is no"
        " room for this. Remove documents from drafts, or ask an admin of your organization to"
        " contact the person who runs this installation."
    ),
    Kind.API_CALLS: sentence(
        "Your organization has made %(used)s of its %(limit)s API calls for this month. The count"
        " resets on %(renews)s. If you need more before then, ask the person who runs this"
        " installation."
    ),
    Kind.MEMBERS: sentence(
        "Your organization has %(used)s of the %(limit)s people it can have, including open"
        " invitations. Withdraw an invitation, remove someone who left, or ask the person who"
        " runs this installation for more."
    ),
}
