"""A seal that was added to a file which others had signed before, and how those signatures fare."""

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature

from actors.pdf.verification import embedded_signatures
from actors.pdf.verification.seal_structure import Structure


def signatures(pdf: bytes) -> list[EmbeddedPdfSignature]:
    """All of a file in the order of signing; none of one that cannot be read with certainty."""
    try:
        return embedded_signatures.read(pdf)
    except Exception:  # whatever a hostile file provokes
        return []


def read(found: list[EmbeddedPdfSignature]) -> Structure:
    """The last one is the seal, if it is one."""
    return Structure(found[-1].reader, found[-1])


def of_others(found: list[EmbeddedPdfSignature], certificate: bytes) -> list[EmbeddedPdfSignature]:
    """Those that were not made with this certificate (DER)."""
    return [each for each in found if each.signer_cert.dump() != certificate]


def all_hold(found: list[EmbeddedPdfSignature], certificate: bytes) -> bool:
    """Whether each is intact, with nothing since but signatures; and the first is another's."""
    *earlier, last = found
    return (
        bool(of_others(found[:1], certificate))
        and last.signer_cert.dump() == certificate
        and all(embedded_signatures.holds(each, ModificationLevel.FORM_FILLING) for each in earlier)
        and embedded_signatures.holds(last, ModificationLevel.NONE)
    )
