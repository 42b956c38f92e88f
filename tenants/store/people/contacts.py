"""The contacts a member can reach: looked up by keys, a few of each kind at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from core.people import contact
from core.people.contact import Contact, ContactScope
from tenants.identifiers import new_id
from tenants.store.rows import Rows

# Whose contacts one sees: one's own, those of one's teams, the organization's. Each is a range of
# its own in the indexes, so that what others keep costs nothing.
AUDIENCES = """
    with audiences as (
        select %(person)s::uuid as audience
        union select %(organization)s::uuid
        union select team_id from team_members where person_id = %(person)s
    )
"""
COLUMNS = "c.id, c.name, c.email, c.company, c.scope, c.team_id, c.name_key"
# Each with the names of the arguments between which it has to be.
KEYS = {
    "name_key": ("low", "high"),
    "last_key": ("low", "high"),
    "email_key": ("low_address", "high_address"),
}
# One short scan of an index for each audience and key.
BEGINNING = """
    select found.* from audiences a cross join lateral (
        select {columns} from contacts c where c.audience = a.audience and c.deleted_at is null
            and c.{key} >= %({low})s and c.{key} < %({high})s
        order by c.{key} limit %(limit)s) found
"""
SEARCH = AUDIENCES + " union ".join(
    f"({BEGINNING.format(columns=COLUMNS, key=key, low=low, high=high)})"
    for key, (low, high) in KEYS.items()
)
SENT_TO = " union ".join(
    f"(select c.name, c.email from correspondents c where c.person_id = %(person)s"  # noqa: S608
    f" and c.{key} >= %({low})s and c.{key} < %({high})s order by c.{key} limit %(limit)s)"
    for key, (low, high) in KEYS.items()
)
PAGE = """
    select found.* from audiences a cross join lateral (
        select {columns} from contacts c where c.audience = a.audience and c.deleted_at is null
            and (c.name_key, c.id) > (%(after_key)s, %(after_id)s)
            and (%(scope)s = '' or c.scope = %(scope)s)
        order by c.name_key, c.id limit %(limit)s) found
    order by name_key, id limit %(limit)s
"""
KEEP = """
    insert into contacts (organization_id, id, person_id, scope, team_id, name, email, company,
        email_key, name_key, last_key)
    select %s, t.id, %s, %s, %s, t.name, t.email, t.company, t.email_key, t.name_key, t.last_key
    from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        as t (id, name, email, company, email_key, name_key, last_key)
"""

UPDATE = """
    update contacts c set name = t.name, company = coalesce(nullif(t.company, ''), c.company),
        name_key = t.name_key, last_key = t.last_key, changed_at = now()
    from unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
        as t (email_key, name, company, name_key, last_key)
    where c.audience = %s and c.email_key = t.email_key and c.deleted_at is null
    returning c.email_key
"""
LAST_SENT = """
    select coalesce((select json_agg(last) from (
            select name, email from correspondents where person_id = %(person)s
            order by sent_at desc, email_key limit %(limit)s) last), '[]') as people,
        coalesce((select message from envelopes where sender_id = %(person)s
            and sent_at is not null and message <> '' and deleted_at is null
            and erased_at is null order by sent_at desc limit 1), '') as message
"""
REMEMBER = """
    insert into correspondents (organization_id, person_id, email_key, name_key, last_key,
        name, email, sent_at) values (%s, %s, %s, %s, %s, %s, %s, %s)
    on conflict (organization_id, person_id, email_key, name_key) do update
        set name = excluded.name, email = excluded.email, sent_at = excluded.sent_at
"""
ONE = """
    select c.*, exists (select from team_members m where m.team_id = c.team_id
        and m.person_id = %s) as of_team
    from contacts c where c.id = %s and (c.deleted_at is not null) = %s
"""
RESTORABLE = "30 days"


class Contacts:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def page(
        self, person_id: UUID, scope: str, after: tuple[str, UUID], limit: int
    ) -> list[dict[str, Any]]:
        """In the order of their names, from after this one on."""
        names = {"scope": scope, "after_key": after[0], "after_id": after[1], "limit": limit}
        return self._seen_by(person_id, AUDIENCES + PAGE.format(columns=COLUMNS), names)

    def beginning_with(self, person_id: UUID, typed: str, limit: int) -> list[dict[str, Any]]:
        """Whose name, last name or address begins so, names first; `limit` of each kind."""
        found = self._seen_by(person_id, SEARCH, _ranges(typed) | {"limit": limit})
        begins = contact.fold(typed)

        def place(row: dict[str, Any]) -> tuple[bool, str, UUID]:
            return f" {begins}" not in f" {row['name_key']}", row["name_key"], row["id"]

        return sorted(found, key=place)

    def sent_to(self, person_id: UUID, typed: str, limit: int) -> list[dict[str, Any]]:
        """Whom this member has sent to before."""
        return self._seen_by(person_id, SENT_TO, _ranges(typed) | {"limit": limit})

    def get(
        self, person_id: UUID, contact_id: UUID, deleted: bool = False
    ) -> tuple[Contact, UUID, bool]:
        """The contact, who added it, and whether `person_id` is in its team. Raises NotFound."""
        row = self._rows.one(ONE, person_id, contact_id, deleted)
        return of_row(row), row["person_id"], row["of_team"]

    def change(self, changed: Contact, by: UUID) -> None:
        """Whoever makes it theirs alone has it from now on."""
        keys = contact.keys(changed.name, changed.email)
        self._rows.run(
            "update contacts set name = %s, email = %s, company = %s, scope = %s, team_id = %s,"
            " email_key = %s, name_key = %s, last_key = %s, changed_at = now(),"
            " person_id = case when %s then %s else person_id end where id = %s",
            *(changed.name, changed.email, changed.company, changed.scope, changed.team_id),
            *(keys.email, keys.name, keys.last),
            *(changed.scope is ContactScope.OWN, by, changed.id),
        )

    def delete(self, contact_id: UUID) -> None:
        """Out of sight; it can be restored for a while."""
        self._rows.run("update contacts set deleted_at = now() where id = %s", contact_id)

    def restore(self, contact_id: UUID) -> None:
        self._rows.run("update contacts set deleted_at = null where id = %s", contact_id)

    def delete_expired(self, person_id: UUID) -> None:
        """Those of this member that can be restored no more."""
        self._rows.run(
            "delete from contacts where person_id = %s and deleted_at < now() - %s::interval",
            *(person_id, RESTORABLE),
        )

    def keep(
        self, person_id: UUID, scope: ContactScope, team_id: UUID | None, people: Sequence[Any]
    ) -> tuple[int, int]:
        """
        Add people with name, email and company. Those who are there already are updated.

        How many were added, and how many were there. The addresses differ from each other.
        """
        # The contacts of a team that is gone go to the members who added them.
        organization_id = self._rows.organization_id
        audience = self._audience(person_id, scope, team_id)
        keys = [contact.keys(each.name, each.email) for each in people]
        there = self._rows.all(
            UPDATE,
            [k.email for k in keys],
            [p.name for p in people],
            [p.company for p in people],
            *([k.name for k in keys], [k.last for k in keys], audience),
        )
        known = {row["email_key"] for row in there}
        new = [(p, key) for p, key in zip(people, keys, strict=True) if key.email not in known]
        self._rows.run(
            KEEP,
            *(organization_id, person_id, scope, team_id),
            [new_id() for _ in new],
            *([p.name for p, _ in new], [p.email for p, _ in new]),
            *([p.company for p, _ in new], [key.email for _, key in new]),
            *([key.name for _, key in new], [key.last for _, key in new]),
        )
        return len(new), len(people) - len(new)

    def addressed(self, person_id: UUID, like: Contact) -> Contact:
        """The one with the address of this one, among those of the same people."""
        audience = self._audience(person_id, like.scope, like.team_id)
        key = contact.keys(like.name, like.email).email
        return of_row(
            self._rows.one(
                "select * from contacts where audience = %s and email_key = %s"
                " and deleted_at is null",
                *(audience, key),
            )
        )

    def last_sent(self, person_id: UUID, limit: int) -> tuple[list[dict[str, Any]], str]:
        """Whom this member has sent to last, the latest first; and their last message, if any."""
        row = self._rows.named(LAST_SENT, {"person": person_id, "limit": limit})[0]
        return row["people"], row["message"]

    def remember(self, person_id: UUID, people: Sequence[Any], now: datetime) -> None:
        """Whom this member has sent to, for the next time: each name under an address."""
        keyed = [
            (person, contact.keys(person.name, person.email)) for person in people if person.email
        ]
        organization_id = self._rows.organization_id
        self._rows.run_many(
            REMEMBER,
            [
                (organization_id, person_id, k.email, k.name, k.last, p.name, p.email, now)
                for p, k in keyed
            ],
        )

    def _audience(self, person_id: UUID, scope: ContactScope, team_id: UUID | None) -> UUID:
        if scope is ContactScope.ORGANIZATION:
            return self._rows.organization_id
        return team_id or person_id

    def _seen_by(self, person_id: UUID, query: str, names: dict[str, Any]) -> list[dict[str, Any]]:
        who = {"person": person_id, "organization": self._rows.organization_id}
        return self._rows.named(query, who | names)


def of_row(row: dict[str, Any]) -> Contact:
    names = ("id", "name", "email", "company", "team_id")
    return Contact(**{name: row[name] for name in names}, scope=ContactScope(row["scope"]))


def _ranges(typed: str) -> dict[str, Any]:
    low, high = contact.range_of(typed)
    low_address, high_address = contact.range_of_addresses(typed)
    return {"low": low, "high": high, "low_address": low_address, "high_address": high_address}
