"""Opening a ceremony by an address that works once: in a frame, or on another device."""

from datetime import datetime
from uuid import UUID

from core.principal import SYSTEM
from core.refusals import NotFound
from core.signing import link
from core.signing.origin import Origin
from tenants.installation import Installation
from tenants.store.directory import HandOver
from tenants.use_cases.signing.hand_overs import device_hand_over, embedded_signing
from tenants.use_cases.signing.hand_overs.device_hand_over import ContinuedSession
from tenants.use_cases.signing.hand_overs.embedded_signing import ArrivedInFrame


def arrive(
    installation: Installation, token: str, origin: Origin, now: datetime, within: UUID | None
) -> ArrivedInFrame:
    """
    A session for whoever opens an address that was made for an application.

    `within`: addresses of this organization alone are known. Raises NotFound.
    """
    found = _found(installation, token, embedded_signing.KIND, within)
    with installation.organization(found.organization_id).transaction(SYSTEM) as tx:
        return embedded_signing.arrive(tx, token, found, origin, now)


def check_device(installation: Installation, token: str, within: UUID | None) -> UUID:
    """Whose ceremony a code for a device opens; uses nothing up. Raises NotFound."""
    found = _found(installation, token, device_hand_over.KIND, within)
    if not found.is_open:
        raise NotFound
    return found.recipient_id


def take_on_device(installation: Installation, token: str, within: UUID | None) -> ContinuedSession:
    """Raises NotFound for a code that was used, or is too old."""
    found = _found(installation, token, device_hand_over.KIND, within)
    with installation.organization(found.organization_id).transaction(SYSTEM) as tx:
        return device_hand_over.take(tx, token, found.recipient_id)


def _found(installation: Installation, token: str, kind: str, within: UUID | None) -> HandOver:
    found = installation.directory.hand_over(link.digest(token))
    if found is None or found.kind != kind or within not in (None, found.organization_id):
        raise NotFound
    return found
