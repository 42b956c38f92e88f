"""The proofs of identity that recipients gave: no one finishes without all that was asked."""

from core.envelopes.events.recipients import RecipientCorrected
from core.envelopes.roles import registry
from core.evidence.audit import Entry
from core.evidence.replay.told_rows import ERASED, ToldRows, Values, replays
from core.signing.events.recipients import RecipientCompleted
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.proofs.in_person import IN_PERSON
from core.signing.proofs.proof_events import ProofGiven


@replays(ProofGiven)
def given(told: ToldRows, entry: Entry, values: Values) -> None:
    told.proofs.setdefault(entry.data["recipient_id"], set()).add(entry.data["proof"])


@replays(RecipientMetInPerson)
def met(told: ToldRows, entry: Entry, values: Values) -> None:
    told.proofs.setdefault(entry.data["recipient_id"], set()).add(IN_PERSON.name)


@replays(RecipientCorrected)
def corrected(told: ToldRows, entry: Entry, values: Values) -> None:
    """Before, it was another person."""
    told.proofs.pop(entry.data["recipient_id"], None)


@replays(RecipientCompleted)
def completed(told: ToldRows, entry: Entry, values: Values) -> None:
    """What was asked may have been changed for a moment, and put back since."""
    id = entry.data["recipient_id"]
    options = told.told("recipients", id, "options", {})
    asked = set() if options is ERASED else set(options.get("proofs", ()))
    if registry.named(str(told.told("recipients", id, "role"))).in_person:
        asked.add(IN_PERSON.name)
    if asked - told.proofs.get(id, set()):
        told.contradict("recipients", id, "options")
