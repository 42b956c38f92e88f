"""Completed documents as they are carried over: who took part, and the files they left."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from core.archived_records.archived_record import FILES_LIMIT, NAME_LIMIT, PARTIES_LIMIT
from tenants.exchange.exchange_values import ExchangedModel, FilePath, Line


class ExchangedParty(ExchangedModel):
    """Someone who took part. `role` and `status` in the words of where it comes from."""

    name: Annotated[Line, Field(max_length=NAME_LIMIT)] = ""
    email: Annotated[Line, Field(max_length=254)] = ""
    role: Annotated[Line, Field(max_length=60)] = ""
    status: Annotated[Line, Field(max_length=60)] = ""
    at: AwareDatetime | None = None


class RecordedFile(ExchangedModel):
    """
    A file of a record: a signed document, the certificate of its completion, what recipients
    attached, or the trail of events.
    """

    kind: Literal["document", "certificate", "attachment", "trail"]
    name: Annotated[Line, Field(min_length=1, max_length=NAME_LIMIT)]
    file: FilePath


class ExchangedRecord(ExchangedModel):
    """`source` is the product it comes from, `source_id` what it is called there."""

    source: Annotated[Line, Field(min_length=1, max_length=60)]
    source_id: Annotated[Line, Field(max_length=200)] = ""
    sent_at: AwareDatetime | None = None
    completed_at: AwareDatetime | None = None
    parties: Annotated[list[ExchangedParty], Field(max_length=PARTIES_LIMIT)] = []  # noqa: RUF012
    files: Annotated[list[RecordedFile], Field(min_length=1, max_length=FILES_LIMIT)]


class NamedRecord(ExchangedRecord):
    """A record that stands for itself, not for an envelope that is in the archive, too."""

    id: Annotated[str, Field(max_length=200)] = ""
    name: Annotated[Line, Field(min_length=1, max_length=NAME_LIMIT)]
