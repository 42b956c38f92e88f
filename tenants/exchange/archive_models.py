"""countersign.json, which is in every archive: what is in it, and the files beside it."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from tenants.exchange.draft_models import ExchangedEnvelope, ExchangedTemplate
from tenants.exchange.exchange_values import ExchangedModel, FilePath, Sha256
from tenants.exchange.record_models import NamedRecord

FORMAT = "countersign-exchange"
VERSION = 1
ITEMS_LIMIT = 200
FILES_LIMIT = 5_000


class ArchivedFile(ExchangedModel):
    path: FilePath
    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class Exchange(ExchangedModel):
    """Envelopes, templates and archived records, with every file that they name."""

    format: Literal["countersign-exchange"]
    version: Literal[1]
    created_at: AwareDatetime | None = None
    made_by: Annotated[str, Field(max_length=200)] = ""
    templates: Annotated[list[ExchangedTemplate], Field(max_length=ITEMS_LIMIT)] = []  # noqa: RUF012
    envelopes: Annotated[list[ExchangedEnvelope], Field(max_length=ITEMS_LIMIT)] = []  # noqa: RUF012
    archived_records: Annotated[list[NamedRecord], Field(max_length=ITEMS_LIMIT)] = []  # noqa: RUF012
    files: Annotated[list[ArchivedFile], Field(max_length=FILES_LIMIT)] = []  # noqa: RUF012
