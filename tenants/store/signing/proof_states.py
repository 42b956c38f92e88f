"""What was tried and sent for the proofs of identity of recipients."""

from uuid import UUID

from core.signing.proofs.proof_state import ProofState
from tenants.store.rows import Rows


class ProofStates:
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    def of(self, recipient_id: UUID) -> dict[str, ProofState]:
        """By the name of the proof: those of which anything was tried or sent."""
        found = self._rows.all(
            "select proof, failed, code_id, sent_at, undelivered from proof_states"
            " where recipient_id = %s",
            recipient_id,
        )
        return {row["proof"]: ProofState(**row) for row in found}

    def keep(self, envelope_id: UUID, recipient_id: UUID, state: ProofState) -> None:
        self._rows.change(
            envelope_id,
            "insert into proof_states (organization_id, envelope_id, recipient_id, proof, failed,"
            " code_id, sent_at, undelivered) values (%s, %s, %s, %s, %s, %s, %s, %s)"
            " on conflict (organization_id, recipient_id, proof) do update set"
            " failed = excluded.failed, code_id = excluded.code_id, sent_at = excluded.sent_at,"
            " undelivered = excluded.undelivered",
            *(self._rows.organization_id, envelope_id, recipient_id, state.proof, state.failed),
            *(state.code_id, state.sent_at, state.undelivered),
        )

    def forget(self, envelope_id: UUID, recipient_id: UUID) -> None:
        """Of someone who was corrected: what was sent to the one before opens nothing more."""
        self._rows.change(
            envelope_id, "delete from proof_states where recipient_id = %s", recipient_id
        )
