"""Organizations of the bench, and each of their envelopes, told from its number alone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid5

from core.envelopes.listing import search

YEARS = timedelta(days=5 * 365)
# Of a thousand envelopes.
STATUSES = {"draft": 30, "sent": 40, "delivered": 40, "signed": 1, "completed": 830}
STATUSES |= {"declined": 15, "voided": 20, "expired": 24}
BOXES = {"draft": "drafts", "sent": "sent", "delivered": "sent", "signed": "sent"}
BOXES |= {"completed": "completed"}
KINDS = ("Lease", "Order", "Employment contract", "Agreement", "Offer", "Policy", "Report")
TOPICS = ("office", "workshop", "delivery", "consulting", "maintenance", "licence", "research")
# Who looks: `busy` sends a fifth of all; `quiet` sees one of a thousand, for four reasons;
# `stranger` sees what all see; to `viewer` one of twenty is shown.
CAST = {"busy": "sender", "quiet": "sender", "stranger": "sender"}
CAST |= {"viewer": "viewer", "auditor": "auditor"}
SENDERS = ("busy", *(f"sender-{number}" for number in range(20)))
TEAMS = {"office": ("viewer", "busy"), "legal": ("quiet",)}


@dataclass(frozen=True)
class Crowd:
    """An organization that has `envelopes`, the last of which was begun at `ended`."""

    id: UUID
    owner: UUID
    owner_email: str
    envelopes: int
    ended: datetime

    @property
    def alone(self) -> bool:
        """A neighbour: nobody but its owner, and nobody signs in there."""
        return self.envelopes < 1_000

    @property
    def stride(self) -> int:
        """Every so many is one of a few that are rare, and fill some pages all the same."""
        return max(5, self.envelopes // 1_000)

    @property
    def shown(self) -> float:
        """How many are shown to a team: one of twenty, and in a small one as fill a page."""
        return max(0.05, min(1.0, 300 / self.envelopes))

    @property
    def signers(self) -> int:
        """As many as get fifty envelopes each."""
        return max(40, self.envelopes // 25)

    def thing(self, name: str) -> UUID:
        """The id of a person, a team, a folder, a tag... of this organization."""
        return self.owner if name == "owner" else _thing(self.id, name)

    def email(self, person: str) -> str:
        return self.owner_email if person == "owner" else f"{person}-{self.id.hex}@example.com"


@cache
def _thing(organization_id: UUID, name: str) -> UUID:
    return uuid5(organization_id, name)


@dataclass(frozen=True, slots=True)
class Made:
    """One envelope. `turn` is the reason for which `quiet` sees it, if they do."""

    crowd: Crowd
    number: int
    id: str
    sender: UUID
    kind: str
    topic: str
    status: str
    created: datetime
    changed: datetime
    visibility: str
    team: str
    turn: int | None

    @property
    def name(self) -> str:
        return f"{self.kind}, {self.topic} {self.number}"

    @property
    def signers(self) -> tuple[int, int]:
        return tuple(self.number * prime % self.crowd.signers for prime in (7919, 104_729))  # type: ignore[return-value]

    @property
    def emails(self) -> tuple[str, str]:
        first, second = (f"signer-{signer}@example.com" for signer in self.signers)
        if self.turn == 5:
            second = self.crowd.email("quiet")
        if self.box == "sent" and self.number % max(1, self.crowd.stride // 20) == 0:
            first = self.crowd.owner_email  # what waits for the one who looks
        return first, second

    @property
    def box(self) -> str:
        return BOXES.get(self.status, "closed")

    @property
    def folder(self) -> UUID | None:
        return self._filed("folder", 7)

    @property
    def tag(self) -> UUID | None:
        return self._filed("tag", 3)

    @property
    def template(self) -> UUID | None:
        number = self.number % 40
        return self.crowd.thing(f"template {number}") if number < 12 else None

    @property
    def cost_centre(self) -> str:
        return f"CC-{self.number * 7919 % 1_000_000:06d}"

    @property
    def external_id(self) -> str:
        return f"EXT-{self.number}"

    def _filed(self, kind: str, offset: int) -> UUID | None:
        """One of ten is usual, and one of a few is rare."""
        number = self.number + offset
        if self.crowd.alone or (number % self.crowd.stride and number % 10 != 1):
            return None
        return self.crowd.thing(f"{kind} {'usual' if number % self.crowd.stride else 'rare'}")


def envelopes(crowd: Crowd) -> Iterator[Made]:
    chance = random.Random(crowd.id.int)
    thousand = [status for status, count in STATUSES.items() for _ in range(count)]
    chance.shuffle(thousand)
    began = crowd.ended - YEARS
    senders = [crowd.owner] if crowd.alone else [crowd.thing(name) for name in SENDERS]
    quiet = crowd.thing("quiet")
    for number in range(crowd.envelopes):
        status = thousand[(number + number // 1_000 * 37) % 1_000]  # no stride has but one
        created = began + YEARS * (number / crowd.envelopes)
        changed = created + timedelta(minutes=chance.randrange(1, 20_000))
        kind = chance.choice(KINDS)
        # No policy is about research: two frequent words that never meet.
        topic = chance.choice(TOPICS[:-1] if kind == "Policy" else TOPICS)
        sender = senders[int(chance.random() ** 2 * len(senders))]
        visibility, team, shown = "owner", "", chance.random()
        if BOXES.get(status, "closed") == "closed" and shown > 0.9:
            visibility = "all"
        elif shown < crowd.shown and not crowd.alone:
            visibility, team = "team", "office"
        turn = None if crowd.alone or number % crowd.stride else number // crowd.stride % 6
        if turn is not None:
            sender = quiet if turn < 3 else sender
            visibility, team = ("team", "legal") if turn == 4 else ("owner", "")
        id = f"{chance.getrandbits(128):032x}"
        yield Made(
            crowd, number, id, sender, kind, topic, status, created, min(changed, crowd.ended),
            visibility, team, turn,
        )  # fmt: skip


class Library:
    """Texts of about 300 bytes a paragraph, their words as unequal as those of a language."""

    def __init__(self, chance: random.Random, paragraphs: int) -> None:
        sounds = [c + v for c in "bdfgklmnprstv" for v in "aeiou"]
        lengths = chance.choices((2, 3, 3, 4), k=14_000)
        words = sorted({"".join(chance.choices(sounds, k=length)) for length in lengths})
        weights = [1 / (rank + 3) for rank in range(len(words))]
        shuffled = chance.sample(words, len(words))
        shelf = [sorted(set(chance.choices(shuffled, weights, k=40))) for _ in range(4_000)]
        self.shares = dict.fromkeys(words, 0.0)
        for paragraph in shelf:
            for word in paragraph:
                self.shares[word] += paragraphs / len(shelf)
        self._shelf, self._paragraphs = shelf, paragraphs

    def lexemes(self, made: Made) -> set[str]:
        """What is indexed of an envelope, the same each time. No word of it needs quoting."""
        own = random.Random(made.number ^ made.crowd.id.int % 1_000_003)
        text = [word for part in own.choices(self._shelf, k=self._paragraphs) for word in part]
        turn = made.number % made.crowd.stride
        text += ["indemnity"] * (turn in (3, 4)) + ["moonlight"] * (turn in (2, 3))
        noted = ["ext", "cc", made.cost_centre[3:], str(made.number), f"ref{made.number}"]
        return {*text, *noted, *_words_of(made.kind, made.topic), *_facets(made)}


def _facets(made: Made) -> Iterator[str]:
    crowd = made.crowd
    yield from search.windows(crowd.id, made.number)
    yield from (f"box/{made.box}", f"status/{made.status}")
    yield from (f"sender/{made.sender}", f"see/{made.sender}")
    if made.visibility == "all":
        yield "see/all"
    if made.team:
        yield f"team/{crowd.thing(made.team)}"
    if made.turn == 3:
        yield f"see/{crowd.thing('quiet')}"
    if made.folder:
        yield f"folder/{made.folder}"
    if made.tag:
        yield f"tag/{made.tag}"
    for signer, email in zip(made.signers, made.emails, strict=True):
        yield from ("signer", str(signer), *_words_of(email))
        if made.status != "draft":
            yield f"got/{email}"
        if made.box == "sent":
            yield from (f"wait/{word}" for word in ("signer", str(signer), *_words_of(email)))


@cache
def _words_of(*texts: str) -> tuple[str, ...]:
    return tuple(search.words(" ".join(texts)))
