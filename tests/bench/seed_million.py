"""
Fills a throw-away database with one large organization beside many small ones.

As the superuser through COPY, while triggers and foreign keys sleep: the columns that triggers
fill are written here, and the summaries are counted afterwards.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg

from core.envelopes.listing import search
from core.principal import SYSTEM
from deploy.commands import founding
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.use_cases.organizations import summary_folding
from tenants.use_cases.sign_in import passwords
from tests.bench.generated_organizations import (
    CAST,
    KINDS,
    SENDERS,
    TEAMS,
    TOPICS,
    Crowd,
    Library,
    Made,
    envelopes,
)
from tests.tenants.opening import run

PASSWORD = "correct horse battery staple"
COLUMNS = {
    "envelopes": "organization_id, id, sender_id, name, status, status_at, created_at, sent_at,"
    " expires_at, head_hash, visibility, team_id, template_id, folder_id",
    "recipients": "organization_id, id, envelope_id, position, name, email, role, routing_order,"
    " status, sent_at, delivered_at, completed_at, box, listed_at",
    "documents": "organization_id, id, envelope_id, position, name, status, original_sha256,"
    " canonical_sha256, sealed_sha256, widths, heights, pages_rendered, size",
    "envelope_shares": "organization_id, envelope_id, person_id, shared_by, shared_at, box,"
    " listed_at",
    "envelope_tags": "organization_id, envelope_id, tag_id",
    "envelope_values": "organization_id, envelope_id, field_id, value, sender_id",
    "envelope_metadata": "organization_id, envelope_id, key, value, sender_id",
    "envelope_words": "organization_id, envelope_id, number, created_at, version, words",
    "vocabulary": "organization_id, word, count",
}
STATES = {"completed": "completed", "signed": "completed", "draft": "created"}
Line = tuple[object, ...]


def seed(
    installation: Installation,
    superuser_url: str,
    large: int = 1_000_000,
    others: int = 1_000,
    paragraphs: int = 7,
    counted: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> tuple[Crowd, Crowd]:
    """
    `large` in one organization, 1 000 in the one to compare with, 100 in each other one.

    Of 2 kB of text each when there are seven `paragraphs`; `counted` for the dashboards.
    """
    ended = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    crowds = [_founded(installation, "large", large, ended)]
    crowds += [_founded(installation, "small", 1_000, ended)]
    crowds += [Crowd(new_id(), new_id(), "", 100, ended) for _ in range(others)]
    library = Library(random.Random(20260101), paragraphs)
    with psycopg.connect(superuser_url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set maintenance_work_mem = '1GB'")
        for number, crowd in enumerate(crowds[2:]):
            _neighbour(connection, crowd, number)
        for crowd in crowds[:2]:
            _furnish(connection, crowd)
        indexes = _without_indexes(connection)
        for table in COLUMNS:
            say(table)
            _copy(connection, table, crowds, library)
        for index in indexes:
            say(index.partition(" USING ")[0])
            connection.execute(index.encode())
    _vacuum(superuser_url, *COLUMNS)
    if counted:
        say("summaries")
        for crowd in crowds:
            run(installation.organization(crowd.id), summary_folding.recount)
        _vacuum(superuser_url, "summary_deltas", "summaries")
    return crowds[0], crowds[1]


def _founded(installation: Installation, name: str, size: int, ended: datetime) -> Crowd:
    slug = f"{name}-{uuid4().hex[:8]}"
    email = f"owner-{slug}@example.com"
    organization_id = founding.found(
        installation, slug=slug, name=f"The {name} one", owner_name="Owner", owner_email=email,
        password=PASSWORD, now=ended,
    )  # fmt: skip
    with installation.organization(organization_id).transaction(SYSTEM) as tx:
        owner = tx.rows.one("select person_id from memberships where role = 'owner'")["person_id"]
    return Crowd(organization_id, owner, email, size, ended)


def _neighbour(connection: psycopg.Connection, crowd: Crowd, number: int) -> None:
    """Rows only: it has neither a key nor a certificate."""
    connection.execute(
        "insert into organizations (id, slug, name, wrapped_key, certificate, private_key)"
        " values (%s, %s, %s, '', '', '')",
        (crowd.id, f"neighbour-{crowd.id.hex}", f"Neighbour {number}"),
    )
    _person(connection, crowd, crowd.owner, f"neighbour-{crowd.id.hex}@example.com", "owner", "")


def _furnish(connection: psycopg.Connection, crowd: Crowd) -> None:
    """Members, teams, folders, tags, a custom field, a saved view."""
    secret = passwords.hasher.hash(PASSWORD)
    for name in (*CAST, *SENDERS[1:]):
        role = CAST.get(name, "sender")
        _person(connection, crowd, crowd.thing(name), crowd.email(name), role, secret)
    for team, members in TEAMS.items():
        _insert(connection, "teams", crowd, id=crowd.thing(team), name=team)
        for name in members:
            key = {"team_id": crowd.thing(team), "person_id": crowd.thing(name)}
            _insert(connection, "team_members", crowd, **key)
    for kind, name in (("usual", "Customers"), ("rare", "Audit")):
        common = {"name": name, "created_at": crowd.ended}
        _insert(
            connection, "folders", crowd, id=crowd.thing(f"folder {kind}"), visibility="all",
            owner_id=crowd.owner, **common,
        )  # fmt: skip
        _insert(connection, "tags", crowd, id=crowd.thing(f"tag {kind}"), hue=3, **common)
    _insert(
        connection, "custom_fields", crowd, id=crowd.thing("field"), name="Cost centre",
        kind="text", required=False, listed=True, created_at=crowd.ended,
    )  # fmt: skip
    view = {"box": "completed", "search": "lease", "tag": crowd.thing("tag usual")}
    _insert(
        connection, "saved_views", crowd, id=crowd.thing("view"), person_id=crowd.owner,
        name="Leases", filters=urlencode(view), shared=True, created_at=crowd.ended,
    )  # fmt: skip


def _person(
    connection: psycopg.Connection, crowd: Crowd, id: UUID, email: str, role: str, secret: str
) -> None:
    connection.execute(
        "insert into people (id, name, email, email_hash, password_hash)"
        " values (%s, %s, %s, %s, %s)",
        (id, email.split("-")[0].capitalize(), email, email_hash(email), secret),
    )
    _insert(connection, "memberships", crowd, person_id=id, role=role)


def _insert(connection: psycopg.Connection, table: str, crowd: Crowd, **values: object) -> None:
    values["organization_id"] = crowd.id
    columns, places = ", ".join(values), ", ".join(["%s"] * len(values))
    statement = f"insert into {table} ({columns}) values ({places})"
    connection.execute(statement.encode(), list(values.values()))


def _without_indexes(connection: psycopg.Connection) -> list[str]:
    """Drops the indexes that no constraint needs, which are quicker to build at the end."""
    rows = connection.execute(
        "select i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) from pg_index i"
        " where i.indrelid = any(%s::text[]::regclass[]) and not exists"
        " (select from pg_constraint c where c.conindid = i.indexrelid)",
        (list(COLUMNS),),
    ).fetchall()
    for name, _ in rows:
        connection.execute(f"drop index {name}".encode())
    return [definition for _, definition in rows]


def _copy(
    connection: psycopg.Connection, table: str, crowds: Sequence[Crowd], library: Library
) -> None:
    chance = random.Random(f"{table} of 2026")
    rows: dict[str, Callable[[Made], Iterable[Line]]] = {
        "envelopes": _envelope,
        "recipients": lambda made: _recipients(made, chance),
        "documents": lambda made: _document(made, chance),
        "envelope_shares": _share,
        "envelope_tags": _tag,
        "envelope_values": lambda made: _noted(made, made.crowd.thing("field"), made.cost_centre),
        "envelope_metadata": lambda made: _noted(made, "", made.external_id),
        "envelope_words": lambda made: _words(made, library),
    }
    statement = f"copy {table} ({COLUMNS[table]}) from stdin"
    with connection.cursor().copy(statement.encode()) as copy:
        for crowd in crowds:
            if table == "vocabulary":
                copy.write("".join(_text(line) for line in _vocabulary(crowd, library)))
                continue
            for made in envelopes(crowd):
                copy.write("".join(_text(line) for line in rows[table](made)))


def _text(line: Line) -> str:
    return "\t".join("\\N" if value is None else str(value) for value in line) + "\n"


def _envelope(made: Made) -> Iterator[Line]:
    sent = None if made.status == "draft" else made.created
    expires = sent and sent + timedelta(days=30)
    team = made.crowd.thing(made.team) if made.team else None
    yield (made.crowd.id, made.id, made.sender, made.name, made.status, made.changed, made.created,
           sent, expires, "", made.visibility, team, made.template, made.folder)  # fmt: skip


def _recipients(made: Made, chance: random.Random) -> Iterator[Line]:
    status = STATES.get(made.status, "sent")
    sent = None if status == "created" else made.created
    done = made.changed if status == "completed" else None
    for position, signer in enumerate(made.signers):
        id = f"{chance.getrandbits(128):032x}"
        yield (made.crowd.id, id, made.id, position, f"Signer {signer}", made.emails[position],
               "signer", 1, status, sent, done, done, made.box, made.changed)  # fmt: skip


def _document(made: Made, chance: random.Random) -> Iterator[Line]:
    id, digest = f"{chance.getrandbits(128):032x}", f"{made.number:064x}"
    sealed = digest if made.status == "completed" else ""
    yield (made.crowd.id, id, made.id, 0, f"{made.name}.pdf", "ready", digest, digest, sealed,
           "{595}", "{842}", 1, 90_000)  # fmt: skip


def _share(made: Made) -> Iterator[Line]:
    if made.turn == 3:
        yield (made.crowd.id, made.id, made.crowd.thing("quiet"), made.sender, made.created,
               made.box, made.changed)  # fmt: skip


def _tag(made: Made) -> Iterator[Line]:
    if made.tag:
        yield (made.crowd.id, made.id, made.tag)


def _noted(made: Made, key: object, value: str) -> Iterator[Line]:
    if not made.crowd.alone:
        yield (made.crowd.id, made.id, key, value, made.sender)


def _words(made: Made, library: Library) -> Iterator[Line]:
    vector = " ".join(f"'{lexeme}'" for lexeme in library.lexemes(made))
    yield (made.crowd.id, made.id, made.number, made.created, 1, vector)


def _vocabulary(crowd: Crowd, library: Library) -> Iterator[Line]:
    """Counted as far as the product counts, which is to a thousand."""
    names = {"signer", "example", "com", "ext", "cc", "indemnity", "moonlight"}
    names |= {word for text in (*KINDS, *TOPICS) for word in search.words(text)}
    counts = {word: share * crowd.envelopes for word, share in library.shares.items()}
    counts |= dict.fromkeys(names, crowd.envelopes / 7)
    for number in range(crowd.envelopes):
        counts[str(number)] = counts[f"ref{number}"] = 1
        counts.setdefault(f"{number * 7919 % 1_000_000:06d}", 1)
    for word in sorted(counts):
        if counts[word] >= 1:
            yield (crowd.id, word, min(1_000, int(counts[word])))


def _vacuum(superuser_url: str, *tables: str) -> None:
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(f"vacuum analyze {', '.join(tables)}".encode())
