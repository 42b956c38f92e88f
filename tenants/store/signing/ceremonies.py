"""What a recipient's pages say beside the envelope: of the organization, its look, the sender."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.envelopes.envelope import Envelope
from tenants.store.envelopes import envelope_rows
from tenants.store.rows import Rows

WITH_SURROUNDINGS = f"""
    select {envelope_rows.COLUMNS}, o.name as organization_name, o.time_zone,
        o.locale as language, o.delegation, p.name as sender_name,
        coalesce(o.suspended_at, o.closes_at) is not null as frozen,
        coalesce((
            select a.text::jsonb #>> '{{data,date_format}}' from audit_events a
            where a.envelope_id = e.id and a.type = 'envelope.sent'
        ), '') as date_format,
        b.settings as branding, b.version as branding_version,
        coalesce(m.origins, array[]::text[]) as frame_origins,
        coalesce(m.closing_words, '') as closing_words, o.ask_location as asks_location
    from envelopes e join people p on p.id = e.sender_id
    cross join organizations o left join branding b on true
    left join embedding_settings m on true
    where e.id = %s
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class CeremonySurroundings:
    """`branding` and its version are None where the organization never set a look of its own."""

    organization_name: str
    time_zone: str
    language: str  # the organization's
    date_format: str  # as it was when the envelope was sent
    sender_name: str
    frozen: bool
    branding: dict[str, Any] | None
    branding_version: int | None
    frame_origins: Sequence[str]  # of pages that may show a signing page in a frame
    closing_words: str
    asks_location: bool
    delegation: str  # whether recipients may hand their part over


INTRODUCTION = """
    select p.email as sender_email, exists (
        select from domain_claims d
        where d.use = 'sign_in' and d.domain = lower(split_part(p.email, '@', 2))
            and d.verified_at is not null
    ) as domain_proven, exists (
        select from recipients o join envelopes before on before.id = o.envelope_id
        where o.folded_email = r.folded_email and r.folded_email <> '' and o.status <> 'created'
            and o.delivered_at is not null and o.envelope_id <> e.id
            and before.sender_id = e.sender_id
    ) as known
    from envelopes e join people p on p.id = e.sender_id join recipients r on r.envelope_id = e.id
    where e.id = %s and r.id = %s
"""


@dataclass(frozen=True, slots=True)
class Introduction:
    """
    Who asks. `domain_proven`: the organization has shown by DNS that the domain of the sender's
    address is its own. `known`: the recipient has opened something of this sender before.
    """

    sender_email: str
    domain_proven: bool
    known: bool

    @property
    def domain(self) -> str:
        return self.sender_email.rpartition("@")[2]


class Ceremonies:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def envelope(self, envelope_id: UUID) -> tuple[Envelope, CeremonySurroundings]:
        """In one query, for every page of a ceremony reads both. Raises NotFound."""
        row = self._rows.one(WITH_SURROUNDINGS, envelope_id)
        about = {name: row[name] for name in CeremonySurroundings.__slots__}
        return envelope_rows.envelope(self._rows, row), CeremonySurroundings(**about)

    def introduction(self, envelope_id: UUID, recipient_id: UUID) -> Introduction:
        """Raises NotFound."""
        return Introduction(**self._rows.one(INTRODUCTION, envelope_id, recipient_id))

    def end_sessions(self, recipient_id: UUID) -> int:
        """In every browser; how many there were. The link begins new ones."""
        row = self._rows.one("select end_recipient_sessions(%s) as ended", recipient_id)
        return int(row["ended"])

    def keep_proof(self, session_hash: bytes, recipient_id: UUID, proof: str) -> None:
        """That it was given, in the session of this secret."""
        self._rows.one("select keep_recipient_proof(%s, %s, %s)", session_hash, recipient_id, proof)

    def is_frozen(self) -> bool:
        """Whether the organization is suspended, or about to be closed."""
        row = self._rows.one(
            "select coalesce(suspended_at, closes_at) is not null as frozen from organizations"
        )
        return bool(row["frozen"])
