"""An organization's own sign-in: its connection to a provider, and what follows from an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from typing import Any

from core.access import MemberRole
from core.organizations import organization
from core.organizations.events import SettingChanged
from core.refusals import Invalid, sentence

ATTEMPT_LIFETIME = timedelta(minutes=10)
TEXT_LIMIT = 300
EMAIL_LIMIT = 254
MAPPING_LIMIT = 40
# From the most to the least. Owners are made by owners, never by a group.
GIVEN = (MemberRole.ADMIN, MemberRole.SENDER, MemberRole.AUDITOR, MemberRole.VIEWER)


class Purpose(StrEnum):
    """What a way to the provider and back is for."""

    SIGN_IN = "sign_in"
    CONNECT = "connect"
    TEST = "test"
    PROVE = "prove"  # a recipient proves who they are, at the organization's provider
    IDENTIFY = "identify"  # or at the installation's identity provider


@dataclass(frozen=True, slots=True)
class GroupRole:
    """Members of `group` at the provider have `role` here."""

    group: str
    role: str


@dataclass(frozen=True, slots=True)
class Connection:
    """Without the client secret, which no page and no log ever shows."""

    issuer: str = ""
    client_id: str = ""
    default_role: str = MemberRole.SENDER
    groups_claim: str = ""
    roles: tuple[GroupRole, ...] = ()
    enabled: bool = False

    @property
    def provider(self) -> tuple[str, str]:
        """What makes it another connection when it changes."""
        return self.issuer, self.client_id


@dataclass(frozen=True, slots=True)
class Asserted:
    """What a provider said about someone. An address counts only when `email_verified`."""

    subject: str
    email: str = ""
    email_verified: bool = False
    name: str = ""
    groups: tuple[str, ...] = ()
    birthdate: str = ""


@dataclass(frozen=True, slots=True)
class _Told:
    """A connection as the organization's log keeps it: plain texts."""

    issuer: str
    client_id: str
    default_role: str
    groups_claim: str
    roles: str
    enabled: bool


def asserted(claims: Mapping[str, Any], groups_claim: str) -> Asserted:
    """Reads the claims of an ID token that was judged, and of the userinfo endpoint."""
    email, name, born = claims.get("email"), claims.get("name"), claims.get("birthdate")
    groups = claims.get(groups_claim, ()) if groups_claim else ()
    groups = [groups] if isinstance(groups, str) else groups
    return Asserted(
        subject=str(claims["sub"]),
        email=_address(email),
        email_verified=claims.get("email_verified") is True,
        name=name if isinstance(name, str) else "",
        groups=tuple(g for g in groups if isinstance(g, str)) if isinstance(groups, list) else (),
        birthdate=born if isinstance(born, str) else "",
    )


def together(claims: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """An ID token and what the userinfo endpoint adds. An address and its proof come from one."""
    mail = {"email", "email_verified"}
    if "email" in claims:
        more = {name: value for name, value in more.items() if name not in mail}
    else:
        claims = {name: value for name, value in claims.items() if name not in mail}
    return {**more, **claims}


def check(connection: Connection) -> None:
    """Raises Invalid with errors by field. The issuer's address is checked by asking there."""
    errors = {}
    for name, value in (("issuer", connection.issuer), ("client_id", connection.client_id)):
        if not value or len(value) > TEXT_LIMIT or not value.isprintable():
            errors[name] = sentence("Copy this from your provider, up to 300 characters.")
    if connection.default_role not in GIVEN:
        errors["default_role"] = sentence("Choose a role from the list.")
    claim = connection.groups_claim
    if len(claim) > TEXT_LIMIT or not claim.isprintable():
        errors["groups_claim"] = sentence("Copy the name of the claim from your provider.")
    if connection.roles and not claim:
        errors["groups_claim"] = sentence(
            "Enter the claim in which your provider lists the groups."
        )
    if len(connection.roles) > MAPPING_LIMIT:
        errors["roles"] = sentence("Up to 40 groups can be given a role.")
    if any(m.role not in GIVEN or not _is_group(m.group) for m in connection.roles):
        errors["roles"] = sentence("Give each group a name of up to 300 characters and a role.")
    if len({m.group for m in connection.roles}) < len(connection.roles):
        errors["roles"] = sentence("A group is listed twice. Give each group one role.")
    if errors:
        raise Invalid(**errors)


def changes(old: Connection, new: Connection) -> tuple[SettingChanged, ...]:
    """What is recorded; secrets are no part of a connection."""
    return organization.changes("sso", _told(old), _told(new))


def role_for(connection: Connection, groups: Iterable[str]) -> MemberRole:
    """The highest role that a group gives; the default one when none does. Never the owner's."""
    groups = set(groups)
    given = {m.role for m in connection.roles if m.group in groups}
    return next((role for role in GIVEN if role in given), MemberRole(connection.default_role))


def role_after(connection: Connection, role: MemberRole, groups: Sequence[str]) -> MemberRole:
    """The role of a member who signs in again. Owners keep theirs, so the last one stays."""
    if role is MemberRole.OWNER or not connection.roles:
        return role
    return role_for(connection, groups)


def _told(connection: Connection) -> _Told:
    values = {f.name: getattr(connection, f.name) for f in fields(connection)}
    roles = ", ".join(f"{m.group}: {m.role}" for m in connection.roles)
    return _Told(**values | {"roles": roles})


def _address(email: Any) -> str:
    """ "" for what can be no address: it would be looked up, and kept in the log."""
    email = email.strip() if isinstance(email, str) else ""
    return email if email.isprintable() and len(email) <= EMAIL_LIMIT else ""


def _is_group(group: str) -> bool:
    return bool(group) and len(group) <= TEXT_LIMIT and group.isprintable()
