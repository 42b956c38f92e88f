"""Limits what is tried to get in, per account and network; told to whose account it is."""

from datetime import timedelta
from uuid import UUID

from core.addresses import client_address
from core.sign_in.refusals import TooManyAttempts
from tenants.installation import Installation, email_hash
from tenants.store.sign_in.attempts import attempt_key
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_inquiries, known_devices

PERIOD = timedelta(minutes=15)
PER_PERSON = 10
# From all networks together: past it only browsers get in that were signed in before.
FROM_ANYWHERE = 60
# Offices share an address, and successes count too: this stops machines, not colleagues.
PER_ADDRESS = 300


def count(installation: Installation, email: str, address: str, device: str = "") -> None:
    """
    A try with the password of an account. Raises TooManyAttempts.

    Counted as it is looked up: no other spelling of an address gives more attempts, and an
    address that no one has is treated in the same way. `device` is what the browser keeps (see
    known_devices.py): a browser that signed in to this account before has tries of its own, so
    that no stranger locks it out.
    """
    whose = email_hash(email)
    mark = known_devices.find(installation, device, whose)
    if mark:
        exceeded = _exceeded(installation, _of_device(whose, mark), PER_PERSON)
    else:
        here = _exceeded(installation, _of_network(whose, address), PER_PERSON)
        exceeded = here or _exceeded(installation, _of_account(whose), FROM_ANYWHERE)
    if exceeded:
        if _is_first_today(installation, "password", whose):
            _tell(installation, account_inquiries.LOCKED_OUT, email)
        raise TooManyAttempts
    if not mark:
        count_network(installation, address)


def count_network(installation: Installation, address: str) -> None:
    """`address` is the network address it comes from. Raises TooManyAttempts."""
    key = ("address", client_address.network(address).encode())
    if _exceeded(installation, key, PER_ADDRESS):
        raise TooManyAttempts


def count_proof(installation: Installation, person_id: UUID) -> None:
    """
    A try with a second factor, or with the password again. Raises TooManyAttempts.

    Who comes so far knows the password, so its owner is told, once a day.
    """
    key = installation.attempt_key("proof", person_id.bytes)
    tried = installation.directory.count_attempt(key, PERIOD)
    if tried == PER_PERSON + 1 and _is_first_today(installation, "proof", person_id.bytes):
        _tell(installation, account_inquiries.SECOND_STEP_FAILED, str(person_id))
    if tried > PER_PERSON:
        raise TooManyAttempts


def reset(installation: Installation, email: str, address: str = "", device: str = "") -> None:
    """After the right password all tries are there again, from the same address."""
    whose = email_hash(email)
    keys = [_of_account(whose), _of_network(whose, address)]
    if mark := known_devices.find(installation, device, whose):
        keys.append(_of_device(whose, mark))
    for kind, counted in keys:
        installation.directory.forget_attempts(installation.attempt_key(kind, counted))


def reset_proof(installation: Installation, person_id: UUID) -> None:
    installation.directory.forget_attempts(installation.attempt_key("proof", person_id.bytes))


def reset_code(tx: Transaction) -> None:
    """The same, together with what uses up the member's code."""
    person_id = tx.member.person_id
    tx.attempts.forget(attempt_key(tx.settings.session_key, "proof", person_id.bytes))


def _of_network(whose: bytes, address: str) -> tuple[str, bytes]:
    return "person from network", whose + client_address.network(address).encode()


def _of_account(whose: bytes) -> tuple[str, bytes]:
    return "person", whose


def _of_device(whose: bytes, mark: str) -> tuple[str, bytes]:
    return "person on device", whose + mark.encode()


def _exceeded(installation: Installation, counted: tuple[str, bytes], most: int) -> bool:
    """Counts one more."""
    return installation.directory.count_attempt(installation.attempt_key(*counted), PERIOD) > most


def _is_first_today(installation: Installation, what: str, whose: bytes) -> bool:
    """One mail a day is enough, however many tries there are."""
    key = installation.attempt_key(f"told of {what}", whose)
    return installation.directory.count_attempt(key, timedelta(days=1)) == 1


def _tell(installation: Installation, kind: str, whom: str) -> None:
    platform = installation.platform
    platform.leave(account_inquiries.question(platform, kind, whom))
