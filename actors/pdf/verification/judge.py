"""The strict judge of a sealed PDF: every doubt and every exception is "not valid".

Cheap checks on the bare bytes come first; only what they let through is parsed. They alone leave
no byte free: the seal speaks of all bytes but the gap, and the gap has one possible content.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.oid import NameOID
from pyhanko.sign.validation import EmbeddedPdfSignature

from actors.pdf.seal import cms, interrupted_signing
from actors.pdf.seal.cms import Parts
from actors.pdf.verification import (
    byte_range,
    countersigned_structure,
    other_signatures,
    seal_structure,
)
from actors.pdf.verification.byte_range import Gap
from actors.pdf.verification.report import Check, Report, Seal, SignatureReport, Verdict, shown
from actors.pdf.verification.seal_structure import Structure
from core.refusals import sentence


def judge(pdf: bytes, certificates: tuple[bytes, ...]) -> Report:
    """Judge a file, offline. `certificates` (DER) are known to be those of whom they name.

    Only a seal with one of them is genuine. Without any the report proves at most that the file is
    unchanged since the holder of the certificate inside it sealed it, and anyone can make a
    certificate of any name.
    """
    examination = _Examination(pdf, certificates)
    checks = _checks(ON_BYTES, examination)
    if checks[-1].passed:
        examination.signatures = countersigned_structure.signatures(pdf)
        several = len(examination.signatures) > 1
        checks += _checks(AMONG_OTHERS if several else ALONE, examination)
    sha256 = hashlib.sha256(pdf).hexdigest()
    if checks[-1].passed or checks[-1].name == KNOWN:
        verdict = Verdict.GENUINE if checks[-1].passed else Verdict.UNKNOWN_CERTIFICATE
        others = _of_others(examination)
        return Report(verdict, tuple(checks), _seal(examination), sha256, others)
    signatures = () if _names_us(pdf) else _other_signatures(pdf)
    verdict = Verdict.SIGNED_ELSEWHERE if signatures else _verdict(pdf)
    if verdict is not Verdict.CHANGED:
        checks = [Check(OTHERS, False, sentence("It has no seal from Countersign."))]
    return Report(verdict, tuple(checks), None, sha256, signatures)


def _checks(steps: "Steps", examination: "_Examination") -> list[Check]:
    """Up to the first that fails."""
    checks: list[Check] = []
    for name, step, good, bad in steps:
        passed = _passes(step, examination)
        checks.append(Check(name, passed, good if passed else bad))
        if not passed:
            break
    return checks


def unexaminable(pdf: bytes) -> Report:
    """The report on a file that ended the child that looked at it."""
    said = sentence("The check could not be completed. That never happens with a file sealed here.")
    check = Check("examination", False, said)
    return Report(_verdict(pdf), (check,), None, hashlib.sha256(pdf).hexdigest())


@dataclass
class _Examination:
    """What the steps have found so far; each needs what those before it found."""

    pdf: bytes
    certificates: tuple[bytes, ...]
    gap: Gap = field(init=False)
    parts: Parts = field(init=False)
    structure: Structure = field(init=False)
    signatures: list[EmbeddedPdfSignature] = field(default_factory=list)


def _is_covered(examination: _Examination) -> bool:
    examination.gap = byte_range.find(examination.pdf)
    return True


def _has_one_form(examination: _Examination) -> bool:
    """The CMS built again from its free parts, and the zeros that fill its room, are the gap."""
    examination.parts = parts = cms.parse(examination.gap.content)
    again = cms.build(examination.gap.digest, parts)
    return examination.gap.content == again.ljust(cms.size(parts.certificate), b"\0")


def _is_unchanged(examination: _Examination) -> bool:
    return cms.verify(examination.gap.digest, examination.parts)


def _is_the_only_signature(examination: _Examination) -> bool:
    examination.structure = seal_structure.read(examination.pdf)
    return seal_structure.agree(examination.structure, examination.gap)


def _keeps_all_signatures(examination: _Examination) -> bool:
    found = examination.signatures
    examination.structure = countersigned_structure.read(found)
    return seal_structure.agree(
        examination.structure, examination.gap
    ) and countersigned_structure.all_hold(found, examination.parts.certificate)


def _permits_no_changes(examination: _Examination) -> bool:
    return seal_structure.permits_no_changes(examination.structure)


def _validates(examination: _Examination) -> bool:
    return seal_structure.validates(examination.structure, examination.parts.certificate)


def _is_known(examination: _Examination) -> bool:
    return examination.parts.certificate in examination.certificates


KNOWN, OTHERS = "certificate", "seal"
Steps = tuple[tuple[str, Callable[[_Examination], bool], str, str], ...]
ON_BYTES: Steps = (
    (
        "coverage",
        _is_covered,
        sentence("The seal covers the whole file, from the first byte to the last."),
        sentence("No seal covers this file from its first byte to its last."),
    ),
    (
        "form",
        _has_one_form,
        sentence("The seal has the strict format that leaves no room for later changes."),
        sentence("The seal itself has been altered."),
    ),
    (
        "integrity",
        _is_unchanged,
        sentence("Not a single byte has changed since it was sealed."),
        sentence("The file is not the one that was sealed."),
    ),
)
VALID_AND_KNOWN: Steps = (
    (
        "signature",
        _validates,
        sentence("The cryptographic signature (PAdES) is valid. A second check confirms it."),
        sentence("The cryptographic signature (PAdES) is not valid."),
    ),
    (
        KNOWN,
        _is_known,
        sentence("The certificate belongs to the organization it names."),
        sentence(
            "This service does not recognize the certificate. Anyone can create a certificate in"
            " any name."
        ),
    ),
)
ALONE: Steps = (
    (
        "single",
        _is_the_only_signature,
        sentence("There is one seal, and no form field that could still be filled in."),
        sentence("There are other signatures or form fields besides the seal."),
    ),
    (
        "permissions",
        _permits_no_changes,
        sentence("The seal forbids any later change."),
        sentence("The seal does not forbid later changes."),
    ),
    *VALID_AND_KNOWN,
)
AMONG_OTHERS: Steps = (
    (
        "earlier",
        _keeps_all_signatures,
        sentence("The earlier signatures are intact. Nothing was changed in between."),
        sentence("Not all of the earlier signatures are intact."),
    ),
    *VALID_AND_KNOWN,
)
"""Of a file that others had signed before it was signed here."""


def _passes(step: Callable[[_Examination], bool], examination: _Examination) -> bool:
    try:
        return step(examination)
    except Exception:  # whatever a hostile file provokes is a doubt, and a doubt is "not valid"
        return False


def _verdict(pdf: bytes) -> Verdict:
    """Of a file that is not as it was sealed, if it ever was."""
    if b"%PDF-" not in pdf[:1024] and b"%%EOF" not in pdf[-1024:]:
        return Verdict.UNREADABLE
    ours = _names_us(pdf) or b"/T (%s)" % interrupted_signing.FIELD.encode() in pdf
    return Verdict.CHANGED if ours else Verdict.NOT_SEALED


def _names_us(pdf: bytes) -> bool:
    return b"/" + interrupted_signing.APPLICATION.encode() in pdf


def _other_signatures(pdf: bytes) -> tuple[SignatureReport, ...]:
    try:
        return other_signatures.intact(pdf)
    except Exception:  # as above: whatever it is, it is no intact signature
        return ()


def _of_others(examination: _Examination) -> tuple[SignatureReport, ...]:
    certificate = examination.parts.certificate
    found = countersigned_structure.of_others(examination.signatures, certificate)
    return other_signatures.named(found)


def _seal(examination: _Examination) -> Seal:
    certificate = examination.parts.certificate
    return Seal(
        organization=_stated_name(certificate),
        fingerprint=hashlib.sha256(certificate).hexdigest(),
        sealed_at=examination.structure.sealed_at,
        reason=shown(examination.structure.reason),
        pages=examination.structure.pages,
    )


def _stated_name(certificate: bytes) -> str:
    """What the certificate calls its holder; a stranger's may say anything, or nothing."""
    subject = load_der_x509_certificate(certificate).subject
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in subject.get_attributes_for_oid(kind):
            return shown(str(attribute.value))
    return ""
