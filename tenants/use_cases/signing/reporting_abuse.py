"""What a recipient reports about the sender."""

from datetime import timedelta

from core.addresses import client_address
from core.operator import moderation
from core.sign_in.refusals import TooManyAttempts
from tenants.ceremony import Ceremony
from tenants.installation import Installation
from tenants.transaction import Transaction

PERIOD = timedelta(hours=1)
REPORTS_PER_ADDRESS = 10


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
