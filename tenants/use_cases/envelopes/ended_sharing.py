"""Ends what envelopes were shown to or by who is gone: a deleted team, a member who has left."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.events.filing import AudienceChanged
from core.envelopes.sharing import Visibility
from core.jobs.job import Job
from core.principal import SYSTEM
from tenants.leased_job import LeasedJob
from tenants.transaction import Transaction

KIND = "end_sharing"
AT_ONCE = 100  # in one transaction; the rest follows by a job


def of_team(tx: Transaction, team_id: UUID) -> None:
    """Have a job say it in the trail of each envelope. No one is in the team any more."""
    _leave(tx, team_id=str(team_id))


def of_person(tx: Transaction, person_id: UUID, now: datetime) -> None:
    """The same of what was shared with them, and of the links that they made."""
    _leave(tx, person_id=str(person_id), left_at=now.isoformat())


def before_joining(tx: Transaction, person_id: UUID, now: datetime) -> None:
    """What the job has not come to yet, so that nothing of an earlier membership comes back."""
    while any(_end_of_person(tx, person_id, now, SYSTEM.actor, now)):
        pass


def end(tx: Transaction, job: LeasedJob) -> None:
    """Of some envelopes; then a job for the rest."""
    by, now = job.argument("by", str), job.now()
    if "team_id" in job.arguments:
        more = _hide_from_team(tx, job.argument("team_id", UUID), by, now)
    else:
        person_id = job.argument("person_id", UUID)
        left_at = job.argument("left_at", datetime.fromisoformat)
        more = any(_end_of_person(tx, person_id, left_at, by, now))
    if more:
        tx.jobs.add(tx.organization_id, [Job(job.kind, job.arguments)])
    tx.jobs.done(job)


def _leave(tx: Transaction, **about: str) -> None:
    tx.jobs.add(tx.organization_id, [Job(KIND, {**about, "by": tx.principal.actor})])


def _hide_from_team(tx: Transaction, team_id: UUID, by: str, now: datetime) -> bool:
    """Whether there are more; after the last one the team's row goes."""
    ids, ended = tx.shares.to_team(team_id, AT_ONCE), 0
    for envelope_id in ids:
        envelope = _lock(tx, envelope_id)
        if envelope and tx.shares.hide_from_team(envelope_id, team_id):
            _record(tx, envelope, "visibility", Visibility.OWNER, by, now)
            ended += 1
    more = _may_be_more(ids, ended)
    if not more:
        tx.teams.delete(team_id)
    return more


def _end_of_person(
    tx: Transaction, person_id: UUID, until: datetime, by: str, now: datetime
) -> tuple[bool, bool]:
    """Whether there are more shares, and more links."""
    until_then = (tx, person_id, until, by, now)
    return _end_shares(*until_then), _revoke_links(*until_then)


def _end_shares(tx: Transaction, person_id: UUID, until: datetime, by: str, now: datetime) -> bool:
    ids, ended = tx.shares.with_person(person_id, until, AT_ONCE), 0
    for envelope_id in ids:
        envelope = _lock(tx, envelope_id)
        if envelope and tx.shares.remove(envelope_id, person_id):
            _record(tx, envelope, "share_ended", person_id, by, now)
            ended += 1
    return _may_be_more(ids, ended)


def _revoke_links(
    tx: Transaction, person_id: UUID, until: datetime, by: str, now: datetime
) -> bool:
    links, ended = tx.share_links.made_by(person_id, until, AT_ONCE), 0
    for envelope_id, link_id in links:
        envelope = _lock(tx, envelope_id)
        if envelope and tx.share_links.remove(envelope_id, link_id):
            _record(tx, envelope, "link_revoked", link_id, by, now)
            ended += 1
    return _may_be_more(links, ended)


def _lock(tx: Transaction, envelope_id: UUID) -> Envelope | None:
    """None: its rows were changed to what none can say. It holds up no other envelope."""
    try:
        return tx.envelopes.lock(envelope_id)
    except ValueError:
        return None


def _may_be_more(found: Sequence[object], ended: int) -> bool:
    return len(found) == AT_ONCE and ended > 0


def _record(
    tx: Transaction, envelope: Envelope, change: str, about: object, by: str, now: datetime
) -> None:
    """`by`: the member who deleted the team or ended the membership; the system at joining."""
    changed = AudienceChanged(change=change, about=str(about))
    tx.record(Outcome(envelope, (changed,)), by, now)
    tx.words.refresh(envelope)
