"""The admin audit log: what was changed, and who read what they did not send."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.access import Permission
from core.api import api_key
from core.api.oauth import client as oauth_client
from core.api.oauth.client import is_client
from core.evidence.audit import Entry
from tenants.store.organizations.admin_log_search import LogFilter
from tenants.transaction import Transaction

PAGE = 50
CHECKED = 1_000
# How far one search looks back: what is older is a page further on.
LOOKED_THROUGH = 10_000
BATCH = 500
LAST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class AdminLog:
    """
    The latest first; `next` is where older ones go on.

    `names` has people as "person:<id>", teams as "team:<id>" and keys as "api_key:<id>";
    `envelopes` those that this member may know of; `people` all who are or were members, by whom
    entries can be asked for. `checked` entries at the end of the chain were verified, `intact` or
    not.
    """

    entries: tuple[Entry, ...]
    next: int | None
    names: dict[str, str]
    envelopes: dict[str, str]
    people: dict[str, str]
    checked: int
    intact: bool


@dataclass(frozen=True, slots=True)
class AdminLogPage:
    """The latest first; `next` is where older ones go on. `names` as in AdminLog."""

    entries: tuple[Entry, ...]
    next: int | None
    names: dict[str, str]


def page(tx: Transaction, wanted: LogFilter, before: int | None, most: int) -> AdminLogPage:
    """The entries before the one of number `before`, or the last."""
    tx.require(Permission.READ_ADMIN_LOG)
    upper = min(before or LAST, tx.admin_log.head().sequence + 1)
    lower = max(0, upper - LOOKED_THROUGH) if wanted.words else 0
    rows = tx.admin_search.page(wanted, lower, upper, most + 1)
    entries = tx.admin_log.entries(rows[:most])
    more = rows[most - 1]["sequence"] if len(rows) > most else lower
    return AdminLogPage(entries, more if more > 1 else None, _names(tx, entries))


def log(tx: Transaction, wanted: LogFilter, before: int | None = None) -> AdminLog:
    """The entries before the one of number `before`, or the last."""
    tx.require(Permission.READ_ADMIN_LOG)
    found = page(tx, wanted, before, PAGE)
    checked, intact = tx.admin_log.is_intact(CHECKED)
    return AdminLog(
        found.entries,
        next=found.next,
        names=found.names,
        envelopes=_envelopes(tx, found.entries),
        people=tx.admin_search.people(),
        checked=checked,
        intact=intact,
    )


def batch(tx: Transaction, after: int) -> tuple[Sequence[Entry], dict[str, str]]:
    """Entries after this one in their order, with the names in them; none at the end."""
    tx.require(Permission.READ_ADMIN_LOG)
    entries = tx.admin_log.entries(tx.admin_search.after(after, BATCH))
    return entries, _names(tx, entries)


def _names(tx: Transaction, entries: Sequence[Entry]) -> dict[str, str]:
    said = [entry.data for entry in entries]
    people = {e.actor.removeprefix("person:") for e in entries if e.actor.startswith("person:")}
    people |= {str(d[n]) for d in said for n in ("person_id", "old_id", "new_id") if d.get(n)}
    teams = {str(d["team_id"]) for d in said if d.get("team_id")}
    found = tx.admin_search.names(map(UUID, people), map(UUID, teams))
    return found | _programs(tx, {entry.actor for entry in entries})


def _programs(tx: Transaction, actors: set[str]) -> dict[str, str]:
    """Keys and applications that acted for members, by how the log names them."""
    keys = [api_key.id_of(actor) for actor in actors if api_key.is_key(actor)]
    of_keys = {f"{api_key.ACTOR}{id}": name for id, name in tx.api_keys.names(keys).items()}
    clients = {actor: oauth_client.ids_of(actor) for actor in actors if is_client(actor)}
    if not clients:
        return of_keys
    names = tx.known_people.names([person_id for _, person_id in clients.values()])
    names |= tx.oauth_clients.names([client_id for client_id, _ in clients.values()])
    called = {actor: oauth_client.called(actor, names) for actor in clients}
    return of_keys | {actor: name for actor, name in called.items() if name}


def _envelopes(tx: Transaction, entries: Sequence[Entry]) -> dict[str, str]:
    ids = {UUID(e.data["envelope_id"]) for e in entries if e.data.get("envelope_id")}
    return tx.admin_search.envelopes(list(ids))
