"""What a sender typed for one recipient, as it is kept: codes as hashes, phones as E.164."""

from collections.abc import Collection
from dataclasses import replace

from core.envelopes.recipient_options import RecipientOptions
from core.refusals import Invalid, sentence
from core.signing.proofs.sms_code import SMS_CODE
from tenants import phone_numbers
from tenants.transaction import Transaction
from tenants.use_cases.signing import identity_proofs

NO_GATEWAY = sentence("This installation cannot send SMS. Choose another proof of identity.")


def read(
    tx: Transaction, typed: RecipientOptions, before: RecipientOptions, access_code: str = ""
) -> RecipientOptions:
    """
    `access_code` is a new one, as typed; without one the code that was there stays.

    Raises Invalid with the names of options.
    """
    check_proofs(tx, typed.proofs)
    phone = phone_numbers.parse(typed.phone) if typed.phone.strip() else ""
    code = before.access_code
    if access_code.strip():
        code = identity_proofs.kept_access_code(tx, access_code)
    return replace(typed, phone=phone, access_code=code)


def check_proofs(tx: Transaction, proofs: Collection[str]) -> None:
    """Whether this installation has what they take. Raises Invalid."""
    if SMS_CODE.name in proofs and not tx.settings.sends_sms:
        raise Invalid(proofs=NO_GATEWAY)
