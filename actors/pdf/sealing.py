"""The two visits to the sandbox that sealing one document takes."""

from datetime import datetime

from actors.pdf import judge, rasters, seal, stamp
from actors.pdf.seal import Prepared
from actors.pdf.stamp import Mark


class NotAsSealed(Exception):
    """What came out is not, beyond doubt, what was to be sealed. It must not be stored."""


def stamp_and_prepare(
    canonical: bytes, marks: tuple[Mark, ...], certificate: bytes, at: datetime
) -> tuple[bytes, Prepared]:
    """The document with its values burnt in, and that with room for the seal."""
    stamped = stamp.burn_in(canonical, marks) if marks else canonical
    return stamped, seal.prepare(stamped, certificate, at)


def check(stamped: bytes, sealed: bytes, certificate: bytes) -> None:
    """Judge the bytes as a stranger would, and compare what they show. Raises NotAsSealed."""
    report = judge.judge(sealed, (certificate,))
    if not report.genuine:
        failed = next(c.name for c in report.checks if not c.passed)
        raise NotAsSealed(f"the seal does not hold: {failed}")
    if not rasters.same_rasters(stamped, sealed):
        raise NotAsSealed("the sealed pages do not look as they were stamped")
