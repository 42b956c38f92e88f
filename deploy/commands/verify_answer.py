"""The verdict on a file, with what an installation knows of it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from actors.pdf.verification.report import Check, Report, Verdict
from core.refusals import sentence

INSTALLATION = "installation"
SIGNER = ("name", "address", "did")


@dataclass(frozen=True)
class Known:
    """
    What an installation says of a file it sealed: its certificate (DER), the envelope, and of the
    organization its name, its slug and the domains that it has proven to be its own.

    `signers` are (name, masked address, what they did: "signed", "approved").
    """

    certificate: bytes
    envelope: str
    organization: str = ""
    slug: str = ""
    domains: tuple[str, ...] = ()
    signers: tuple[tuple[str, str, str], ...] = ()


Find = Callable[[str], Known | None]
"""Looks a file up by its SHA-256 in hexadecimal; None when the installation did not seal it."""


@dataclass(frozen=True)
class VerifyAnswer:
    """The report, and what the installation that was asked knows of the file."""

    report: Report
    known: Known | None = None

    def as_json(self) -> dict[str, Any]:
        known = None
        if self.known:
            known = {k: v for k, v in asdict(self.known).items() if k != "certificate"}
            known["signers"] = [dict(zip(SIGNER, s, strict=True)) for s in self.known.signers]
        return self.report.as_json() | {INSTALLATION: known}


def compare(report: Report, find: Find) -> VerifyAnswer:
    """Genuine is what the installation at hand has sealed, byte for byte, and nothing else."""
    known = find(report.sha256)
    if known is None or not report.is_sealed_with(known.certificate):
        check = Check(
            INSTALLATION,
            False,
            sentence("No intact audit trail of this installation names it."),
        )
        return VerifyAnswer(replace(report, checks=(*report.checks, check)))
    said = sentence("This installation sealed exactly these bytes, with its own certificate.")
    checks = (*report.checks[:-1], Check(INSTALLATION, True, said))
    return VerifyAnswer(replace(report, checks=checks, verdict=Verdict.GENUINE), known)
