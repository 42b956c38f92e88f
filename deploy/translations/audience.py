"""
Whose sentences they are: the signers', which 20 languages have, or only the portal's.

Signers are all who have no account: recipients, visitors of direct links, whoever verifies a file.
"""

from functools import cache
from pathlib import Path

from core.events import registry

SIGNERS = (
    "actors/",
    "core/documents/attached_file.py",
    "core/envelopes/roles/",
    "core/events/narration.py",
    "core/fields/expressions/functions.py",
    "core/fields/expressions/value.py",
    "core/fields/field.py",
    "core/fields/field_property.py",
    "core/fields/formats.py",
    "core/fields/kind.py",
    "core/fields/kinds/",
    "core/fields/logic/resolution.py",
    "core/fields/table/lines.py",
    "core/fields/text_look.py",
    "core/fields/text_value.py",
    "core/refusals.py",
    "core/request_errors.py",
    "core/signing/",
    "core/text/printable.py",
    "templates/documents/_signed_before.html",
    "templates/documents/reading/_",
    "templates/errors/",
    "templates/evidence/certificate/",
    "templates/evidence/verification/",
    "templates/fields/kinds/",
    "templates/layout.html",
    "templates/mail/",
    "templates/signing/",
    "templates/sms/",
    "templates/templates/start/",
    "templates/times.py",
    "tenants/email_addresses.py",
    "tenants/national_numbers.py",
    "tenants/phone_numbers.py",
    "tenants/use_cases/signing/",
    "webapp/http/",
    "webapp/pages/documents/printed_copy.py",
    "webapp/pages/signing/",
    "webapp/routes/evidence/verifications.py",
    "webapp/routes/signing/",
    "webapp/text/",
)
"""The beginnings of the paths below which their sentences stand."""

PORTAL = (
    "core/signing/disclosures/disclosure_topics.py",
    "core/signing/disclosures/own_disclosure.py",
    "core/signing/embedding.py",
    "templates/mail/_account.",
    "templates/mail/account/",
    "templates/mail/progress.",
    "templates/mail/sender.",
    "templates/signing/self_signing/",
    "tenants/use_cases/signing/recipient_choices.py",
    "webapp/routes/signing/proof_tries.py",
    "webapp/routes/signing/recipient_phones.py",
    "webapp/routes/signing/self_signings.py",
)
"""What is not for signers among those."""

ALSO = (
    "Choose another file",
    "Close this message",
    "No one can witness their own signature. Enter someone else.",
    "Remove",
    "Source code",
    "That did not work",
    "This envelope is closed and cannot be changed. Ask for a new one.",
)
"""What signers meet in files that are else the portal's."""


SENDERS_FILE = Path(__file__).parent / "senders.txt"


def is_for_signers(words: str | tuple[str, ...], files: set[str]) -> bool:
    """Whether a sentence, or the forms of a counted one, that stands in these files is theirs."""
    if words in ALSO or words in printed_narrations():
        return True
    if words in senders():
        return False
    return any(_is_theirs(path, isinstance(words, tuple)) for path in files)


@cache
def printed_narrations() -> frozenset[str]:
    """What the certificate of completion says of events."""
    events = registry.of_envelopes().values()
    return frozenset(event.narration for event in events if event.printed)


@cache
def senders() -> frozenset[str]:
    """What only senders and programs meet in those files."""
    lines = SENDERS_FILE.read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _is_theirs(path: str, is_counted: bool) -> bool:
    if path.startswith("core/fields/kinds/") and is_counted:
        return False  # how many fields of a kind there are: the sender sees that
    return path.startswith(SIGNERS) and not path.startswith(PORTAL)
