"""
Whether an envelope's rows say what its audit trail says.

What the trail tells is rebuilt from its entries, which were verified beforehand
(core.evidence.audit); what the rows show is compared with it, column by column. Nothing is sealed
that differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.envelopes.envelope import Envelope
from core.envelopes.events.lifecycle import EnvelopeSent, EnvelopeSigned, SenderNamed
from core.envelopes.sender import Sender
from core.evidence.audit import Entry
from core.evidence.missing_values import unrecorded_losses
from core.evidence.replay import replay, shown
from core.evidence.replay.told_rows import ERASED, Key, ToldRows
from core.organizations.date_format import DateFormat
from core.signing.events.consent import ConsentAccepted

# Written before the envelope is sent or a recipient has finished: the trail does not tell of all.
UNFINISHED = {
    ("envelopes", "name"),
    ("envelopes", "message"),
    ("envelopes", "steps"),
    ("envelopes", "confirming"),
    ("envelopes", "starts_at"),
    ("fields", "value"),
    ("fields", "filled_by"),
}


class TrailIncomplete(Exception):
    """The trail does not tell what a seal needs."""


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """A column of the row with this id is not what the trail tells, or there is a row too many."""

    table: str
    column: str
    id: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column} of {self.id}"


def differences(envelope: Envelope, entries: Sequence[Entry]) -> tuple[Difference, ...]:
    """
    Where rows and verified entries contradict each other; empty: nowhere.

    Values that an entry commits to and that are gone without a recorded erasure differ, too:
    they are named as `audit_values`, by the sequence of the entry.
    """
    told = replay(envelope.id, entries)
    found = [
        *(
            Difference("audit_values", name, str(sequence))
            for sequence, name in unrecorded_losses(entries)
        ),
        *(Difference(table, column, id) for table, id, column in told.contradictions),
        *_compared(told, shown(envelope)),
    ]
    return tuple(dict.fromkeys(found))


def sender(entries: Sequence[Entry]) -> Sender:
    """Who sent, as recorded when the envelope was sent. Raises TrailIncomplete."""
    by_type = {entry.type: entry for entry in entries}
    try:
        named, sent = by_type[SenderNamed.type], by_type[EnvelopeSent.type]
        who = {p.name: p.value for p in named.personal}
        what = {p.name: p.value for p in sent.personal}
        return Sender(
            UUID(named.data["person_id"]),
            who["name"],
            who["email"],
            what["organization"],
            sent.data["time_zone"],
            sent.data.get("date_format") or DateFormat.ISO,
            sent.data.get("language") or "en",
        )
    except KeyError as missing:
        raise TrailIncomplete(f"the trail does not tell who sent it: {missing}") from None


def disclosures(entries: Sequence[Entry]) -> tuple[tuple[str, str], ...]:
    """Version and SHA-256 in hex of every disclosure that a recipient accepted, each once."""
    accepted = (e.data for e in entries if e.type == ConsentAccepted.type)
    return tuple(dict.fromkeys((d["disclosure"], d["disclosure_sha256"]) for d in accepted))


def until_signed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries up to the last signature: what is noted later is not on the certificate."""
    last = max((e.sequence for e in entries if e.type == EnvelopeSigned.type), default=0)
    return tuple(e for e in entries if e.sequence <= last)


def _compared(told: ToldRows, shown: dict[Key, object]) -> list[Difference]:
    differing = []
    for key in told.rows.keys() | shown.keys():
        table, id, column = key
        if not told.sent and table != "envelopes":
            continue
        if key not in told.rows and table in told.unknown:
            continue
        if key not in told.rows and (table, column) in UNFINISHED:
            # What was filled in and never finished is gone once everyone has finished.
            if told.is_signed and shown[key] and "field_values" not in told.unknown:
                differing.append(Difference(table, column, id))
            continue
        expected = told.rows.get(key)
        if expected is not ERASED and (key not in shown or expected != shown[key]):
            differing.append(Difference(table, column, id))
    return sorted(differing)
