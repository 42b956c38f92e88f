"""Which role may do what in an organization. Portal, API and use cases all ask this table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from core.organizations.refusals import OrganizationFrozen
from core.refusals import Forbidden


class MemberRole(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    SENDER = "sender"
    VIEWER = "viewer"
    AUDITOR = "auditor"


class Permission(StrEnum):
    OWN_ACCOUNT = "own_account"
    READ_ENVELOPES = "read_envelopes"
    SEND_ENVELOPES = "send_envelopes"
    SEE_ALL_ENVELOPES = "see_all_envelopes"
    MANAGE_ALL_ENVELOPES = "manage_all_envelopes"
    EMBED_SIGNING = "embed_signing"
    READ_REPORTS = "read_reports"
    READ_PEOPLE = "read_people"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_OWNERS = "manage_owners"
    MANAGE_SIGNING_DOMAINS = "manage_signing_domains"
    READ_SIGNING_GROUPS = "read_signing_groups"
    MANAGE_SIGNING_GROUPS = "manage_signing_groups"
    MANAGE_SETTINGS = "manage_settings"
    MANAGE_SIGN_IN = "manage_sign_in"
    MANAGE_API_KEYS = "manage_api_keys"
    ALLOW_APPLICATIONS = "allow_applications"
    MANAGE_OAUTH_CLIENTS = "manage_oauth_clients"
    MANAGE_WEBHOOKS = "manage_webhooks"
    READ_ADMIN_LOG = "read_admin_log"
    HOLD_ENVELOPES = "hold_envelopes"
    ERASE_PEOPLE = "erase_people"
    EXPORT_ORGANIZATION = "export_organization"
    CLOSE_ORGANIZATION = "close_organization"


_EVERYBODY = frozenset(MemberRole)
_OWNER = frozenset({MemberRole.OWNER})
_ADMINS = _OWNER | {MemberRole.ADMIN}
_SENDERS = _ADMINS | {MemberRole.SENDER}
_OVERSEERS = _ADMINS | {MemberRole.AUDITOR}

ALLOWED: Mapping[Permission, frozenset[MemberRole]] = {
    Permission.OWN_ACCOUNT: _EVERYBODY,
    Permission.READ_ENVELOPES: _EVERYBODY,
    Permission.SEND_ENVELOPES: _SENDERS,
    Permission.SEE_ALL_ENVELOPES: _OVERSEERS,
    Permission.MANAGE_ALL_ENVELOPES: _ADMINS,
    Permission.EMBED_SIGNING: _SENDERS,
    Permission.READ_REPORTS: _SENDERS | _OVERSEERS,
    Permission.READ_PEOPLE: _EVERYBODY,
    Permission.MANAGE_PEOPLE: _ADMINS,
    Permission.MANAGE_OWNERS: _OWNER,
    Permission.MANAGE_SIGNING_DOMAINS: _ADMINS,
    Permission.READ_SIGNING_GROUPS: _EVERYBODY,
    Permission.MANAGE_SIGNING_GROUPS: _ADMINS,
    Permission.MANAGE_SETTINGS: _ADMINS,
    Permission.MANAGE_SIGN_IN: _ADMINS,
    Permission.MANAGE_API_KEYS: _ADMINS,
    Permission.ALLOW_APPLICATIONS: _EVERYBODY,
    Permission.MANAGE_OAUTH_CLIENTS: _ADMINS,
    Permission.MANAGE_WEBHOOKS: _ADMINS,
    Permission.READ_ADMIN_LOG: _OVERSEERS,
    Permission.HOLD_ENVELOPES: _ADMINS,
    Permission.ERASE_PEOPLE: _OWNER,
    Permission.EXPORT_ORGANIZATION: _OWNER,
    Permission.CLOSE_ORGANIZATION: _OWNER,
}
# What changes nothing, so that a role that is taken away meanwhile does no harm.
READING = frozenset(
    {
        Permission.READ_ENVELOPES,
        Permission.SEE_ALL_ENVELOPES,
        Permission.READ_REPORTS,
        Permission.READ_PEOPLE,
        Permission.READ_SIGNING_GROUPS,
        Permission.READ_ADMIN_LOG,
    }
)
# What stays open in an organization that is suspended or about to be closed.
WHILE_FROZEN = READING | {
    Permission.OWN_ACCOUNT,
    Permission.HOLD_ENVELOPES,
    Permission.EXPORT_ORGANIZATION,
    Permission.CLOSE_ORGANIZATION,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """
    How a member stands to an envelope, a template or a folder.

    `visible`: it is shown to a team of theirs, or to all; `shared`: with them by name;
    `receives`: they are one of its recipients and were asked already.
    """

    owns: bool = False
    visible: bool = False
    shared: bool = False
    receives: bool = False


def may(role: MemberRole, permission: Permission) -> bool:
    return role in ALLOWED[permission]


def require(role: MemberRole, permission: Permission, frozen: bool = False) -> None:
    """`frozen`: the organization is suspended or closing. Raises Forbidden, OrganizationFrozen."""
    if not may(role, permission):
        raise Forbidden
    if frozen and permission not in WHILE_FROZEN:
        raise OrganizationFrozen


def may_see(role: MemberRole, standing: Standing) -> bool:
    """Whoever oversees the organization sees all; others what is theirs or shown to them."""
    return may(role, Permission.SEE_ALL_ENVELOPES) or any(
        (standing.owns, standing.visible, standing.shared, standing.receives)
    )


def sees_as_recipient(role: MemberRole, standing: Standing) -> bool:
    """Whether nothing but being asked to sign it lets this member know of an envelope."""
    return standing.receives and not may_see(role, replace(standing, receives=False))


def may_change(role: MemberRole, standing: Standing) -> bool:
    """To be shown something is not to have it: only its owner changes it, or an admin."""
    mine = standing.owns and may(role, Permission.SEND_ENVELOPES)
    return mine or may(role, Permission.MANAGE_ALL_ENVELOPES)


def may_give(role: MemberRole, old: MemberRole | None, new: MemberRole | None) -> bool:
    """Whether a member of `role` may make `old` (None: no one yet) into `new` (None: removed)."""
    touches_owner = MemberRole.OWNER in (old, new)
    return may(role, Permission.MANAGE_OWNERS if touches_owner else Permission.MANAGE_PEOPLE)
