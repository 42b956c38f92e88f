"""What an organization has chosen for all that it sends, as programs see and change it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from core.envelopes.delivery.archive import ADDRESSES_LIMIT
from core.envelopes.schedule import LONGEST, REMINDERS_LIMIT
from core.organizations.confirming_rules import REASON_LIMIT, REASONS_LIMIT
from core.organizations.date_format import DateFormat
from core.organizations.delegation import Delegation
from core.organizations.organization import NAME_LIMIT
from core.signing.embedding import LINE_LIMIT, LINES_LIMIT, WORDS_LIMIT
from webapp.api.v1.value_types import Address, AskedModel, Line, ProofName

Days = Annotated[int, Field(ge=0, le=LONGEST)]
Megabytes = Literal[0, 1, 2, 5, 10]
Addresses = Annotated[list[Address], Field(max_length=ADDRESSES_LIMIT)]
Reasons = Annotated[
    list[Annotated[Line, Field(max_length=REASON_LIMIT)]], Field(max_length=REASONS_LIMIT)
]
AddressLines = Annotated[
    list[Annotated[Line, Field(max_length=LINE_LIMIT)]], Field(max_length=LINES_LIMIT)
]


class OrganizationAnswer(BaseModel):
    """`slug` names it where people sign in; it never changes."""

    id: UUID
    name: str
    slug: str


class ChangedOrganization(AskedModel):
    """What is left out stays as it is."""

    name: Annotated[Line | None, Field(max_length=NAME_LIMIT)] = None


class SettingsAnswer(BaseModel):
    """What a new envelope begins with, what every recipient is asked for, and how it is written."""

    time_zone: str = Field(description="As the IANA database calls it")
    locale: str = Field(description="The language of certificates, and of mails to those unknown")
    date_format: DateFormat
    expire_days: int = Field(description="Days until an envelope expires")
    remind_after: int = Field(description="Days until the first reminder; 0: none")
    remind_every: int = Field(description="Days between further ones; 0: none")
    remind_most: int
    warn_days: int = Field(description="Days before it expires until all are warned; 0: never")
    attach_megabytes: int = Field(
        description="Up to what size copies are attached to mails; 0: links alone"
    )
    copy_links: bool = Field(description="Senders may copy the signing links of recipients")
    archive: list[str] = Field(description="Who gets a copy of each completed envelope besides")
    delegation: Delegation = Field(description="Whether recipients may hand their part over")
    ask_location: bool = Field(description="Recipients are asked where they are")
    proofs: list[str] = Field(description="Proofs of identity that every recipient is asked for")
    confirm_signatures: bool = Field(
        description="Each signature is confirmed by itself, with a reason (21 CFR Part 11)"
    )
    signing_reasons: list[str] = Field(description="To choose from; empty: the standard ones")
    free_reasons: bool = Field(description="Signers may write a reason of their own")


class ChangedSettings(AskedModel):
    """What is left out stays as it is. The minimum of proofs counts for drafts at once."""

    time_zone: Annotated[str | None, Field(max_length=100)] = None
    locale: Annotated[str | None, Field(max_length=20)] = None
    date_format: DateFormat | None = None
    expire_days: Annotated[int | None, Field(ge=1, le=LONGEST)] = None
    remind_after: Days | None = None
    remind_every: Days | None = None
    remind_most: Annotated[int | None, Field(ge=1, le=REMINDERS_LIMIT)] = None
    warn_days: Days | None = None
    attach_megabytes: Megabytes | None = None
    copy_links: bool | None = None
    archive: Addresses | None = None
    delegation: Delegation | None = None
    ask_location: bool | None = None
    proofs: Annotated[list[ProofName] | None, Field(max_length=20)] = None
    confirm_signatures: bool | None = None
    signing_reasons: Reasons | None = None
    free_reasons: bool | None = None

    def given(self) -> dict[str, Any]:
        """By the names of the profile, as it keeps them."""
        found = self.model_dump(exclude_none=True)
        for name in ("archive", "signing_reasons"):
            if name in found:
                found[name] = "\n".join(found[name])
        return found | ({"proofs": tuple(found["proofs"])} if "proofs" in found else {})


class EmbeddingSettingsAnswer(BaseModel):
    """Whose pages may show the signing pages, and what is said to those who have finished."""

    origins: list[str]
    return_addresses: list[str] = Field(description="Beginnings of addresses")
    closing_words: str


class ChangedEmbedding(AskedModel):
    """What is left out stays as it is; lists are given all together."""

    origins: AddressLines | None = None
    return_addresses: AddressLines | None = None
    closing_words: Annotated[str | None, Field(max_length=WORDS_LIMIT)] = None


class RetentionAnswer(BaseModel):
    days: int | None = Field(description="After how many days documents are erased; null: never")
    keep_certificate: bool


class NewRetention(AskedModel):
    """
    `erases` is how many envelopes a preview says that it erases at once, where it gives `days`: it
    is refused if that is not so any more.
    """

    days: Annotated[int | None, Field(ge=1, le=36_525)]
    keep_certificate: bool
    erases: Annotated[int, Field(ge=0)] = 0


class RetentionPreviewQuery(AskedModel):
    days: Annotated[int, Field(ge=1, le=36_525)]


class RetentionPreviewAnswer(BaseModel):
    """What a rule would erase at once."""

    erases: int = Field(description="Envelopes")
    more: bool = Field(description="There are more than were counted")
    held: int = Field(description="Envelopes under a legal hold, which are not erased")
