"""Verifications as programs ask for them and see them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from werkzeug.datastructures import FileStorage

from webapp.api.v1.value_types import AskedModel, Base64, FileName

Verdict = Literal[
    "genuine", "unknown_certificate", "signed_elsewhere", "changed", "not_sealed", "unreadable"
]


class NewVerification(AskedModel):
    """The file that is looked at, which is deleted with its verdict."""

    name: Annotated[FileName, Field(description="Shown again, and otherwise without a meaning")]
    content: Annotated[Base64, Field(description="In base64; a JSON body has up to 35 MB")]


class VerificationForm(BaseModel):
    """The file as a part of the form."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    file: Annotated[Any, Field(json_schema_extra={"type": "string", "format": "binary"})]

    @field_validator("file")
    @classmethod
    def _is_one_file(cls, given: Any) -> Any:
        if not isinstance(given, FileStorage):
            raise ValueError("Send one file, with the name of it.")
        return given


class CheckAnswer(BaseModel):
    """`name` is stable, `detail` is for people."""

    name: str
    passed: bool
    detail: str


class SealAnswer(BaseModel):
    """What the certificate of the seal says of itself; only of a genuine file it is known here."""

    organization: str
    fingerprint: str = Field(description="The SHA-256 of the certificate")
    sealed_at: datetime | None


class OtherSignatureAnswer(BaseModel):
    """An intact signature of another product, by a certificate that was not checked."""

    signer: str
    fingerprint: str


class KnownSignerAnswer(BaseModel):
    """`address` is masked."""

    name: str
    address: str
    at: datetime | None
    did: str


class KnownFileAnswer(BaseModel):
    """
    What this installation has on record of a genuine file.

    `proved`: rows and audit trail say the same; else no names are given. `domains`: those that the
    organization has proved to be its own.
    """

    organization: str
    slug: str
    domains: list[str]
    proved: bool
    envelope_name: str
    sealed_at: datetime
    signers: list[KnownSignerAnswer]


class VerificationAnswer(BaseModel):
    """
    `verdict` is null while `status` is processing. Only “genuine” says that the file was sealed
    here and is unchanged. “unknown_certificate”: unchanged since someone sealed it, who may be
    anyone. “signed_elsewhere”: it has intact signatures of another product. “changed”: after it was
    sealed. “not_sealed”: by this service. “unreadable”: no PDF.
    """

    id: UUID
    status: Literal["processing", "done"]
    name: str
    sha256: str
    verdict: Verdict | None
    reasons: list[str] = Field(description="What failed, for people; empty if it is genuine")
    checks: list[CheckAnswer] = Field(description="In their order, up to the first that failed")
    seal: SealAnswer | None
    signatures: list[OtherSignatureAnswer]
    known: KnownFileAnswer | None
