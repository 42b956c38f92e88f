"""The verdict on a file as `countersign verify` prints it."""

from actors.pdf.verification.report import Verdict
from deploy.commands.verify_answer import Known, VerifyAnswer

NAMELESS = "(its certificate has no name)"
ADVICE = (
    "Anyone can make a certificate in any name. Get the certificate from the"
    " organization itself, compare its fingerprint, and pass it: countersign verify"
    " FILE --certificate CERTIFICATE."
)


def in_words(answer: VerifyAnswer) -> str:
    report = answer.report
    lines = [report.headline + ".", ""]
    lines += [f"{'✓' if check.passed else '✗'} {check.sentence}" for check in report.checks]
    before = ", before it was sealed, and intact" if report.seal else ""
    for signature in report.signatures:
        lines.append(
            f"  Signed by {signature.signer or NAMELESS}{before}, with a certificate that"
            f" we do not judge (SHA-256 {signature.fingerprint})."
        )
    if report.seal:
        label = "Sealed by" if report.genuine else "Calls itself"
        lines += [
            "",
            f"{label:<13}{report.seal.organization or NAMELESS}",
            f"Sealed at    {report.seal.sealed_at:%Y-%m-%d %H:%M:%S %Z}",
            f"Certificate  SHA-256 {report.seal.fingerprint}",
        ]
    if answer.known:
        lines += _of_organization(answer.known)
    if report.verdict is Verdict.UNKNOWN_CERTIFICATE:
        lines += ["", ADVICE]
    return "\n".join(lines)


def _of_organization(known: Known) -> list[str]:
    domains = ", ".join(known.domains) or "none proven"
    return [
        f"Envelope     {known.envelope}",
        f"Organization {known.organization} ({known.slug})",
        f"Domain       {domains}",
        *(
            f"{f'{did} by'.capitalize():12} {name}, {address}".rstrip(", ")
            for name, address, did in known.signers
        ),
    ]
