"""`countersign verify FILE`: whether a PDF is genuine and unchanged, also without any installation.

Exit code 0: valid; 1: not valid; 2: there is nothing to judge.
"""

import argparse
import json
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from actors.pdf import sandbox
from actors.pdf.judge import judge, unexaminable
from actors.pdf.report import Check, Report, Verdict

SECONDS = 60.0
VALID, NOT_VALID, UNREADABLE = 0, 1, 2
INSTALLATION = "installation"


@dataclass(frozen=True)
class Known:
    """What an installation says of a file it sealed: its certificate (DER) and the envelope."""

    certificate: bytes
    envelope: str


Find = Callable[[str], Known | None]
"""Looks a file up by its SHA-256 in hexadecimal; None when the installation did not seal it."""


def main(arguments: list[str]) -> int:
    """Judge the file that is named, print the verdict, give the exit code."""
    wanted = _parse(arguments)
    try:
        pdf = Path(wanted.file).read_bytes()
        pinned = _certificate(wanted.certificate) if wanted.certificate else None
    except (OSError, ValueError) as problem:
        print(f"This cannot be read: {problem}", file=sys.stderr)
        return UNREADABLE
    report = examine(pdf, pinned)
    if report.genuine and not (wanted.offline or pinned):
        report = _asked(report)
    print(json.dumps(report.as_json(), indent=2) if wanted.json else _in_words(report))
    return _exit_code(report)


def examine(pdf: bytes, pinned: bytes | None = None) -> Report:
    """Judge in a child, offline; with a certificate (DER) only its holder's seal is valid."""
    certificates = (pinned,) if pinned else None
    sandbox.start(["actors.pdf.sealing_warmth"])
    try:
        return sandbox.run(judge, pdf, certificates, seconds=SECONDS)
    except (sandbox.ChildFailed, sandbox.ChildKilled):
        return unexaminable(pdf)
    finally:
        sandbox.stop()


def compare(report: Report, find: Find) -> Report:
    """Strict: what the installation at hand did not seal, byte for byte, is not its own."""
    known = find(report.sha256)
    ours = known is not None and report.is_sealed_with(known.certificate)
    said = (
        f"This installation sealed exactly these bytes, in the envelope “{known.envelope}”."
        if known and ours
        else "This installation did not seal it. If another one did, check with --offline, and "
        "compare the certificate's fingerprint with the one its organization publishes."
    )
    checks = (*report.checks, Check(INSTALLATION, ours, said))
    verdict = report.verdict if ours else Verdict.NOT_SEALED
    return Report(verdict, checks, report.seal, report.sha256)


def _parse(arguments: list[str]) -> Any:
    parser = argparse.ArgumentParser(
        prog="countersign verify", description="Say whether a PDF is genuine and unchanged."
    )
    parser.add_argument("file", help="the PDF")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--certificate", help="the certificate (PEM or DER) it must be sealed with")
    parser.add_argument("--offline", action="store_true", help="ask no installation")
    return parser.parse_args(arguments)


def _certificate(path: str) -> bytes:
    data = Path(path).read_bytes()
    is_text = b"-----BEGIN" in data
    load = x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate
    return load(data).public_bytes(Encoding.DER)


def _asked(report: Report) -> Report:
    """The report, compared with what the installation knows that the settings name.

    When there is none, or it is away, the report stays as it is. Loaded only now: the judge's
    child is started by a process without threads, and the pool of connections has some.
    """
    from psycopg import OperationalError
    from psycopg_pool import PoolTimeout

    from core.settings import InvalidSetting
    from tenants import environment
    from tenants.installation import Installation
    from tenants.use_cases import verifying

    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    try:
        installation = Installation(environment.load(), pool_size=1)
    except InvalidSetting:
        return report

    def find(sha256: str) -> Known | None:
        found = verifying.find(installation, sha256)
        return Known(found.certificate, found.envelope_name) if found else None

    try:
        return compare(report, find)
    except (PoolTimeout, OperationalError):
        return report
    finally:
        installation.close()


def _in_words(report: Report) -> str:
    lines = [report.headline + ".", ""]
    lines += [f"{'✓' if check.passed else '✗'} {check.sentence}" for check in report.checks]
    if report.seal:
        lines += [
            "",
            f"Sealed by    {report.seal.organization}",
            f"Sealed at    {report.seal.sealed_at:%Y-%m-%d %H:%M:%S %Z}",
            f"Certificate  SHA-256 {report.seal.fingerprint}",
        ]
        if report.checks[-1].name != INSTALLATION:
            lines.append(
                "No installation was asked: that the certificate is really theirs, its fingerprint"
                " tells if you compare it with the one they publish."
            )
    return "\n".join(lines)


def _exit_code(report: Report) -> int:
    if report.verdict is Verdict.UNREADABLE:
        return UNREADABLE
    return VALID if report.genuine else NOT_VALID
