"""Showing an envelope to others: to a team or all, to somebody by name, to whoever has a link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core import access, link
from core import sharing as rules
from core.access import Permission
from core.administration import (
    EnvelopeShared,
    ShareLinkMade,
    ShareLinkRevoked,
    SharingEnded,
    VisibilityChanged,
)
from core.envelope import Status
from core.refusals import NotSentYet, TooManyLinks
from core.sharing import Visibility
from tenants.identifiers import new_id
from tenants.member import Member, MemberTransaction
from tenants.use_cases import account_mailing, reading, staffing

LINKS = """
    select s.id, s.expires_at, coalesce(p.name, '') as shared_by
    from share_links s left join people p on p.id = s.shared_by
    where s.envelope_id = %s and s.expires_at > %s order by s.shared_at, s.id
"""


@dataclass(frozen=True, slots=True)
class SharedWith:
    person_id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class ShareLink:
    """`token` is its secret, derived anew for those who may change the envelope."""

    id: UUID
    token: str
    shared_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sharing:
    """To whom an envelope is shown. Links are for those who may change it, `changeable`."""

    visibility: Visibility
    team_id: UUID | None
    team_name: str
    people: tuple[SharedWith, ...]
    links: tuple[ShareLink, ...]
    changeable: bool


def sharing(member: Member, envelope_id: UUID, now: datetime) -> Sharing:
    """Raises NotFound."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        changeable = access.may_change(tx.role, tx.standing(envelope_id))
        shown = tx.one(
            "select e.visibility, e.team_id, coalesce(t.name, '') as team_name from envelopes e"
            " left join teams t on (t.organization_id, t.id) = (e.organization_id, e.team_id)"
            " where e.id = %s",
            envelope_id,
        )
        people = tx.all(
            "select p.id as person_id, p.name, p.email from envelope_shares s"
            " join people p on p.id = s.person_id where s.envelope_id = %s order by p.name, p.id",
            envelope_id,
        )
        links = tx.all(LINKS, envelope_id, now) if changeable else []
    key = member.organization.installation.settings.link_key
    return Sharing(
        visibility=Visibility(shown.pop("visibility")),
        **shown,
        people=tuple(SharedWith(**row) for row in people),
        links=tuple(
            ShareLink(token=link.share_token(key, member.organization.id, row["id"]), **row)
            for row in links
        ),
        changeable=changeable,
    )


def show_to(
    member: Member, envelope_id: UUID, visibility: Visibility, team_id: UUID | None, now: datetime
) -> None:
    """`team_id` is for a team only. Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        tx.change(envelope_id)
        if visibility is Visibility.TEAM:
            tx.one("select 1 from teams where id = %s for share", team_id)
        else:
            team_id = None
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
    colleague = staffing.colleague(member, person_id)
    envelope = reading.envelope(member, envelope_id)
    words = account_mailing.Words(
        kind="shared",
        name=colleague.name,
        address=colleague.email,
        link=f"/envelopes/{envelope_id}",
        values={"shared_by": member.name, "envelope": envelope.name},
    )
    letter = account_mailing.letter(member.organization, words)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        tx.change(envelope_id)
        tx.one("select 1 from memberships where person_id = %s", person_id)
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


def _make_room(tx: MemberTransaction, envelope_id: UUID, now: datetime) -> None:
    tx.run("delete from share_links where envelope_id = %s and expires_at <= %s", envelope_id, now)
    row = tx.one("select count(*) as count from share_links where envelope_id = %s", envelope_id)
    if row["count"] >= rules.LINKS_LIMIT:
        raise TooManyLinks


def _shown(visibility: str, team_id: UUID | None) -> str:
    """As it stands in the log."""
    return str(team_id) if visibility == Visibility.TEAM and team_id else str(visibility)
