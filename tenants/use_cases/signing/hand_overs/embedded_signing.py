"""Signing inside a page of an application: an address for it, and who comes by it."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.principal import ProgramPrincipal
from core.refusals import Forbidden, NotFound, Refusal
from core.signing import embedding, link, turn
from core.signing.embedding import ADDRESS_LIFETIME, SESSION_LIFETIME, Frame
from core.signing.events.ways_in import RecipientCameEmbedded
from core.signing.origin import Origin
from core.signing.proofs import asserted_identity, mailed_link
from tenants.identifiers import new_token
from tenants.store.directory import HandOver
from tenants.transaction import Transaction
from tenants.use_cases.signing.signing_ceremony import check_not_suspended

KIND = "embedded"


@dataclass(frozen=True, slots=True)
class EmbeddedAddress:
    """`token` is the secret in the address; it opens the recipient's page once."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ArrivedInFrame:
    """
    Whoever came by such an address. `session` is "" when it had been used, or was too old; `waits`
    when the envelope is sent as soon as its pages are there: the address goes on working.
    """

    recipient_id: UUID
    frame_origins: tuple[str, ...]
    frame: Frame
    session: str = ""
    waits: bool = False


def issue(
    tx: Transaction,
    envelope_id: UUID,
    recipient_id: UUID,
    origin: str,
    return_to: str,
    now: datetime,
    words: str = "",
) -> EmbeddedAddress:
    """
    For a recipient whose turn it is, or will be as soon as the envelope's pages are there; the
    program that asks has identified them. `words`: in which it is told how it ended.

    Raises NotFound, Forbidden, NotEmbeddable, and what keeps the recipient from acting.
    """
    tx.require(Permission.EMBED_SIGNING)
    envelope, principal = tx.lock_changeable(envelope_id), tx.principal
    if not isinstance(principal, ProgramPrincipal):
        raise Forbidden
    if not any(r.id == recipient_id for r in envelope.recipients):
        raise NotFound
    told = (origin, return_to, words)
    frame = Frame(principal.application, str(principal.id), *told, by=principal.actor)
    embedding.check_allowed(tx.embeddings.settings(), frame)
    if not turn.awaits_pages(envelope, recipient_id):
        turn.check_may_act(envelope, recipient_id, now)
    token, generation = new_token(), envelope.recipient(recipient_id).link_generation
    until = tx.embeddings.issue(
        *(link.digest(token), envelope_id, recipient_id, generation, ADDRESS_LIFETIME, frame)
    )
    return EmbeddedAddress(token, until)


def arrive(
    tx: Transaction, token: str, found: HandOver, origin: Origin, now: datetime
) -> ArrivedInFrame:
    """A session for whoever opens such an address, which is recorded with it. Raises NotFound."""
    frame, settings = embedding.frame(found.frame), tx.embeddings.settings()
    if frame is None:
        raise NotFound
    arrived = ArrivedInFrame(found.recipient_id, settings.origins, frame)
    envelope, session = tx.envelopes.lock(found.envelope_id), new_token()
    came = RecipientCameEmbedded(
        recipient_id=found.recipient_id,
        key_id=UUID(frame.key_id),
        application=frame.application,
        origin=frame.origin,
        address=origin.address,
        user_agent=origin.user_agent,
    )
    if turn.awaits_pages(envelope, found.recipient_id):
        return replace(arrived, waits=True)
    try:
        check_not_suspended(tx)
        embedding.check_allowed(settings, frame)
        mailed_link.check(envelope.recipient(found.recipient_id), found.generation)
        outcome = asserted_identity.check(envelope, came, now)
    except Refusal:
        return arrived
    taken = tx.embeddings.take(link.digest(token), link.digest(session), SESSION_LIFETIME)
    if not taken:
        return arrived
    tx.record(outcome, frame.by, now)
    return replace(arrived, session=session)
