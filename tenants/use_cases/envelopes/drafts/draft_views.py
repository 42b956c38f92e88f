"""Opening one draft for its sender inside a page of an application, and who comes by it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.api import draft_view
from core.api.draft_view import ADDRESS_LIFETIME, SESSION_LIFETIME, DraftView
from core.envelopes.drafts import draft
from core.principal import DraftViewPrincipal
from core.refusals import NotFound
from core.signing import link
from tenants.identifiers import new_token
from tenants.transaction import Transaction
from tenants.use_cases.envelopes import reading


@dataclass(frozen=True, slots=True)
class DraftAddress:
    """`token` is the secret in the address, which says in whose organization to look for it."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedDraft:
    """`frame_origins` may show it in a frame. `principal` knows of nothing but the draft."""

    view: DraftView
    frame_origins: tuple[str, ...]
    principal: DraftViewPrincipal


def issue(
    tx: Transaction,
    envelope_id: UUID,
    origin: str,
    return_to: str,
    sends: bool = False,
    words: str = "",
) -> DraftAddress:
    """Raises NotFound, Forbidden, NotADraft, NotEmbeddable, Invalid."""
    tx.require(Permission.SEND_ENVELOPES)
    draft.check_draft(reading.changeable(tx, envelope_id))
    who = (tx.member.person_id, tx.principal.actor)
    view = DraftView(envelope_id, *who, origin, return_to, sends, words)
    draft_view.check_allowed(tx.embeddings.settings(), view)
    token = _new_secret(tx)
    until = tx.draft_views.issue(link.digest(token), view, ADDRESS_LIFETIME)
    return DraftAddress(token, until)


def enter(tx: Transaction, token: str) -> tuple[str, OpenedDraft]:
    """The secret of a session for whoever opens such an address. Raises NotFound."""
    session = _new_secret(tx)
    view = tx.draft_views.take(link.digest(token), link.digest(session), SESSION_LIFETIME)
    return session, _opened(tx, view)


def resume(tx: Transaction, session: str) -> OpenedDraft:
    """Raises NotFound when it has ended, or its member has left."""
    return _opened(tx, tx.draft_views.by_session(link.digest(session)))


def _opened(tx: Transaction, view: DraftView | None) -> OpenedDraft:
    member = tx.known_people.member_without_session(view.person_id) if view else None
    if view is None or member is None:
        raise NotFound
    principal = DraftViewPrincipal(
        person_id=member.person_id,
        name=member.name,
        email=member.email,
        time_zone=member.time_zone,
        role=member.role,
        session_id=member.session_id,
        method="draft_view",
        factors=0,
        envelope_id=view.envelope_id,
        application=view.actor,
    )
    return OpenedDraft(view, tx.embeddings.settings().origins, principal)


def _new_secret(tx: Transaction) -> str:
    return f"{tx.organization_id.hex}.{new_token()}"


def organization_of(secret: str) -> UUID:
    """In which it is looked for. Raises NotFound for what is no such secret."""
    try:
        return UUID(hex=secret.partition(".")[0])
    except ValueError:
        raise NotFound from None
