"""What a sealed PDF says about its seal when it is parsed: one certifying signature and no more."""

import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar, cast

from asn1crypto import x509  # type: ignore[import-untyped]
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from actors.pdf.verification.byte_range import Gap

Status = TypeVar("Status")

for noisy in ("pyhanko", "pyhanko_certvalidator"):  # what it would log, the report says
    logging.getLogger(noisy).setLevel(logging.CRITICAL + 1)


@dataclass(frozen=True)
class Structure:
    """The parsed file and its only signature."""

    reader: PdfFileReader
    signature: EmbeddedPdfSignature

    @property
    def pages(self) -> int:
        return int(self.reader.root["/Pages"]["/Count"])

    @property
    def sealed_at(self) -> datetime:
        """The time that the organization states (/M); UTC or with its zone."""
        stated = self.signature.self_reported_timestamp
        if stated is None or stated.tzinfo is None:
            raise ValueError("the seal states no time")
        return stated

    @property
    def reason(self) -> str:
        return str(self.signature.sig_object.get("/Reason", ""))


def read(pdf: bytes) -> Structure:
    """Parse strictly; ValueError unless the file holds exactly one signature and no other field."""
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    form = reader.root["/AcroForm"]
    if len(form["/Fields"]) != 1 or "/XFA" in form:
        raise ValueError("there are form fields besides the seal")
    (signature,) = reader.embedded_signatures
    if signature.sig_field.get("/FT") != "/Sig" or "/Kids" in signature.sig_field:
        raise ValueError("the seal's field is not a signature field")
    return Structure(reader, signature)


def agree(structure: Structure, gap: Gap) -> bool:
    """Whether the parsed signature is the one whose bytes were examined."""
    signature = structure.signature
    written = [int(number) for number in signature.byte_range]
    covered = written[:3] == [0, gap.start, gap.end] and len(written) == 4
    return covered and bytes(signature.pkcs7_content) == gap.content


def permits_no_changes(structure: Structure) -> bool:
    """Whether it certifies the file with DocMDP level 1 (ISO 32000-2, 12.8.2.2)."""
    permissions = structure.reader.root["/Perms"]
    certified = permissions.raw_get("/DocMDP")
    value = structure.signature.sig_field.raw_get("/V")
    return (
        isinstance(certified, generic.IndirectObject)
        and isinstance(value, generic.IndirectObject)
        and certified.reference == value.reference
        and list(permissions) == ["/DocMDP"]
        and structure.signature.docmdp_level == MDPPerm.NO_CHANGES
        and structure.signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    )


def validates(structure: Structure, certificate: bytes) -> bool:
    """What pyHanko says of the signature, at the time it states, trusting this certificate only."""
    trusted = x509.Certificate.load(certificate)
    context = ValidationContext(
        trust_roots=[trusted], allow_fetching=False, moment=structure.sealed_at
    )
    status = finish(async_validate_pdf_signature(structure.signature, context))
    return (
        status.bottom_line
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and structure.reader.xrefs.total_revisions == structure.signature.signed_revision + 1
    )


def finish(validation: Coroutine[Any, Any, Status]) -> Status:
    """Run a validation that fetches nothing and so never waits: an event loop needs a socket,
    and the child may not open one."""
    try:
        validation.send(None)
    except StopIteration as finished:
        return cast(Status, finished.value)
    finally:
        validation.close()
    raise ValueError("the validation wants to fetch something")
