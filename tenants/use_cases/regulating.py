"""What an organization asks of whoever signs in, as its administrators set it."""

from dataclasses import astuple, replace
from datetime import datetime

from core import sign_in_policy
from core.access import Permission
from core.sign_in_policy import Method, SignInPolicy
from core.sso_refusals import NotTriedYet
from tenants.accounts import Accounts
from tenants.member import Member, MemberTransaction
from tenants.use_cases import configuring_sso, signing_in

COLUMNS = signing_in.POLICY


def policy(member: Member) -> SignInPolicy:
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        return signing_in.policy(tx)


def change_policy(member: Member, new: SignInPolicy, now: datetime) -> None:
    """Raises Invalid: it may not lock out whoever changes it."""
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        tx.run(
            "insert into sign_in_policies (organization_id) values (%s) on conflict do nothing",
            tx.organization_id,
        )
        tx.run("select from sign_in_policies for update")
        old = signing_in.policy(tx)
        events = sign_in_policy.change(old, new, _methods_of(member, tx))
        if events:
            tx.run(
                f"update sign_in_policies set ({COLUMNS}) = (%s, %s, %s, %s, %s, %s)",  # noqa: S608 - words of our own
                *astuple(new),
            )
            tx.administer(events, member.actor, now)


def require_sso(member: Member, required: bool, now: datetime) -> None:
    """
    Everybody signs in through the organization's provider, or in the usual ways too.

    Raises NotTriedYet, so that a mistake in the connection locks nobody out.
    """
    with member.transaction(Permission.MANAGE_SIGN_IN) as tx:
        if required and not configuring_sso.has_tried(tx, member):
            raise NotTriedYet
        old = signing_in.policy(tx)
    new = replace(old, sso=True, password=not required, passkey=not required)
    change_policy(member, new, now)


def _methods_of(member: Member, tx: MemberTransaction) -> frozenset[Method]:
    """What they could sign in with tomorrow: what they just did, and what they have besides."""
    accounts = Accounts(tx.connection)
    methods = {Method(member.method)}
    if accounts.password_of(member.person_id):
        methods.add(Method.PASSWORD)
    if accounts.factors_of(member.person_id).passkeys:
        methods.add(Method.PASSKEY)
    if configuring_sso.has_tried(tx, member):
        methods.add(Method.SSO)
    return frozenset(methods)
