"""A member of the organization meets the recipient and makes sure who they are."""

from collections.abc import Sequence
from datetime import datetime

from core.envelopes.envelope import Envelope, Outcome
from core.evidence.audit import Entry
from core.refusals import Invalid, NotFound, sentence
from core.signing import turn
from core.signing.events import RecipientMetInPerson
from core.signing.proofs.proof import IdentityProof

MEANS = {
    "known": sentence("identified in person by a member of the organization who knows them"),
    "document": sentence(
        "identified in person by a member of the organization, by an identity document"
    ),
}


def check(envelope: Envelope, met: RecipientMetInPerson, now: datetime) -> Outcome:
    """
    Only one for whom the sender chose it: no one else's page opens without them.

    Raises NotFound, Invalid, and what acting now would raise.
    """
    chosen = {r.id for r in envelope.recipients if r.options.in_person}
    if met.recipient_id not in chosen:
        raise NotFound
    if met.means not in MEANS:
        raise Invalid(means=sentence("Say how you know who they are."))
    turn.check_may_act(envelope, met.recipient_id, now)
    return Outcome(envelope, (met,))


def _stated(entries: Sequence[Entry]) -> str | None:
    found = next((e.data for e in entries if e.type == RecipientMetInPerson.type), None)
    return MEANS.get(str(found["means"])) if found else None


IN_PERSON = IdentityProof(name="in_person", needs=(), stated=_stated)
