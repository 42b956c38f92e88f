"""`countersign verify FILE`: whether a PDF is genuine and unchanged, also without any installation.

Genuine is only what is sealed with a certificate that is known: by `--certificate`, or by the
installation that the settings name. Exit code 0: genuine; 1: not; 2: there is nothing to judge, or
the installation does not answer; 3: signed with another product, which is not judged.
"""

import argparse
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from actors.pdf.sandbox import sandbox
from actors.pdf.verification.judge import judge, unexaminable
from actors.pdf.verification.report import Report, Verdict
from deploy.commands.verify_answer import Known, VerifyAnswer, compare
from deploy.commands.verify_text import in_words

SECONDS = 60.0
VALID, NOT_VALID, UNREADABLE, SIGNED_ELSEWHERE = 0, 1, 2, 3
SETTING = "DATABASE_URL"  # without it no installation is configured here


class Unanswered(Exception):
    """An installation is configured, and cannot be asked."""


def main(arguments: list[str]) -> int:
    """Judge the file that is named, print the verdict, give the exit code."""
    wanted = _parse(arguments)
    try:
        pdf = Path(wanted.file).read_bytes()
        pinned = _certificate(wanted.certificate) if wanted.certificate else None
    except (OSError, ValueError) as problem:
        print(f"This cannot be read: {problem}", file=sys.stderr)
        return UNREADABLE
    try:
        answer = _answer(examine(pdf, pinned), offline=wanted.offline or pinned is not None)
    except Unanswered as problem:
        print(problem, file=sys.stderr)
        return UNREADABLE
    except sandbox.Interrupted:
        print("The check was interrupted, so there is no result. Try again.", file=sys.stderr)
        return UNREADABLE
    print(json.dumps(answer.as_json(), indent=2) if wanted.json else in_words(answer))
    return _exit_code(answer.report)


def examine(pdf: bytes, pinned: bytes | None = None) -> Report:
    """Judge in a child, offline; only with a certificate (DER) can its holder's seal be genuine."""
    certificates = (pinned,) if pinned else ()
    sandbox.start(["actors.pdf.seal.warm_up"])
    try:
        return sandbox.run(judge, pdf, certificates, seconds=SECONDS)
    except (sandbox.ChildFailed, sandbox.ChildKilled):
        return unexaminable(pdf)
    finally:
        sandbox.stop()


def _parse(arguments: list[str]) -> Any:
    parser = argparse.ArgumentParser(
        prog="countersign verify", description="Check whether a PDF is genuine and unchanged."
    )
    parser.add_argument("file", help="the PDF")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument(
        "--certificate",
        help="the certificate (PEM or DER) that you know is theirs; no installation is asked",
    )
    parser.add_argument("--offline", action="store_true", help="ask no installation")
    return parser.parse_args(arguments)


def _certificate(path: str) -> bytes:
    data = Path(path).read_bytes()
    is_text = b"-----BEGIN" in data
    load = x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate
    return load(data).public_bytes(Encoding.DER)


def _answer(report: Report, *, offline: bool) -> VerifyAnswer:
    """Ask the installation that the settings name about an unchanged file. Raises Unanswered."""
    unknown = report.verdict is Verdict.UNKNOWN_CERTIFICATE
    if offline or not unknown or not _is_configured():
        return VerifyAnswer(report)
    return _asked(report)


def _is_configured() -> bool:
    return any(os.environ.get(name, "").strip() for name in (SETTING, f"{SETTING}_FILE"))


def _asked(report: Report) -> VerifyAnswer:
    """
    Raises Unanswered, and InvalidSetting when the settings are wrong.

    Loaded only now: the judge's child is started by a process without threads, and the pool of
    connections has some.
    """
    import psycopg
    from psycopg_pool import PoolTimeout

    from tenants import environment
    from tenants.encryption.keys import Undecryptable
    from tenants.installation import Installation
    from tenants.openers import sealed_file_search

    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
    installation = Installation(environment.load(), pool_size=1)

    def find(sha256: str) -> Known | None:
        found = sealed_file_search.find(installation, sha256)
        if found is None:
            return None
        signers = tuple((s.name, s.address, s.did.lower()) for s in found.signers)
        of = (found.organization_name, found.slug, found.domains)
        return Known(found.certificate, found.envelope_name, *of, signers)

    try:
        return compare(report, find)
    except (PoolTimeout, psycopg.Error, Undecryptable) as problem:
        raise Unanswered(
            "The installation that the settings name does not answer, so it is not known whether"
            f" it sealed this file ({type(problem).__name__}). Start it, or say --offline to judge"
            " without it."
        ) from problem
    finally:
        installation.close()


def _exit_code(report: Report) -> int:
    if report.verdict is Verdict.UNREADABLE:
        return UNREADABLE
    if report.verdict is Verdict.SIGNED_ELSEWHERE:
        return SIGNED_ELSEWHERE
    return VALID if report.genuine else NOT_VALID
