"""Limits of mail to addresses that never asked for it: strangers are not flooded through us."""

from datetime import timedelta

from core.refusals import TooManyMails
from tenants.installation import Installation, email_hash
from tenants.store.sign_in.attempts import attempt_key
from tenants.transaction import Transaction

PERIOD = timedelta(days=1)
MAILS_TO_ADDRESS = 5
INVITATIONS_FROM_ORGANIZATION = 300


def count_mail(
    installation: Installation, kind: str, by: bytes, email: str, most: int = MAILS_TO_ADDRESS
) -> None:
    """
    Raises TooManyMails.

    `by` is who has it mailed: what one organization or network does stops no other one.
    """
    key = installation.attempt_key(f"mail {kind}", by + b"\0" + email_hash(email))
    if installation.directory.count_attempt(key, PERIOD) > most:
        raise TooManyMails


def count_invitation(tx: Transaction, email: str) -> None:
    """In the transaction that has it mailed: what is not sent is not counted. As count_mail."""
    by, secret = tx.organization_id.bytes, tx.settings.session_key
    key = attempt_key(secret, "inviting", by)
    if tx.attempts.count(key, PERIOD) > INVITATIONS_FROM_ORGANIZATION:
        raise TooManyMails
    key = attempt_key(secret, "mail membership", by + b"\0" + email_hash(email))
    if tx.attempts.count(key, PERIOD) > MAILS_TO_ADDRESS:
        raise TooManyMails
