"""A host meets the recipient and makes sure who they are: a member, or whom the sender named."""

from collections.abc import Sequence
from datetime import datetime

from core.envelopes.envelope import Envelope, Outcome
from core.evidence.audit import Entry
from core.refusals import FilledSentence, Invalid, NotFound, sentence
from core.signing import turn
from core.signing.events.ways_in import RecipientMetInPerson
from core.signing.proofs.proof import IdentityProof

MEANS = {
    "known": sentence("signed in person, hosted by %(host)s, who knows them"),
    "passport": sentence("signed in person, hosted by %(host)s, who saw a passport"),
    "id_card": sentence("signed in person, hosted by %(host)s, who saw an ID card"),
    "driving_license": sentence("signed in person, hosted by %(host)s, who saw a driving license"),
}


def check(envelope: Envelope, met: RecipientMetInPerson, now: datetime) -> Outcome:
    """
    Only one who signs in person: no one else's page waits for a host.

    Raises NotFound, Invalid, and what acting now would raise.
    """
    if not envelope.recipient(met.recipient_id).role.in_person:
        raise NotFound
    if met.means not in MEANS:
        raise Invalid(means=sentence("Say how you know who they are."))
    turn.check_may_act(envelope, met.recipient_id, now)
    return Outcome(envelope, (met,))


def _stated(entries: Sequence[Entry]) -> str | None:
    met = next((e for e in reversed(entries) if e.type == RecipientMetInPerson.type), None)
    if met is None or met.data["means"] not in MEANS:
        return None
    host = next((p.value for p in met.personal if p.name == "host"), "…")
    return FilledSentence(MEANS[met.data["means"]], host=host)


IN_PERSON = IdentityProof(name="in_person", needs=(), stated=_stated)
