"""Contacts in the portal: listed, found while somebody types, added, changed, deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core import access, list_cursor
from core.access import Permission
from core.addresses import email_address
from core.people import contact as rules
from core.people.contact import Contact, Scope
from core.refusals import Forbidden, Invalid, NotFound, sentence
from tenants.member import Member, MemberTransaction
from tenants.store.people import contact_rows

PAGE = 50
OFFERED = 8


@dataclass(frozen=True, slots=True)
class Listed:
    """`changeable`: by this member. `next` is where the next page begins; "" at the end."""

    contacts: tuple[Contact, ...]
    next: str
    teams: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Offered:
    """Somebody to send to, while their name is typed."""

    name: str
    email: str
    company: str = ""


def listed(member: Member, search: str = "", scope: str = "", after: str = "") -> Listed:
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        if search.strip():
            rows = contact_rows.beginning_with(tx, search, PAGE)
            rows = [row for row in rows if scope in ("", row["scope"])][:PAGE]
            return Listed(tuple(map(contact_rows.of_row, rows)), "", _teams(tx))
        rows = contact_rows.page(tx, scope.replace("\0", ""), list_cursor.read(after), PAGE + 1)
        teams = _teams(tx)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    following = list_cursor.written(last["name_key"], last["id"]) if last else ""
    return Listed(tuple(map(contact_rows.of_row, rows[:PAGE])), following, teams)


def offered(member: Member, typed: str) -> list[Offered]:
    """Contacts first, then people one has sent to before; each name under an address once."""
    if not rules.fold(typed):
        return []
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        known = contact_rows.beginning_with(tx, typed, OFFERED)
        known += contact_rows.sent_to(tx, typed, OFFERED) if len(known) < OFFERED else []
    found: dict[tuple[str, str], Offered] = {}
    for row in known:
        person = Offered(row["name"], row["email"], row.get("company", ""))
        found.setdefault((email_address.fold(row["email"]), rules.fold(row["name"])), person)
    return list(found.values())[:OFFERED]


def get(member: Member, contact_id: UUID) -> Contact:
    """Raises NotFound, Forbidden for those one may only see."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _changeable(tx, contact_id)


def teams(member: Member) -> dict[UUID, str]:
    """Those the member belongs to, by id."""
    with member.transaction(Permission.READ_ENVELOPES) as tx:
        return _teams(tx)


def add(member: Member, contact: Contact) -> None:
    """Somebody of this address who is there already is brought up to date. Raises Invalid."""
    contact = rules.check(contact)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        _require_team(tx, contact)
        contact_rows.keep(tx, member.person_id, contact.scope, contact.team_id, [contact])


def change(member: Member, contact: Contact) -> None:
    """“Mine alone” is whoever says so. Raises Invalid, NotFound, Forbidden."""
    contact = rules.check(contact)
    keys = rules.keys(contact.name, contact.email)
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        _changeable(tx, contact.id)
        _require_team(tx, contact)
        tx.run(
            "update contacts set name = %s, email = %s, company = %s, scope = %s, team_id = %s,"
            " email_key = %s, name_key = %s, last_key = %s, changed_at = now(),"
            # Whoever makes it theirs alone has it from now on.
            " person_id = case when %s then %s else person_id end where id = %s",
            *(contact.name, contact.email, contact.company, contact.scope, contact.team_id),
            *(keys.email, keys.name, keys.last),
            *(contact.scope is Scope.OWN, member.person_id, contact.id),
        )


def delete(member: Member, contact_id: UUID) -> Contact:
    """Out of sight; for a month it can be restored. Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        contact = _changeable(tx, contact_id)
        tx.run("update contacts set deleted_at = now() where id = %s", contact_id)
        tx.run(
            "delete from contacts where person_id = %s and deleted_at < now() - interval '30 days'",
            member.person_id,
        )
    return contact


def restore(member: Member, contact_id: UUID) -> None:
    """Raises NotFound, Forbidden."""
    with member.transaction(Permission.SEND_ENVELOPES) as tx:
        _changeable(tx, contact_id, deleted=True)
        tx.run("update contacts set deleted_at = null where id = %s", contact_id)


def all_of(member: Member) -> Iterator[Contact]:
    """Everything one sees, read page by page, a transaction each."""
    after = ""
    while True:
        found = listed(member, after=after)
        yield from found.contacts
        after = found.next
        if not after:
            return


def _teams(tx: MemberTransaction) -> dict[UUID, str]:
    rows = tx.all(
        "select t.id, t.name from teams t join team_members m on m.team_id = t.id"
        " where m.person_id = %s order by t.name",
        tx.member.person_id,
    )
    return {row["id"]: row["name"] for row in rows}


def _changeable(tx: MemberTransaction, contact_id: UUID, deleted: bool = False) -> Contact:
    """One's own, and what one added for others; admins change what is for all of a team or all."""
    row: dict[str, Any] = tx.one(
        "select c.*, exists (select from team_members m where m.team_id = c.team_id"
        " and m.person_id = %s) as of_team from contacts c"
        " where c.id = %s and (c.deleted_at is not null) = %s",
        *(tx.member.person_id, contact_id, deleted),
    )
    mine = row["person_id"] == tx.member.person_id
    seen = mine or row["scope"] == Scope.ORGANIZATION or row["of_team"]
    if not seen:
        raise NotFound
    if not mine and not access.may(tx.role, Permission.MANAGE_ALL_ENVELOPES):
        raise Forbidden
    return contact_rows.of_row(row)


def _require_team(tx: MemberTransaction, contact: Contact) -> None:
    if contact.scope is Scope.TEAM and contact.team_id not in _teams(tx):
        raise Invalid(scope=sentence("Choose one of your teams."))
