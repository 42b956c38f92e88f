"""A program that shows the signing pages of an organization inside its own."""

from uuid import UUID, uuid4

from core.api.scope import Scope
from core.envelopes.envelope import Envelope
from core.principal import ApiKeyPrincipal
from core.signing import embedding
from tenants.member import Member
from tenants.use_cases.api import api_keys
from tenants.use_cases.signing.hand_overs import embedded_signing, embedding_settings
from tests.tenants.conftest import NOW
from tests.tenants.opening import run

ORIGIN = "https://app.example.com"
RETURN = "https://app.example.com/signed"


def allow(member: Member, *origins: str, words: str = "") -> None:
    typed = embedding.read("\n".join(origins or (ORIGIN,)), RETURN, words)
    run(member, embedding_settings.change, typed, NOW)


def program(member: Member, *scopes: Scope) -> ApiKeyPrincipal:
    asked = list(scopes or (Scope.SIGNING_EMBED,))
    secret = run(member, api_keys.make, uuid4(), "Billing", asked, "0", NOW).secret
    presented = api_keys.find(member.organization.installation, secret)
    assert presented is not None
    found = run(member, api_keys.identify, presented, NOW)
    assert found is not None
    return found


def token(
    member: Member,
    envelope: Envelope,
    number: int = 0,
    origin: str = ORIGIN,
    return_to: str = "",
    who: ApiKeyPrincipal | None = None,
) -> str:
    """The secret of an address for one of the recipients."""
    id: UUID = envelope.recipients[number].id
    with member.organization.transaction(who or program(member)) as tx:
        return embedded_signing.issue(tx, envelope.id, id, origin, return_to, NOW).token
