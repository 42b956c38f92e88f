"""What a recipient reports about the sender."""

from datetime import timedelta
from uuid import UUID

from core.addresses import client_address
from core.operator import moderation
from core.refusals import Invalid, sentence
from core.sign_in.refusals import TooManyAttempts
from core.text.printable import cleaned
from tenants import email_addresses
from tenants.ceremony import Ceremony
from tenants.identifiers import new_id
from tenants.installation import Installation
from tenants.transaction import Transaction

PERIOD = timedelta(hours=1)
REPORTS_PER_ADDRESS = 10
NO_ADDRESS = sentence(
    "Enter a complete e-mail address, such as name@example.com, or leave it empty."
)


def is_reported(tx: Transaction, ceremony: Ceremony) -> bool:
    """Whether this recipient has reported the sender already."""
    return tx.abuse_report_rows.is_reported(ceremony.recipient_id)


def count(installation: Installation, network: str) -> None:
    """Before a report is made: `network` is the address it comes from. Raises TooManyAttempts."""
    key = installation.attempt_key("abuse report", client_address.network(network).encode())
    if installation.directory.count_attempt(key, PERIOD) > REPORTS_PER_ADDRESS:
        raise TooManyAttempts


def report(tx: Transaction, ceremony: Ceremony, reason: str, words: str, write_back: bool) -> None:
    """Once for each recipient; a second time changes nothing. Raises Invalid."""
    chosen, words = moderation.report(reason, words)
    address = ceremony.recipient.email if write_back else ""
    tx.abuse_report_rows.add(ceremony.envelope.id, ceremony.recipient_id, chosen, words, address)


def report_form(tx: Transaction, content_id: UUID, reason: str, words: str, email: str) -> None:
    """
    By a visitor of a public form, whom no one knows. `content_id` is what the form would send.

    Raises Invalid.
    """
    email = cleaned(email)
    wrong = {"email": NO_ADDRESS} if email and not email_addresses.deliverable(email) else {}
    try:
        chosen, words = moderation.report(reason, words)
    except Invalid as invalid:
        raise Invalid(**invalid.errors, **wrong) from None
    if wrong:
        raise Invalid(**wrong)
    tx.abuse_report_rows.add(content_id, new_id(), chosen, words, email)
