"""Whose signatures a witness witnesses: those of the last step before theirs in which one signs."""

from collections.abc import Sequence

from core.envelopes.recipient import DROPPED, Recipient
from core.refusals import FilledSentence, sentence

NO_ONE_BEFORE = sentence("Move %(name)s below the person whose signature they witness.")
OWN_WITNESS = sentence("No one can witness their own signature. Enter someone else.")


def witnessed(recipients: Sequence[Recipient], witness: Recipient) -> tuple[Recipient, ...]:
    """Without those who were not needed; empty for who is no witness."""
    if not witness.role.witnesses:
        return ()
    before = [
        r
        for r in recipients
        if r.role.signs
        and not r.role.witnesses
        and r.routing_order < witness.routing_order
        and r.status not in DROPPED
    ]
    last = max((r.routing_order for r in before), default=0)
    return tuple(r for r in before if r.routing_order == last)


def problem(recipients: Sequence[Recipient], witness: Recipient) -> str:
    """Why a draft with this witness cannot be sent; "" for nothing."""
    signers = witnessed(recipients, witness)
    if witness.name and any(r.person == witness.person for r in signers):
        return OWN_WITNESS
    if signers or not witness.role.witnesses:
        return ""
    name = witness.name or witness.email or witness.role_name
    return FilledSentence(NO_ONE_BEFORE, name=name)
