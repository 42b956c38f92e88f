"""What operators may do with organizations, and what recipients may tell them."""

from collections.abc import Mapping
from enum import StrEnum

from core.refusals import Invalid, sentence
from core.text.printable import cleaned, is_prose

REASON_LIMIT = 500
WORDS_LIMIT = 2000


class ReportReason(StrEnum):
    """Why a recipient reports a sender."""

    UNKNOWN = "unknown"
    FRAUD = "fraud"
    UNWANTED = "unwanted"
    OFFENSIVE = "offensive"
    OTHER = "other"


class ReportStatus(StrEnum):
    OPEN = "open"
    LOOKED_AT = "looked_at"
    CLOSED = "closed"


REPORT_REASONS: Mapping[ReportReason, str] = {
    ReportReason.UNKNOWN: sentence(
        "I do not know this sender and am not expecting anything from them"
    ),
    ReportReason.FRAUD: sentence("Someone is pretending to be a person or company they are not"),
    ReportReason.UNWANTED: sentence("It is advertising, or e-mail I asked them to stop sending"),
    ReportReason.OFFENSIVE: sentence("It threatens or insults someone"),
    ReportReason.OTHER: sentence("Something else"),
}


# What an operator has made of a report, as a word in a sentence.
REPORT_STATES: Mapping[ReportStatus, str] = {
    ReportStatus.OPEN: sentence("open"),
    ReportStatus.LOOKED_AT: sentence("reviewed"),
    ReportStatus.CLOSED: sentence("closed"),
}


def suspension_reason(typed: str) -> str:
    """What members of the organization read. Raises Invalid(reason=...)."""
    reason = cleaned(typed)
    if not reason or len(reason) > REASON_LIMIT or not is_prose(reason):
        raise Invalid(
            reason=sentence(
                "Enter a reason, up to 500 characters. Everyone in the organization will see it."
            )
        )
    return reason


def limit(typed: str, unit: int = 1) -> int | None:
    """How many of `unit` someone typed; nothing is without a limit. Raises ValueError."""
    digits = "".join(c for c in typed if not c.isspace() and c not in ",._")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise ValueError(typed)
    if int(digits) * unit >= 2**63:
        raise ValueError(typed)
    return int(digits) * unit


def report(reason: str, words: str) -> tuple[ReportReason, str]:
    """What a recipient reports, checked. Raises Invalid(reason=..., words=...)."""
    errors = {}
    if reason not in list(ReportReason):
        errors["reason"] = sentence("Choose what is wrong.")
    words = cleaned(words)
    if len(words) > WORDS_LIMIT or not is_prose(words):
        errors["words"] = sentence("Use up to 2,000 characters.")
    if errors:
        raise Invalid(**errors)
    return ReportReason(reason), words


def note(status: str, words: str) -> tuple[ReportStatus, str]:
    """What an operator notes about a report. Raises Invalid(status=..., note=...)."""
    errors = {}
    if status not in list(ReportStatus):
        errors["status"] = sentence("Choose a status.")
    words = cleaned(words)
    if len(words) > WORDS_LIMIT or not is_prose(words):
        errors["note"] = sentence("Use up to 2,000 characters.")
    if errors:
        raise Invalid(**errors)
    return ReportStatus(status), words
