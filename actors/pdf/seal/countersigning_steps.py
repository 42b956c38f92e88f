"""Sealing a file that is signed already: signatures are added one after another, then it is judged.

The child that reads the file prepares each revision; the parent signs it.
"""

from collections import defaultdict

from actors.pdf.comparison import rasters
from actors.pdf.comparison.rasters import Box
from actors.pdf.seal.added_signatures import AddedSignature
from actors.pdf.seal.sealing_steps import MARGIN, NotAsSealed
from actors.pdf.verification import embedded_signatures, judge


def check(
    sealed: bytes, length: int, added: tuple[AddedSignature, ...], certificate: bytes
) -> None:
    """In a child: judge the bytes as a stranger would, and look at what was added.

    The first `length` bytes are the file as it was uploaded. Every signature that it has is still
    intact, ours are as many as were added, and nothing is shown otherwise but where these are.
    Raises NotAsSealed.
    """
    report = judge.judge(sealed, (certificate,))
    if not report.genuine:
        failed = next(c.name for c in report.checks if not c.passed)
        raise NotAsSealed(f"the seal does not hold: {failed}")
    before = embedded_signatures.read(sealed[:length])
    after = embedded_signatures.read(sealed)
    ours = [each.signer_cert.dump() == certificate for each in after[len(before) :]]
    if not all(ours) or len(ours) != len(added):
        raise NotAsSealed("there are other signatures than were added")
    if rasters.differing(sealed[:length], sealed, _boxes(added)):
        raise NotAsSealed("the pages show something else outside of the signatures")


def _boxes(added: tuple[AddedSignature, ...]) -> dict[int, list[Box]]:
    boxes: dict[int, list[Box]] = defaultdict(list)
    for mark in (each.mark for each in added if each.mark):
        box = mark.box
        sides = (box.x0 - MARGIN, box.y0 - MARGIN, box.x1 + MARGIN, box.y1 + MARGIN)
        boxes[mark.page].append(sides)
    return boxes
