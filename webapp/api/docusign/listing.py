"""What a list of envelopes is asked for in its address, and the part of it that is answered."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import request

from core.docusign import status_words, times
from core.envelopes.envelope import Envelope, Status
from webapp.api.docusign.asked import Asked, refuse

MOST = 1_000
ORDERS = ("created", "sent", "last_modified", "status_changed", "completed", "subject", "status")
PASSED = (
    "include_purge_information",
    "cdse_mode",
    "exclude",
    "intersecting_folder_ids",
    "user_filter",
)
INCLUDED = (
    "recipients",
    "tabs",
    "custom_fields",
    "documents",
    "folders",
    "extensions",
    "attachments",
)


@dataclass(frozen=True, slots=True)
class EnvelopeListQuery:
    """`since` and `until` bound when an envelope last changed its status."""

    since: datetime | None
    until: datetime | None
    statuses: frozenset[Status]
    ids: tuple[UUID, ...]
    search: str
    start: int
    count: int
    order_by: str
    descending: bool
    include: frozenset[str]

    def takes(self, envelope: Envelope) -> bool:
        at = envelope.status_at or envelope.created_at
        if (self.since and at < self.since) or (self.until and at > self.until):
            return False
        waiting = envelope.status is Status.DRAFT and envelope.send_requested_by
        status = Status.SENT if waiting else envelope.status
        return not self.statuses or status in self.statuses

    def part(self, found: Sequence[Envelope]) -> list[Envelope]:
        """In the order that is asked for."""
        ordered = sorted(found, key=self._key, reverse=self.descending)
        return ordered[self.start : self.start + self.count]

    def _key(self, envelope: Envelope) -> tuple[str, str]:
        changed = envelope.status_at or envelope.created_at
        ended = changed if envelope.status is Status.COMPLETED else envelope.created_at
        said = {
            "created": envelope.created_at.isoformat(),
            "sent": (envelope.sent_at or envelope.created_at).isoformat(),
            "completed": ended.isoformat(),
            "subject": envelope.name.casefold(),
            "status": status_words.of_envelope(envelope),
        }
        return said.get(self.order_by, changed.isoformat()), str(envelope.id)


def query(needs_bounds: bool = True) -> EnvelopeListQuery:
    """Raises InvalidRequest."""
    asked = Asked(request.args.to_dict())
    since, until = _time(asked, "from_date"), _time(asked, "to_date")
    ids = tuple(_id(text) for text in asked.text("envelope_ids").split(",") if text.strip())
    if asked.text("transaction_ids"):
        refuse("transaction_ids", "Transactions are not supported.")
    if needs_bounds and since is None and not ids:
        refuse("from_date", "Give from_date or envelope_ids.")
    words = asked.text("status") or asked.text("from_to_status")
    try:
        statuses = status_words.statuses(words if words.casefold() != "changed" else "")
    except ValueError as unknown:
        refuse("status", f"“{unknown}” is no status.")
    asked.word("from_to_status", "changed", *status_words.WORDS)
    include = frozenset(part.strip() for part in asked.text("include").split(",") if part.strip())
    if unknown_parts := include - set(INCLUDED):
        refuse("include", f"“{min(unknown_parts)}” cannot be included.")
    found = EnvelopeListQuery(
        since=since,
        until=until,
        statuses=statuses,
        ids=ids,
        search=asked.text("search_text"),
        start=max(asked.whole("start_position") or 0, 0),
        count=min(max(asked.whole("count") or 100, 1), MOST),
        order_by=asked.word("order_by", *ORDERS, "last_modified"),
        descending=asked.word("order", "asc", "desc") != "asc",
        include=include,
    )
    asked.pass_over(*PASSED)
    asked.only_off(
        "user_name", "email", "user_id", "folder_ids", "folder_types", "ac_status", "block"
    )
    asked.only_off(
        "continuation_token", "query_budget", "requester_date_format", "last_queried_date"
    )
    asked.only_off("powerformids", "is_deleted", "custom_field")
    asked.done()
    return found


def _time(asked: Asked, name: str) -> datetime | None:
    text = asked.text(name)
    try:
        return times.read(text.replace(" ", "+")) if text else None
    except ValueError:
        if "/" in text:
            month, day, year = ([*text.split(" ")[0].split("/"), "", "", ""])[:3]
            with suppress(ValueError):
                return times.read(f"{year}-{month:0>2}-{day:0>2}T00:00:00")
        refuse(name, "Give a time such as 2026-03-31T09:00:00Z.")


def _id(text: str) -> UUID:
    try:
        return UUID(text.strip())
    except ValueError:
        refuse("envelope_ids", f"“{text}” is no id of an envelope.")
