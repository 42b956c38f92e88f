"""The direct link of a template, as its owner turns it on and off and gives it a new address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.envelopes.drafts import draft_values
from core.envelopes.envelope import Envelope
from core.refusals import NotFound
from core.signing import link as links
from core.templates import direct_link
from core.templates.direct_link import DirectLink
from core.templates.events import DirectLinkChanged, DirectLinkRenewed
from core.templates.refusals import NotPublishedYet
from tenants.identifiers import new_id
from tenants.transaction import Transaction
from tenants.use_cases.documents import merge_values


@dataclass(frozen=True, slots=True)
class DirectLinkView:
    """For who may change the template. `token` is the secret in its address; "": none yet."""

    link: DirectLink | None
    content: Envelope
    token: str
    merge_values: Mapping[str, str]


def view(tx: Transaction, template_id: UUID) -> DirectLinkView:
    """Raises NotFound, Forbidden, NotPublishedYet."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(template_id)
    template, found = tx.templates.get(template_id), tx.direct_links.of(template_id)
    if template.content_id is None:
        raise NotPublishedYet
    token = _token(tx, found.id) if found else ""
    content = tx.envelopes.get(template.content_id)
    stored = merge_values.of_envelope(tx, content)
    begun = draft_values.to_begin_with(content.documents, stored)
    return DirectLinkView(found, content, token, begun)


def change(tx: Transaction, wanted: DirectLink, now: datetime) -> None:
    """
    Who starts, what they are asked, how often, until when; on or off. `id` and `uses` stay.

    Raises NotFound, Forbidden, NotPublishedYet, Invalid.
    """
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(wanted.template_id)
    tx.templates.lock(wanted.template_id)
    there = view(tx, wanted.template_id)
    direct_link.check_settings(wanted, there.content, there.merge_values)
    kept = replace(wanted, id=there.link.id if there.link else new_id())
    _save(tx, kept, now)
    told = DirectLinkChanged(
        template_id=wanted.template_id,
        state=_state(wanted),
        max_uses=wanted.max_uses or 0,
        name=there.content.name,
    )
    tx.record_admin((told,), tx.principal.actor, now)


def renew(tx: Transaction, template_id: UUID, now: datetime) -> None:
    """Another address; the old one does not work anymore. Raises NotFound, Forbidden."""
    tx.require(Permission.SEND_ENVELOPES)
    tx.check_changeable(template_id)
    tx.templates.lock(template_id)
    there = view(tx, template_id)
    if there.link is None:
        raise NotFound
    _save(tx, replace(there.link, id=new_id()), now)
    told = DirectLinkRenewed(template_id=template_id, name=there.content.name)
    tx.record_admin((told,), tx.principal.actor, now)


def _state(link: DirectLink) -> str:
    if not link.active:
        return "off"
    return "on, e-mail addresses not confirmed" if link.immediate else "on"


def _save(tx: Transaction, kept: DirectLink, now: datetime) -> None:
    tx.direct_links.save(kept, links.digest(_token(tx, kept.id)), now)


def _token(tx: Transaction, link_id: UUID) -> str:
    return links.direct_token(tx.settings.link_key, tx.organization_id, link_id)
