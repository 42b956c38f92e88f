"""Showing an envelope to others: to a team or all, to somebody by name, to whoever has a link."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core import access
from core.access import Permission, Standing
from core.envelopes import sharing as rules
from core.envelopes.envelope import Status
from core.envelopes.events.sharing import (
    EnvelopeShared,
    ShareLinkMade,
    ShareLinkRevoked,
    SharingEnded,
    VisibilityChanged,
)
from core.envelopes.refusals import NotSentYet, TooManyLinks
from core.envelopes.sharing import Visibility
from core.signing import link
from tenants.identifiers import new_id
from tenants.member import Member, MemberTransaction
from tenants.use_cases.sign_in import account_mail

LINKS = """
    select s.id, s.expires_at, coalesce(p.name, '') as shared_by
    from share_links s left join people p on p.id = s.shared_by
    where s.envelope_id = %s and s.expires_at > %s order by s.shared_at, s.id
"""
# Whom it is shared with, and for those who may change it all others.
PEOPLE = """
    select p.id, p.name, p.email, s.person_id is not null as shared
    from people p left join envelope_shares s
        on s.envelope_id = %(envelope)s and s.person_id = p.id
    where s.person_id is not null or (%(changeable)s and p.id <> %(me)s)
    order by p.name, p.id
"""
TEAMS = "select id, name from teams where id = %(team)s or %(changeable)s order by name, id"


@dataclass(frozen=True, slots=True)
class SharedWith:
    person_id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class TeamName:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ShareLink:
    """`token` is its secret, derived anew for those who may change the envelope."""

    id: UUID
    token: str
    shared_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sharing:
    """
    To whom an envelope is shown.

    Links, and to whom else it could be shown, are for those who may change it, `changeable`.
    """

    visibility: Visibility
    team_id: UUID | None
    team_name: str
    people: tuple[SharedWith, ...]
    others: tuple[SharedWith, ...]
    teams: tuple[TeamName, ...]
    links: tuple[ShareLink, ...]
    changeable: bool


def sharing(member: Member, envelope_id: UUID, now: datetime) -> Sharing:
    """Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return shown(tx, envelope_id, tx.standing(envelope_id), now)


def shown(tx: MemberTransaction, envelope_id: UUID, standing: Standing, now: datetime) -> Sharing:
    changeable = access.may_change(tx.role, standing)
    names = {"envelope": envelope_id, "changeable": changeable, "me": tx.member.person_id}
    row = tx.one("select visibility, team_id from envelopes where id = %s", envelope_id)
    team_id, people = row["team_id"], tx.named(PEOPLE, names)
    teams = tx.named(TEAMS, names | {"team": team_id}) if changeable or team_id else []
    links = tx.all(LINKS, envelope_id, now) if changeable else []
    return Sharing(
        visibility=Visibility(row["visibility"]),
        team_id=team_id,
        team_name=next((team["name"] for team in teams if team["id"] == team_id), ""),
        people=tuple(_named(person) for person in people if person["shared"]),
        others=tuple(_named(person) for person in people if not person["shared"]),
        teams=tuple(TeamName(**team) for team in teams) if changeable else (),
        links=tuple(_link(tx, link) for link in links),
        changeable=changeable,
    )


def show_to(
    member: Member, envelope_id: UUID, visibility: Visibility, team_id: UUID | None, now: datetime
) -> None:
    """`team_id` is for a team only. Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        team_id = team_id if visibility is Visibility.TEAM else None
        if visibility is Visibility.TEAM:  # before the envelope, as whoever deletes the team does
            tx.one("select 1 from teams where id = %s for share", team_id)
        tx.change(envelope_id)
        old = tx.one("select visibility, team_id from envelopes where id = %s", envelope_id)
        before, after = _shown(**old), _shown(visibility, team_id)
        if before != after:
            tx.run(
                "update envelopes set visibility = %s, team_id = %s where id = %s",
                *(visibility, team_id, envelope_id),
            )
            changed = VisibilityChanged(envelope_id=envelope_id, old=before, new=after)
            tx.administer((changed,), member.actor, now)


def share(member: Member, envelope_id: UUID, person_id: UUID, now: datetime) -> None:
    """Somebody by name may read it, and is told by mail. Raises NotFound, Forbidden."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        colleague = tx.one("select name, email from people where id = %s", person_id)
        envelope = tx.see(envelope_id)
    words = account_mail.Words(
        kind="shared",
        name=colleague["name"],
        address=colleague["email"],
        link=f"/envelopes/{envelope_id}",
        values={"shared_by": member.name, "envelope": envelope.name},
    )
    letter = account_mail.letter(member.organization, words)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        tx.change(envelope_id)
        tx.memberships.hold(person_id)
        added = tx.run(
            "insert into envelope_shares (organization_id, envelope_id, person_id, shared_by,"
            " shared_at) values (%s, %s, %s, %s, %s) on conflict do nothing",
            *(tx.organization_id, envelope_id, person_id, member.person_id, now),
        )
        if added:
            tx.jobs.add(tx.organization_id, [letter])
            shared = EnvelopeShared(envelope_id=envelope_id, person_id=person_id)
            tx.administer((shared,), member.actor, now)


def end_share(member: Member, envelope_id: UUID, person_id: UUID, now: datetime) -> None:
    """Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        tx.change(envelope_id)
        tx.one(
            "delete from envelope_shares where envelope_id = %s and person_id = %s"
            " returning person_id",
            *(envelope_id, person_id),
        )
        ended = SharingEnded(envelope_id=envelope_id, person_id=person_id)
        tx.administer((ended,), member.actor, now)


def make_link(member: Member, envelope_id: UUID, days: int, now: datetime) -> str:
    """The secret of a new link. Raises NotFound, Forbidden, Invalid, NotSentYet, TooManyLinks."""
    link_id = new_id()
    key = member.organization.installation.settings.link_key
    token = link.share_token(key, member.organization.id, link_id)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        if tx.change(envelope_id).status is Status.DRAFT:
            raise NotSentYet
        lifetime = rules.link_lifetime(days)
        _make_room(tx, envelope_id, now)
        tx.run(
            "insert into share_links (organization_id, id, envelope_id, token_hash, shared_by,"
            " shared_at, expires_at) values (%s, %s, %s, %s, %s, %s, %s)",
            *(tx.organization_id, link_id, envelope_id, link.digest(token), member.person_id),
            *(now, now + lifetime),
        )
        made = ShareLinkMade(envelope_id=envelope_id, link_id=link_id, expires_at=now + lifetime)
        tx.administer((made,), member.actor, now)
    return token


def revoke_link(member: Member, envelope_id: UUID, link_id: UUID, now: datetime) -> None:
    """Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        tx.change(envelope_id)
        tx.one(
            "delete from share_links where id = %s and envelope_id = %s returning id",
            *(link_id, envelope_id),
        )
        revoked = ShareLinkRevoked(envelope_id=envelope_id, link_id=link_id)
        tx.administer((revoked,), member.actor, now)


def _named(row: dict[str, Any]) -> SharedWith:
    return SharedWith(row["id"], row["name"], row["email"])


def _link(tx: MemberTransaction, row: dict[str, Any]) -> ShareLink:
    key = tx.settings.link_key
    return ShareLink(token=link.share_token(key, tx.organization_id, row["id"]), **row)


def _make_room(tx: MemberTransaction, envelope_id: UUID, now: datetime) -> None:
    tx.run("delete from share_links where envelope_id = %s and expires_at <= %s", envelope_id, now)
    row = tx.one("select count(*) as count from share_links where envelope_id = %s", envelope_id)
    if row["count"] >= rules.LINKS_LIMIT:
        raise TooManyLinks


def _shown(visibility: str, team_id: UUID | None) -> str:
    """As it stands in the log."""
    return str(team_id) if visibility == Visibility.TEAM and team_id else str(visibility)
