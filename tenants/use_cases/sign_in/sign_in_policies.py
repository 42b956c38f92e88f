"""What an organization asks of members who sign in, as its administrators set it."""

from dataclasses import replace
from datetime import datetime

from core.access import Permission
from core.sign_in import sign_in_policy
from core.sign_in.sign_in_policy import Method, SignInPolicy
from core.sso.refusals import NotTriedYet
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import signing_in
from tenants.use_cases.sso import sso_settings


def policy(tx: Transaction) -> SignInPolicy:
    tx.require(Permission.MANAGE_SIGN_IN)
    return signing_in.policy(tx)


def change_policy(tx: Transaction, new: SignInPolicy, now: datetime) -> None:
    """Raises Invalid: it may not lock out the administrator who changes it."""
    _change(tx, _hold(tx), new, now)


def require_sso(tx: Transaction, required: bool, now: datetime) -> None:
    """
    Everyone signs in through the organization's provider, or in the usual ways too.

    Raises NotTriedYet, so that a mistake in the connection locks no one out.
    """
    old = _hold(tx)
    if required and not sso_settings.has_tried(tx):
        raise NotTriedYet
    new = replace(old, sso=True, password=not required, passkey=not required)
    _change(tx, old, new, now)


def _hold(tx: Transaction) -> SignInPolicy:
    """The policy as it is; neither it nor the connection to the provider changes meanwhile."""
    tx.lock_exclusive("sso")
    tx.require(Permission.MANAGE_SIGN_IN)
    return signing_in.policy(tx)


def _change(tx: Transaction, old: SignInPolicy, new: SignInPolicy, now: datetime) -> None:
    events = sign_in_policy.change(old, new, _own_methods(tx))
    if events:
        tx.sign_in_policies.put(new)
        tx.record_admin(events, tx.member.actor, now)


def _own_methods(tx: Transaction) -> frozenset[Method]:
    """What they could sign in with tomorrow: what they just did, and what they have besides."""
    member = tx.member
    methods = {Method(member.method)}
    if tx.accounts.password_of(member.person_id):
        methods.add(Method.PASSWORD)
    if tx.second_factors.of(member.person_id).passkeys:
        methods.add(Method.PASSKEY)
    if sso_settings.has_tried(tx):
        methods.add(Method.SSO)
    return frozenset(methods)
