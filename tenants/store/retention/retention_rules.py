"""Retention rules as rows, and the envelopes that ended so long ago that a rule applies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.envelopes.envelope import Status
from core.retention.retention import ENDED, RetainedEnvelope, Rule
from tenants.identifiers import new_id
from tenants.store.rows import Rows

ENDED_BEFORE = """
    with ended as (select * from ({branches}) e order by status_at, id limit %(limit)s)
    select e.id, e.status, e.status_at, e.template_id, e.deleted_at,
        array(select r.email from recipients r where r.envelope_id = e.id
            union select p.email from people p where p.id = e.sender_id) as addresses
    from ended e order by status_at, id
""".format(  # noqa: S608 - our own words; one branch for each status, so that each is read from its index
    branches=" union all ".join(
        "(select id, status, status_at, template_id, deleted_at, sender_id from envelopes"  # noqa: S608 - our own words
        f" where status = '{status}' and erased_at is null and status_at <= %(until)s"
        " and (status_at, id) > (%(at)s, %(id)s) order by status_at, id limit %(limit)s)"
        for status in sorted(ENDED)
    )
)


@dataclass(frozen=True, slots=True)
class RetentionSetting:
    """The rule for all envelopes; `days` None keeps everything for ever."""

    days: int | None = None
    keep_certificate: bool = True


class RetentionRules:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def all(self) -> tuple[Rule, ...]:
        found = self._rows.all("select days, template_id from retention_rules")
        return tuple(Rule(row["days"], row["template_id"]) for row in found)

    def setting(self) -> RetentionSetting:
        """The rule that applies where no template has its own."""
        row = self._rows.one_or_none(
            "select days, keep_certificate from retention_rules where template_id is null"
        )
        return RetentionSetting(**row) if row else RetentionSetting()

    def lock(self) -> None:
        """One change at a time."""
        self._rows.lock_exclusive("retention")

    def replace(self, setting: RetentionSetting) -> None:
        self._rows.run("delete from retention_rules where template_id is null")
        if setting.days is not None:
            self._rows.run(
                "insert into retention_rules (organization_id, id, days, keep_certificate)"
                " values (%s, %s, %s, %s)",
                *(self._rows.organization_id, new_id(), setting.days, setting.keep_certificate),
            )

    def keeps_certificate(self, envelope_id: UUID) -> bool:
        """Never after the bin; after a rule as the rule of its template says, or that for all."""
        row = self._rows.one_or_none(
            "select r.keep_certificate from envelopes e join retention_rules r"
            " on r.template_id is null or r.template_id = e.template_id"
            " where e.id = %s and e.erased_because = 'rule'"
            " order by r.template_id nulls last limit 1",
            envelope_id,
        )
        return bool(row and row["keep_certificate"])

    def ended(
        self, until: datetime, after: tuple[datetime, UUID], limit: int
    ) -> list[RetainedEnvelope]:
        """Those that ended by then and still have their documents, the longest ended first."""
        names = {"until": until, "at": after[0], "id": after[1], "limit": limit}
        return [
            RetainedEnvelope(
                id=row["id"],
                status=Status(row["status"]),
                status_at=row["status_at"],
                addresses=frozenset(row["addresses"]),
                template_id=row["template_id"],
                deleted_at=row["deleted_at"],
            )
            for row in self._rows.named(ENDED_BEFORE, names)
        ]

    def being_erased(self, envelope_ids: Iterable[UUID]) -> set[UUID]:
        """Those for which a job that erases their documents is about to run."""
        found = self._rows.all(
            "select envelope_id from outbox where envelope_id = any(%s)"
            " and kind = 'erase_documents' and state = 'open' and due_at <= now()",
            list(envelope_ids),
        )
        return {row["envelope_id"] for row in found}
