"""Sharing an envelope: with a team or all members, with one member, by a link."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission, Standing
from core.envelopes import sharing as rules
from core.envelopes.envelope import Envelope, Outcome, Status
from core.envelopes.events.filing import AudienceChanged
from core.envelopes.events.sharing import (
    EnvelopeShared,
    ShareLinkMade,
    ShareLinkRevoked,
    SharingEnded,
    VisibilityChanged,
)
from core.envelopes.refusals import NotSentYet, TooManyLinks
from core.envelopes.sharing import Visibility
from core.events.event import AdminEvent
from core.refusals import NotFound
from core.signing import link
from tenants.identifiers import new_id
from tenants.store.envelopes.share_links import ListedLink
from tenants.store.envelopes.shares import SharePerson, ShareTeam, ShownTo
from tenants.transaction import Transaction
from tenants.use_cases.sign_in import account_mail


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
    people: tuple[SharePerson, ...]
    others: tuple[SharePerson, ...]
    teams: tuple[ShareTeam, ...]
    links: tuple[ShareLink, ...]
    changeable: bool


def sharing(tx: Transaction, envelope_id: UUID, now: datetime) -> Sharing:
    """Raises NotFound."""
    tx.require(Permission.READ_ENVELOPES)
    return shown(tx, envelope_id, tx.standing(envelope_id), now)


def of_new(tx: Transaction, now: datetime) -> Sharing:
    """
    Of a draft that is not stored yet.

    Its id is what the browser says: an envelope may have it, which this member must not see.
    """
    tx.require(Permission.SEND_ENVELOPES)
    return _sharing(tx, new_id(), ShownTo(Visibility.OWNER), True, now)


def shown(tx: Transaction, envelope_id: UUID, standing: Standing, now: datetime) -> Sharing:
    shown_to = tx.shares.shown_to(envelope_id)
    return _sharing(tx, envelope_id, shown_to, tx.may_change(standing), now)


def _sharing(
    tx: Transaction, envelope_id: UUID, shown_to: ShownTo, changeable: bool, now: datetime
) -> Sharing:
    people = tx.shares.people(envelope_id, tx.member.person_id, others=changeable)
    teams = tx.shares.teams(shown_to.team_id, others=changeable)
    links = tx.share_links.of(envelope_id, now) if changeable else []
    return Sharing(
        visibility=shown_to.visibility,
        team_id=shown_to.team_id,
        team_name=next((team.name for team in teams if team.id == shown_to.team_id), ""),
        people=tuple(person for person in people if person.shared),
        others=tuple(person for person in people if not person.shared),
        teams=tuple(teams) if changeable else (),
        links=tuple(_link(tx, link) for link in links),
        changeable=changeable,
    )


def show_to(
    tx: Transaction, envelope_id: UUID, visibility: Visibility, team_id: UUID | None, now: datetime
) -> None:
    """`team_id` is for a team only. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    new = ShownTo(visibility, team_id if visibility is Visibility.TEAM else None)
    if visibility is Visibility.TEAM:  # before the envelope, as when a team is deleted
        if team_id is None:
            raise NotFound
        tx.shares.hold_team(team_id)
    envelope = tx.lock_changeable(envelope_id)
    old = tx.shares.shown_to(envelope_id)
    if new != old:
        tx.shares.show_to(envelope_id, new)
        changed = VisibilityChanged(envelope_id=envelope_id, old=str(old), new=str(new))
        _record(tx, envelope, changed, "visibility", new, now)


def share(tx: Transaction, envelope_id: UUID, person_id: UUID, now: datetime) -> None:
    """One member may read it, and is told by mail. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    colleague = tx.known_people.get(person_id)
    envelope = tx.lock_changeable(envelope_id)
    tx.memberships.hold(person_id)
    if not tx.shares.add(envelope_id, person_id, tx.member.person_id, now):
        return
    words = account_mail.Words(
        kind="shared",
        name=colleague.name,
        address=colleague.email,
        link=f"/envelopes/{envelope_id}",
        values={"shared_by": tx.member.name, "envelope": envelope.name},
    )
    tx.jobs.add(tx.organization_id, [account_mail.letter(tx, words)])
    shared = EnvelopeShared(envelope_id=envelope_id, person_id=person_id)
    _record(tx, envelope, shared, "shared", person_id, now)


def end_share(tx: Transaction, envelope_id: UUID, person_id: UUID, now: datetime) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if not tx.shares.remove(envelope_id, person_id):
        raise NotFound
    ended = SharingEnded(envelope_id=envelope_id, person_id=person_id)
    _record(tx, envelope, ended, "share_ended", person_id, now)


def make_link(tx: Transaction, envelope_id: UUID, days: int, now: datetime) -> str:
    """The secret of a new link. Raises NotFound, Forbidden, Invalid, NotSentYet, TooManyLinks."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if envelope.status is Status.DRAFT:
        raise NotSentYet
    expires_at = now + rules.link_lifetime(days)
    if tx.share_links.count_after_sweep(envelope_id, now) >= rules.LINKS_LIMIT:
        raise TooManyLinks
    link_id = new_id()
    token = link.share_token(tx.settings.link_key, tx.organization_id, link_id)
    by = tx.member.person_id
    tx.share_links.add(envelope_id, link_id, link.digest(token), by, now, expires_at)
    made = ShareLinkMade(envelope_id=envelope_id, link_id=link_id, expires_at=expires_at)
    _record(tx, envelope, made, "link_made", link_id, now)
    return token


def revoke_link(tx: Transaction, envelope_id: UUID, link_id: UUID, now: datetime) -> None:
    """Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if not tx.share_links.remove(envelope_id, link_id):
        raise NotFound
    revoked = ShareLinkRevoked(envelope_id=envelope_id, link_id=link_id)
    _record(tx, envelope, revoked, "link_revoked", link_id, now)


def _record(
    tx: Transaction, envelope: Envelope, told: AdminEvent, change: str, about: object, now: datetime
) -> None:
    """In the trail of the envelope, and with its details in the organization's log."""
    changed = AudienceChanged(change=change, about=str(about))
    tx.record(Outcome(envelope, (changed,)), tx.principal.actor, now)
    tx.record_admin((told,), tx.principal.actor, now)


def _link(tx: Transaction, listed: ListedLink) -> ShareLink:
    token = link.share_token(tx.settings.link_key, tx.organization_id, listed.id)
    return ShareLink(listed.id, token, listed.shared_by, listed.expires_at)
