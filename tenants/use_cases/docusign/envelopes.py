"""A whole envelope of a definition: with what a program calls its parts, and what it notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from core.access import Permission
from core.docusign.program_names import ProgramNames
from core.envelopes.envelope import Envelope
from core.webhooks.webhook_endpoint import EndpointChoices
from tenants.transaction import Transaction
from tenants.use_cases.docusign import program_names
from tenants.use_cases.envelopes import envelope_creation, envelope_details, requested_sending
from tenants.use_cases.envelopes.envelope_creation import WholeEnvelope
from tenants.use_cases.webhooks import endpoints


@dataclass(frozen=True, slots=True)
class Noted:
    """
    Values by the names of custom fields, and the id that another system has for it. `told`: the
    endpoints that are told of what becomes of it.
    """

    custom: Mapping[str, str] = field(default_factory=dict)
    external: str = ""
    told: Sequence[EndpointChoices] = ()


def create(
    tx: Transaction,
    whole: WholeEnvelope,
    names: ProgramNames,
    noted: Noted,
    now: datetime,
) -> Envelope:
    """
    All of it in one; what is noted is there before it is sent. The caller has counted it, see
    sending.count. Raises what envelope_creation.create and requested_sending.request raise.
    """
    tx.require(Permission.SEND_ENVELOPES)
    made = envelope_creation.create(tx, replace(whole, send=False, starts_at=None), now)
    program_names.keep(tx, made.id, names)
    note(tx, made.id, noted, now)
    if not whole.send:
        return made
    return requested_sending.request(tx, made.id, now, whole.starts_at)


def note(tx: Transaction, envelope_id: UUID, noted: Noted, now: datetime) -> None:
    """Beside what is there. Where the organization has no such field, the envelope has its own."""
    tx.require(Permission.SEND_ENVELOPES)
    for choices in noted.told:
        endpoints.name(tx, envelope_id, choices, now)
    if not noted.custom and not noted.external:
        return
    known = {f.name.casefold(): f.id for f in tx.custom_fields.all()}
    old = tx.details.load(envelope_id)
    values, metadata = dict(old.values), dict(old.metadata)
    for name, value in noted.custom.items():
        id = known.get(name.casefold())
        if id is not None:
            values[id] = value
        else:
            metadata[name] = value
    external = noted.external or old.external_id
    entries = list(metadata.items())
    envelope_details.change(tx, envelope_id, external, values, entries, now)
