"""The people of an organization: who they are, what they may do, and how they leave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from core import access, list_cursor
from core.access import MemberRole, Permission
from core.events.admin_events import EnvelopesTransferred, RoleChanged
from core.people import contact, membership
from core.refusals import Invalid, sentence
from tenants.member import Member, MemberTransaction
from tenants.use_cases.envelopes import ownership_transfer

PAGE = 50
COLLEAGUES = """
    select p.id as person_id, p.name, p.email, m.role, m.created_at as joined_at, v.seen_at,
        array(select t.name from team_members tm join teams t
            on (t.organization_id, t.id) = (tm.organization_id, tm.team_id)
            where tm.person_id = p.id order by t.name) as teams
    from memberships m join people p on p.id = m.person_id
    left join visits v on (v.organization_id, v.person_id) = (m.organization_id, m.person_id)
"""

LISTED = f"""
    select found.*, (select count(*) from memberships) as total from (
        {COLLEAGUES} where (p.name, p.id) > (%(name)s, %(id)s)
            and (%(ids)s::uuid[] is null or p.id = any(%(ids)s))
        order by p.name, p.id limit %(limit)s) found
    order by name, person_id
"""  # noqa: S608
# Found in memory: the words are without accents, and an organization has some thousand members.
NAMES = """
    select p.id, p.name, p.email from memberships m join people p on p.id = m.person_id
    where (p.name, p.id) > (%(name)s, %(id)s) order by p.name, p.id
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as the others see them. `seen_at` is None until they were here."""

    person_id: UUID
    name: str
    email: str
    role: MemberRole
    joined_at: datetime
    seen_at: datetime | None
    teams: tuple[str, ...]

    @property
    def may_send(self) -> bool:
        return access.may(self.role, Permission.SEND_ENVELOPES)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page. `next` is where the next one begins; "" at the end. `total`: of all members."""

    people: tuple[Colleague, ...]
    next: str
    total: int


def listed(member: Member, search: str = "", after: str = "") -> Listed:
    """By their names; those with each word of `search` in their name or address."""
    words, (name, id) = contact.words(search), list_cursor.read(after)
    names: dict[str, Any] = {"name": name, "id": id, "ids": None, "limit": PAGE + 1}
    with member.transaction(Permission.READ_PEOPLE) as tx:
        if words:
            rows = tx.named(NAMES, names)
            ids = [row["id"] for row in rows if contact.has(words, row["name"], row["email"])]
            names["ids"] = ids[: PAGE + 1]
        rows = tx.named(LISTED, names)
    total = max((row.pop("total") for row in rows), default=0)
    people = tuple(map(_colleague, rows[:PAGE]))
    following = list_cursor.written(people[-1].name, people[-1].person_id) if rows[PAGE:] else ""
    return Listed(people, following, total)


def members(member: Member) -> tuple[Colleague, ...]:
    """In the order of their names."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        rows = tx.all(f"{COLLEAGUES} order by p.name, p.id")
    return tuple(_colleague(row) for row in rows)


def colleague(member: Member, person_id: UUID) -> Colleague:
    """Raises NotFound."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        return _colleague(tx.one(f"{COLLEAGUES} where p.id = %s", person_id))


def owned(member: Member, person_id: UUID) -> int:
    """How many envelopes somebody would leave behind."""
    with member.transaction(Permission.READ_PEOPLE) as tx:
        row = tx.one("select count(*) as count from envelopes where sender_id = %s", person_id)
    return int(row["count"])


def has_second_factor(member: Member, person_id: UUID) -> bool:
    """For those who manage people. Raises NotFound, Forbidden."""
    with member.transaction(Permission.MANAGE_PEOPLE) as tx:
        row = tx.one(
            "select f.authenticator or f.passkeys > 0 as given"
            " from memberships m, factors_of(m.person_id) f where m.person_id = %s",
            person_id,
        )
    return bool(row["given"])


def change_role(member: Member, person_id: UUID, new: MemberRole, now: datetime) -> None:
    """Raises NotFound, Forbidden, LastOwner."""
    with member.transaction(Permission.MANAGE_PEOPLE, alone=True) as tx:
        old = _hold(tx, person_id)
        membership.change_role(tx.role, old, new, _owners(tx))
        if old is not new:
            tx.run("update memberships set role = %s where person_id = %s", new, person_id)
            changed = RoleChanged(person_id=person_id, old=old, new=new)
            tx.administer((changed,), member.actor, now)


def remove(member: Member, person_id: UUID, heir_id: UUID | None, now: datetime) -> None:
    """
    End a membership; what was theirs becomes the heir's, but for contacts of theirs alone.

    Raises NotFound, Forbidden, LastOwner, Invalid(heir_id=...).
    """
    with member.transaction(Permission.MANAGE_PEOPLE, alone=True) as tx:
        old = _hold(tx, person_id)
        membership.change_role(tx.role, old, None, _owners(tx))
        _end(tx, person_id, old, heir_id, now)


def leave(member: Member, heir_id: UUID | None, now: datetime) -> None:
    """What everybody but the last owner may. Raises LastOwner, Invalid(heir_id=...)."""
    with member.transaction(Permission.OWN_ACCOUNT, alone=True) as tx:
        old = _hold(tx, member.person_id)
        membership.keep_an_owner(old, None, _owners(tx))
        _end(tx, member.person_id, old, heir_id, now)


def _hold(tx: MemberTransaction, person_id: UUID) -> MemberRole:
    """Somebody's role, once they have finished what they are doing. Raises NotFound."""
    row = tx.one("select role from memberships where person_id = %s for update", person_id)
    return MemberRole(row["role"])


def _owners(tx: MemberTransaction) -> int:
    return int(tx.one("select count(*) as count from memberships where role = 'owner'")["count"])


def _end(
    tx: MemberTransaction, person_id: UUID, old: MemberRole, heir_id: UUID | None, now: datetime
) -> None:
    handed_over = _hand_over(tx, person_id, heir_id)
    tx.run(
        "insert into former_members (organization_id, person_id, name, email, heir_id, left_at)"
        " select %s, id, name, email, %s, %s from people where id = %s"
        " on conflict (organization_id, person_id) do update set name = excluded.name,"
        " email = excluded.email, heir_id = excluded.heir_id, left_at = excluded.left_at",
        *(tx.organization_id, heir_id if handed_over else None, now, person_id),
    )
    tx.memberships.remove(person_id)
    # What nobody else sees. An import under way has ended: its row went with the membership.
    tx.run(
        "delete from contacts where person_id = %s and (audience = %s or deleted_at is not null)",
        *(person_id, person_id),
    )
    left = RoleChanged(person_id=person_id, old=old, new="")
    tx.administer((*handed_over, left), tx.member.actor, now)


def _hand_over(
    tx: MemberTransaction, person_id: UUID, heir_id: UUID | None
) -> tuple[EnvelopesTransferred, ...]:
    row = tx.one(
        "select (select count(*) from envelopes where sender_id = %s) as envelopes,"
        " (select count(*) from folders where owner_id = %s) as folders",
        *(person_id, person_id),
    )
    if not any(row.values()):
        return ()
    heir = _heir(tx, person_id, heir_id)
    ownership_transfer.envelopes(tx, person_id, heir)
    tx.run("update folders set owner_id = %s where owner_id = %s", heir, person_id)
    return (EnvelopesTransferred(old_id=person_id, new_id=heir, count=row["envelopes"]),)


def _heir(tx: MemberTransaction, person_id: UUID, heir_id: UUID | None) -> UUID:
    if heir_id is None or heir_id == person_id:
        raise Invalid(heir_id=sentence("Choose who takes over the envelopes."))
    if not access.may(_hold(tx, heir_id), Permission.SEND_ENVELOPES):
        raise Invalid(heir_id=sentence("Choose somebody who may send envelopes."))
    return heir_id


def _colleague(row: dict[str, object]) -> Colleague:
    role, teams = MemberRole(str(row["role"])), row["teams"]
    return Colleague(**row | {"role": role, "teams": tuple(teams)})  # type: ignore[arg-type]
