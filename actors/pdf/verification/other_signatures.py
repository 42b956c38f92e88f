"""Signatures of another make: whether all are intact, and whom their certificates name.

Nothing is said about the certificates, and nothing about what was changed between two signatures
beyond what pyHanko forbids: the reader is told that we do not judge them.
"""

from collections.abc import Iterable

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature

from actors.pdf.verification import embedded_signatures
from actors.pdf.verification.report import SignatureReport


def intact(pdf: bytes) -> tuple[SignatureReport, ...]:
    """All signatures, if there is one and each is intact and valid; else none.

    Raises whatever pyHanko raises at a file that it does not understand.
    """
    if b"/ByteRange" not in pdf:
        return ()
    signatures = embedded_signatures.read(pdf)
    if not signatures or not _hold(signatures):
        return ()
    return named(signatures)


def named(signatures: Iterable[EmbeddedPdfSignature]) -> tuple[SignatureReport, ...]:
    """Those of people and organizations; a timestamp is no one's."""
    certificates = (s.signer_cert for s in signatures if s.sig_object_type == "/Sig")
    return tuple(
        SignatureReport(embedded_signatures.signer(found), found.sha256.hex())
        for found in certificates
    )


def _hold(signatures: list[EmbeddedPdfSignature]) -> bool:
    *earlier, last = signatures
    holds = embedded_signatures.holds
    if not all(holds(each, ModificationLevel.FORM_FILLING) for each in earlier):
        return False
    if not holds(last, ModificationLevel.LTA_UPDATES):
        return False
    return embedded_signatures.is_end_of_file(last)
