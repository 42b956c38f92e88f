"""
Fills a database with one large organization beside many small ones, for the bench of pages.

As the owner through COPY: the walls are not forced and the triggers sleep while it lasts, so the
columns that triggers fill are written here, and the summaries are counted afterwards.
"""

import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg

from core import search
from tenants.identifiers import new_id
from tenants.installation import Installation, email_hash
from tenants.use_cases import founding, signing_in, summarizing

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
TABLES: tuple[str, ...] = ("organizations", "people", "memberships", "envelopes", "recipients")
TABLES += ("documents", "envelope_words", "vocabulary")
# Of a thousand envelopes.
STATUSES = {"draft": 30, "sent": 40, "delivered": 40, "signed": 1, "completed": 830}
STATUSES |= {"declined": 15, "voided": 20, "expired": 24}
BOXES = {"draft": "drafts", "sent": "sent", "delivered": "sent", "signed": "sent"}
BOXES |= {"completed": "completed"}
KINDS = ("Lease", "Order", "Employment contract", "Agreement", "Offer", "Policy", "Report")
TOPICS = ("office", "workshop", "delivery", "consulting", "maintenance", "licence", "research")
COLUMNS = {
    "envelopes": "organization_id, id, sender_id, name, status, status_at, created_at, sent_at,"
    " expires_at, head_hash, visibility",
    "recipients": "organization_id, id, envelope_id, position, name, email, role, routing_order,"
    " status, sent_at, delivered_at, completed_at, box, listed_at",
    "documents": "organization_id, id, envelope_id, position, name, status, original_sha256,"
    " canonical_sha256, sealed_sha256, widths, heights, pages_rendered, size",
    "envelope_words": "organization_id, envelope_id, number, created_at, version, words",
}


@dataclass(frozen=True)
class Crowd:
    """An organization, who sends in it, and how many envelopes it is to have."""

    id: UUID
    senders: Sequence[UUID]
    owner_email: str
    envelopes: int


@dataclass(frozen=True)
class Seeded:
    large: Crowd
    small: Crowd


def seed(
    installation: Installation,
    owner_url: str,
    envelopes: int = 1_000_000,
    others: int = 1_000,
    say: Callable[[str], None] = lambda _: None,
) -> Seeded:
    """`envelopes` in one organization, 1 000 in the one to compare with, 100 in each other one."""
    chance = random.Random(20260101)
    large = _found(installation, "large", envelopes)
    small = _found(installation, "small", min(1_000, envelopes))
    with psycopg.connect(owner_url) as connection:
        _sleep(connection)
        crowds = [_more_people(connection, crowd, chance) for crowd in (large, small)]
        crowds += [_other(connection, n) for n in range(others)]
        library = Library(chance)
        for table in COLUMNS:
            say(table)
            chance.seed(f"{table} of 2026")
            _copy(connection, table, crowds, chance, library)
        say("vocabulary")
        _vocabulary(connection, crowds, library)
        say("indexes")
        _wake(connection)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        for table in (*COLUMNS, "vocabulary"):
            connection.execute(f"vacuum analyze {table}")
    say("summaries")
    for crowd in crowds:
        summarizing.recount(installation.organization(crowd.id))
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze summary_deltas, summaries")
    return Seeded(crowds[0], crowds[1])


class Library:
    """Texts of about 2 kB: seven paragraphs of words that are as unequal as those of a language."""

    def __init__(self, chance: random.Random) -> None:
        sounds = [c + v for c in "bdfgklmnprstv" for v in "aeiou"]
        lengths = chance.choices((2, 3, 3, 4), k=14_000)
        made = {"".join(chance.choices(sounds, k=length)) for length in lengths}
        self.words = sorted(made)
        weights = [1 / (rank + 3) for rank in range(len(self.words))]
        shuffled = chance.sample(self.words, len(self.words))
        self.paragraphs = [
            " ".join(sorted(set(chance.choices(shuffled, weights, k=40)))) for _ in range(4_000)
        ]

    def text(self, number: int) -> str:
        """The same for the same number."""
        own = random.Random(number)
        return " ".join(own.choices(self.paragraphs, k=7))


def _sleep(connection: psycopg.Connection) -> None:
    connection.execute("set local statement_timeout = 0")
    connection.execute("set local maintenance_work_mem = '1GB'")
    for table in TABLES:
        connection.execute(f"alter table {table} no force row level security")
        connection.execute(f"alter table {table} disable trigger user")
    connection.execute("drop index envelope_words_words")
    connection.execute("drop index vocabulary_similar")


def _wake(connection: psycopg.Connection) -> None:
    connection.execute(
        "create index envelope_words_words on envelope_words using gin (words)"
        " with (fastupdate = off)"
    )
    connection.execute(
        "create index vocabulary_similar on vocabulary"
        " using gin (organization_id, word gin_trgm_ops)"
    )
    for table in TABLES:
        connection.execute(f"alter table {table} enable trigger user")
        connection.execute(f"alter table {table} force row level security")


def _found(installation: Installation, name: str, envelopes: int) -> Crowd:
    email = f"owner-{name}-{uuid4().hex[:8]}@example.com"
    organization_id = founding.found(
        installation, slug=f"{name}-{uuid4().hex[:8]}", name=f"The {name} one", owner_name="Owner",
        owner_email=email, password=PASSWORD, now=NOW,
    )  # fmt: skip
    return Crowd(organization_id, (), email, envelopes)


def _more_people(connection: psycopg.Connection, crowd: Crowd, chance: random.Random) -> Crowd:
    """Twenty senders beside the owner, whose password is the owner's."""
    secret = signing_in.hasher.hash(PASSWORD)
    made = []
    for number in range(20):
        email = f"sender-{number}-{crowd.id.hex[:8]}@example.com"
        person = new_id()
        connection.execute(
            "insert into people (id, name, email, email_hash, password_hash)"
            " values (%s, %s, %s, %s, %s)",
            (person, f"Sender {number}", email, email_hash(email), secret),
        )
        connection.execute(
            "insert into memberships (organization_id, person_id, role) values (%s, %s, 'sender')",
            (crowd.id, person),
        )
        made.append(person)
    owner = connection.execute(
        "select person_id from memberships where organization_id = %s and role = 'owner'",
        (crowd.id,),
    ).fetchone()
    assert owner
    return Crowd(crowd.id, (owner[0], *made), crowd.owner_email, crowd.envelopes)


def _other(connection: psycopg.Connection, number: int) -> Crowd:
    """A neighbour: rows only, nobody signs in there."""
    organization, person = new_id(), new_id()
    email = f"neighbour-{person.hex}@example.com"
    connection.execute(
        "insert into organizations (id, slug, name, wrapped_key, certificate, private_key)"
        " values (%s, %s, %s, '', '', '')",
        (organization, f"neighbour-{organization.hex}", f"Neighbour {number}"),
    )
    connection.execute(
        "insert into people (id, name, email, email_hash, password_hash)"
        " values (%s, 'Neighbour', %s, %s, '')",
        (person, email, email_hash(email)),
    )
    connection.execute(
        "insert into memberships (organization_id, person_id, role) values (%s, %s, 'owner')",
        (organization, person),
    )
    return Crowd(organization, (person,), email, 100)


@dataclass(frozen=True)
class Made:
    """One envelope, told from its organization and number alone, so that tables agree."""

    crowd: Crowd
    number: int
    id: str
    sender: UUID
    name: str
    status: str
    created: datetime
    changed: datetime
    visibility: str

    @property
    def signers(self) -> tuple[int, int]:
        return self.number * 7919 % 40_000, self.number * 104_729 % 40_000

    @property
    def box(self) -> str:
        return BOXES.get(self.status, "closed")


def _made(crowd: Crowd) -> Iterator[Made]:
    chance = random.Random(crowd.id.int)
    statuses = chance.choices(list(STATUSES), list(STATUSES.values()), k=crowd.envelopes)
    began = NOW - timedelta(days=5 * 365)
    for number, status in enumerate(statuses):
        created = began + timedelta(days=5 * 365) * (number / crowd.envelopes)
        changed = created + timedelta(minutes=chance.randrange(1, 20_000))
        name = f"{chance.choice(KINDS)}, {chance.choice(TOPICS)} {number}"
        shown = chance.choices(("owner", "all"), (95, 5))[0]
        sender = crowd.senders[int(chance.random() ** 2 * len(crowd.senders))]
        id = f"{chance.getrandbits(128):032x}"
        yield Made(crowd, number, id, sender, name, status, created, changed, shown)


def _copy(
    connection: psycopg.Connection,
    table: str,
    crowds: Sequence[Crowd],
    chance: random.Random,
    library: Library,
) -> None:
    rows = {"envelopes": _envelope, "recipients": _recipients, "documents": _document}
    with connection.cursor().copy(f"copy {table} ({COLUMNS[table]}) from stdin") as copy:
        for crowd in crowds:
            for made in _made(crowd):
                lines = rows[table](made, chance) if table in rows else _words(made, library)
                copy.write("".join("\t".join(map(str, line)) + "\n" for line in lines))


def _envelope(made: Made, _: random.Random) -> Iterable[tuple[object, ...]]:
    draft = made.status == "draft"
    times = ("\\N", "\\N") if draft else (made.created, made.created + timedelta(days=30))
    yield (made.crowd.id, made.id, made.sender, made.name, made.status, made.changed, made.created,
           *times, "", made.visibility)  # fmt: skip


def _recipients(made: Made, chance: random.Random) -> Iterable[tuple[object, ...]]:
    state = {"completed": "completed", "signed": "completed", "draft": "created"}
    for position, signer in enumerate(made.signers):
        id = f"{chance.getrandbits(128):032x}"
        status = state.get(made.status, "sent")
        done = made.changed if status == "completed" else "\\N"
        email = f"signer-{signer}@example.com"
        if position == 0 and made.status == "sent" and made.number % 50 == 0:
            email = made.crowd.owner_email  # what waits for the one who looks
        yield (made.crowd.id, id, made.id, position, f"Signer {signer}", email, "signer", 1,
               status, "\\N" if status == "created" else made.created, done, done, made.box,
               made.changed)  # fmt: skip


def _document(made: Made, chance: random.Random) -> Iterable[tuple[object, ...]]:
    id, digest = f"{chance.getrandbits(128):032x}", f"{made.number:064x}"
    sealed = digest if made.status == "completed" else ""
    yield (made.crowd.id, id, made.id, 0, f"{made.name}.pdf", "ready", digest, digest, sealed,
           "{595}", "{842}", 1, 90_000)  # fmt: skip


def _words(made: Made, library: Library) -> Iterable[tuple[object, ...]]:
    text = library.text(made.number ^ made.crowd.id.int % 1_000_003)
    facets = [*search.windows(made.crowd.id, made.number), f"box/{made.box}"]
    facets += [f"status/{made.status}", f"sender/{made.sender}", f"see/{made.sender}"]
    facets += ["see/all"] if made.visibility == "all" else []
    for signer in made.signers:
        facets += ["signer", str(signer), "example", "com", f"got/signer-{signer}@example.com"]
        facets += [f"wait/{signer}", "wait/signer"] if made.box == "sent" else []
    lexemes = {*text.split(), *search.words(made.name), *facets, f"ref{made.number}"}
    vector = " ".join(f"'{lexeme}'" for lexeme in lexemes)
    yield (made.crowd.id, made.id, made.number, made.created, 1, vector)


def _vocabulary(connection: psycopg.Connection, crowds: Sequence[Crowd], library: Library) -> None:
    with connection.cursor().copy(
        "copy vocabulary (organization_id, word, count) from stdin"
    ) as copy:
        for crowd in crowds:
            common = library.words if crowd.envelopes > 1_000 else library.words[:1_500]
            names = {"signer", "example", "com"}
            names |= {word for kind in (*KINDS, *TOPICS) for word in search.words(kind)}
            for rank, word in enumerate(sorted(names | set(common))):
                copy.write(f"{crowd.id}\t{word}\t{1_000 if word in names else 1 + rank % 900}\n")
            for number in range(crowd.envelopes):
                copy.write(f"{crowd.id}\tref{number}\t1\n{crowd.id}\t{number}\t2\n")


def main() -> None:
    """`python -m tests.bench.seed_million [ENVELOPES]` fills the database of the environment."""
    import os

    from tenants import environment

    envelopes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    installation = Installation(environment.load())
    began = time.monotonic()
    seeded = seed(
        installation, os.environ["DATABASE_OWNER_URL"], envelopes,
        say=lambda what: print(f"{time.monotonic() - began:6.0f} s  {what}", flush=True),
    )  # fmt: skip
    installation.close()
    print(f"{time.monotonic() - began:6.0f} s  done; sign in as {seeded.large.owner_email}"
          f" or {seeded.small.owner_email} with {PASSWORD!r}")  # fmt: skip


if __name__ == "__main__":
    main()
