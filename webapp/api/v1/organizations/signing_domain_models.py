"""The domains of an organization's own signing pages, as programs see and give them."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from webapp.api.v1.queries import ListPage
from webapp.api.v1.value_types import AskedModel


class NewSigningDomain(AskedModel):
    domain: Annotated[str, Field(max_length=253, description="A host such as sign.example.com")]


class DnsRecord(BaseModel):
    """The TXT record that proves it."""

    name: str
    value: str


class SigningDomainAnswer(BaseModel):
    domain: str
    record: DnsRecord
    verified_at: datetime | None
    last_checked_at: datetime | None
    record_missing_since: datetime | None
    in_use: Annotated[bool, Field(description="Whether new links lead there")]


class SigningDomainListAnswer(ListPage[SigningDomainAnswer]):
    """All of them."""
