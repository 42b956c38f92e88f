"""The two visits to the sandbox that sealing one document takes, and the signature between them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec

from actors.pdf.comparison import rasters
from actors.pdf.comparison.rasters import Box
from actors.pdf.seal import added_objects, interrupted_signing
from actors.pdf.seal.interrupted_signing import AppendedRevisions, PreparedPdf
from actors.pdf.stamp import stamp
from actors.pdf.stamp.stamp import StampedValue
from actors.pdf.verification import judge

MARGIN = 12.0
"""Points around a mark's box: letters of some scripts reach out of their line."""


class NotAsSealed(Exception):
    """What came out is not, beyond doubt, what was to be sealed. It must not be stored."""


def stamp_and_prepare(
    canonical: bytes, marks: tuple[StampedValue, ...], certificate: bytes, at: datetime
) -> AppendedRevisions:
    """In the child: only what is added comes back, however large the document is."""
    stamped = stamp.burn_in(canonical, marks) if marks else canonical
    prepared = interrupted_signing.prepare(stamped, certificate, at)
    added = prepared.pdf[len(canonical) :]
    return AppendedRevisions(added, prepared.digest, prepared.start, prepared.end)


def sign(
    canonical: bytes,
    appended: AppendedRevisions,
    key: ec.EllipticCurvePrivateKey,
    certificate: bytes,
) -> bytes:
    """In the parent: the canonical version as it has it, what the child added, the signature."""
    whole = canonical + appended.revisions
    prepared = PreparedPdf(whole, appended.digest, appended.start, appended.end)
    if appended.start < len(canonical):
        raise NotAsSealed("the seal has no place behind the document")
    return interrupted_signing.sign(prepared, key, certificate)


def check(sealed: bytes, length: int, marks: tuple[StampedValue, ...], certificate: bytes) -> None:
    """In another child: judge the bytes as a stranger would, and look at what was added.

    The first `length` bytes are the canonical version. All its objects are still as they were;
    what lies behind draws on the marked pages, and within the marks. Raises NotAsSealed.
    """
    report = judge.judge(sealed, (certificate,))
    if not report.genuine:
        failed = next(c.name for c in report.checks if not c.passed)
        raise NotAsSealed(f"the seal does not hold: {failed}")
    try:
        added = added_objects.check_added_objects(sealed, length)
    except added_objects.UnexpectedObject as reason:
        raise NotAsSealed(str(reason)) from reason
    if rasters.draw_outside(sealed, added, _boxes(marks)):
        raise NotAsSealed("the stamp draws outside of the marks")


def _boxes(marks: tuple[StampedValue, ...]) -> Mapping[int, list[Box]]:
    boxes: dict[int, list[Box]] = defaultdict(list)
    for mark in marks:
        box = mark.box
        sides = (box.x0 - MARGIN, box.y0 - MARGIN, box.x1 + MARGIN, box.y1 + MARGIN)
        boxes[mark.page].append(sides)
    return boxes
