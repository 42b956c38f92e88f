"""What the judge says of a file: a verdict, and every check with its result in plain words."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.refusals import sentence


class Verdict(StrEnum):
    """
    `genuine`: unchanged, and the certificate of the seal is known. `unknown_certificate`:
    unchanged since someone sealed it, with a certificate that may be anyone's.
    `signed_elsewhere`: it carries intact signatures of another make. `unreadable`: no PDF at all.
    """

    GENUINE = "genuine"
    UNKNOWN_CERTIFICATE = "unknown_certificate"
    SIGNED_ELSEWHERE = "signed_elsewhere"
    CHANGED = "changed"
    NOT_SEALED = "not_sealed"
    UNREADABLE = "unreadable"


HEADLINES = {
    Verdict.GENUINE: sentence("Genuine and unchanged"),
    Verdict.UNKNOWN_CERTIFICATE: sentence(
        "Unchanged since it was sealed with an unknown certificate"
    ),
    Verdict.SIGNED_ELSEWHERE: sentence("Signed with another product"),
    Verdict.CHANGED: sentence("Changed after sealing"),
    Verdict.NOT_SEALED: sentence("Not sealed by this service"),
    Verdict.UNREADABLE: sentence("This file is not a PDF"),
}


LONGEST_NAME = 200


def shown(text: str) -> str:
    """What a file says, short and without anything that moves a terminal or turns a line around."""
    return "".join(c for c in text if c.isprintable())[:LONGEST_NAME]


@dataclass(frozen=True)
class Check:
    name: str
    passed: bool
    sentence: str


@dataclass(frozen=True)
class Seal:
    """Who sealed, as the certificate names it. `fingerprint` is the certificate's SHA-256."""

    organization: str
    fingerprint: str
    sealed_at: datetime
    reason: str
    pages: int


@dataclass(frozen=True)
class SignatureReport:
    """One of another make, intact. `signer` is what its certificate says, which we do not judge."""

    signer: str
    fingerprint: str


@dataclass(frozen=True)
class Report:
    """
    `checks` stop at the first that failed; `seal` is there when the file is unchanged.

    `signatures` are those of another make, when all of them are intact: of a file that has no seal
    of ours, or that was signed before it was sealed.
    """

    verdict: Verdict
    checks: tuple[Check, ...]
    seal: Seal | None
    sha256: str
    signatures: tuple[SignatureReport, ...] = ()

    @property
    def genuine(self) -> bool:
        return self.verdict is Verdict.GENUINE

    @property
    def headline(self) -> str:
        return HEADLINES[self.verdict]

    def is_sealed_with(self, certificate: bytes) -> bool:
        """Whether the seal is that of this certificate (DER)."""
        return (
            self.seal is not None
            and self.seal.fingerprint == hashlib.sha256(certificate).hexdigest()
        )

    def as_json(self) -> dict[str, Any]:
        """For pages, the command line and the database; times in ISO 8601."""
        seal = (
            asdict(self.seal) | {"sealed_at": self.seal.sealed_at.isoformat()}
            if self.seal
            else None
        )
        return {
            "valid": self.genuine,
            "verdict": self.verdict.value,
            "headline": self.headline,
            "sha256": self.sha256,
            "seal": seal,
            "signatures": [asdict(signature) for signature in self.signatures],
            "checks": [asdict(check) for check in self.checks],
        }
