"""An editor changes who comes after them: names, addresses, order, who is added or removed."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from core.addresses.email_address import is_well_formed
from core.envelopes import correction
from core.envelopes.correction import EnvelopeCorrection
from core.envelopes.envelope import Envelope, Outcome
from core.envelopes.recipient import Recipient, RecipientStatus
from core.envelopes.recipient_list import Reachable
from core.refusals import Invalid, NotFound
from core.signing import turn
from core.signing.refusals import TOO_EARLY


def editable(envelope: Envelope, editor: Recipient) -> tuple[Recipient, ...]:
    """The recipients of later steps who were not asked yet."""
    if not editor.role.edits_others:
        return ()
    return tuple(
        r
        for r in envelope.recipients
        if r.routing_order > editor.routing_order and r.status is RecipientStatus.CREATED
    )


def edit(
    envelope: Envelope,
    editor_id: UUID,
    typed: EnvelopeCorrection,
    now: datetime,
    reachable: Reachable = is_well_formed,
) -> Outcome:
    """
    As a correction by the sender, of what follows only. The same again changes nothing.

    Raises NotFound, what `correction.correct` raises, and what keeps the editor from acting.
    """
    editor = envelope.recipient(editor_id)
    turn.check_consented(envelope, editor)
    turn.check_time(envelope, now)
    mine = {r.id for r in editable(envelope, editor)}
    others = {r.id for r in envelope.recipients} - mine
    asked = {row.id for row in typed.changed} | {a.id for a in typed.added} | typed.removed
    asked |= {id for a in typed.added for id in (a.takes_over, a.joins) if id}
    if not editor.role.edits_others or others & asked:
        raise NotFound
    first = editor.routing_order + 1
    orders = {row.id: row.order for row in typed.changed} | {a.id: a.order for a in typed.added}
    early = [id for id, order in orders.items() if order < first]
    if early:
        raise Invalid(**{f"order-{id}": TOO_EARLY for id in early})
    return correction.correct(envelope, replace(typed, expires_at=None), now, reachable)
