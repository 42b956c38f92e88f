"""What a program changes of a draft as a whole: words, times, proofs, and what is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft, draft_routing
from core.envelopes.envelope import Envelope, Outcome
from core.refusals import Invalid, sentence
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import envelope_details
from tenants.use_cases.signing import recipient_choices

NO_CUSTOM_FIELD = sentence("There is no custom field with this id. Check it.")


@dataclass(frozen=True, slots=True)
class DraftChanges:
    """
    None: it stays. `days` are members of its `Schedule` by name; `needed` and `delays` of steps, by
    their order. `values` are those of custom fields that change, by id.
    """

    name: str | None = None
    message: str | None = None
    days: Mapping[str, int] = field(default_factory=dict)
    proofs: Sequence[str] | None = None
    confirms: bool | None = None
    needed: Mapping[int, int] | None = None
    delays: Mapping[int, int] = field(default_factory=dict)
    external_id: str | None = None
    values: Mapping[UUID, str] = field(default_factory=dict)
    metadata: Mapping[str, str] | None = None

    @property
    def notes(self) -> bool:
        given = (self.external_id is not None, bool(self.values), self.metadata is not None)
        return any(given)

    @property
    def only_notes(self) -> bool:
        """What is noted may change at any time."""
        return self == DraftChanges(
            external_id=self.external_id, values=self.values, metadata=self.metadata
        )


def change(tx: Transaction, envelope_id: UUID, asked: DraftChanges, now: datetime) -> Envelope:
    """All of it or nothing. Raises NotADraft, NotFound, Forbidden, Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    envelope = tx.lock_changeable(envelope_id)
    if not asked.only_notes:
        outcome = _decide(tx, envelope, asked)
        tx.record(outcome, tx.principal.actor, now)
        envelope = outcome.envelope
    if asked.notes:
        _note(tx, envelope_id, asked, now)
        envelope = tx.envelopes.get(envelope_id)
    return envelope


def _decide(tx: Transaction, envelope: Envelope, asked: DraftChanges) -> Outcome:
    name = envelope.name if asked.name is None else asked.name
    message = envelope.message if asked.message is None else asked.message
    outcome = draft.rename(envelope, name, message)
    if asked.days:
        outcome = outcome.then(
            lambda e: Outcome(replace(e, schedule=replace(e.schedule, **asked.days)))
        )
    if asked.proofs is not None or asked.confirms is not None:
        proofs = envelope.proofs if asked.proofs is None else asked.proofs
        recipient_choices.check_proofs(tx, proofs)
        outcome = outcome.then(lambda e: draft.choose_proofs(e, proofs, asked.confirms))
    if asked.needed is not None:
        needed = asked.needed
        outcome = outcome.then(lambda e: draft_routing.choose_steps(e, needed, asked.delays))
    return outcome


def _note(tx: Transaction, envelope_id: UUID, asked: DraftChanges, now: datetime) -> None:
    """What is not named stays. Raises Invalid for a custom field that there is not."""
    old = tx.details.load(envelope_id)
    metadata = old.metadata if asked.metadata is None else asked.metadata
    known = {f.id for f in tx.custom_fields.all()}
    if asked.values.keys() - known:
        raise Invalid(custom_fields=NO_CUSTOM_FIELD)
    envelope_details.change(
        tx,
        envelope_id,
        old.external_id if asked.external_id is None else asked.external_id,
        {**old.values, **asked.values},
        list(metadata.items()),
        now,
    )
