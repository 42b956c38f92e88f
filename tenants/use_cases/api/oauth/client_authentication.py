"""Which client sends a request, and whether it is that one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from authlib.oauth2.rfc6749 import InvalidClientError  # type: ignore[import-untyped]

from core.api.oauth.client import Client
from core.refusals import NotFound
from core.signing import link
from tenants.installation import Installation, Organization
from tenants.transaction import Transaction
from tenants.use_cases.api.oauth import assertions
from tenants.use_cases.api.oauth.assertions import AssertionRefused
from tenants.use_cases.api.oauth.clients import lookup_hash

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@dataclass(frozen=True, slots=True)
class ClientProof:
    """
    What a request says of its client: a secret, an assertion signed by it (RFC 7523 section 2.2),
    or nothing but its id. `in_header`: as HTTP Basic, so that the answer is 401.
    """

    client_id: str
    secret: str = ""
    assertion: str = ""
    in_header: bool = False


@dataclass(frozen=True, slots=True)
class FoundClient:
    """A client that is not disabled, by its id."""

    id: UUID
    organization: Organization


def find(installation: Installation, client_id: str) -> FoundClient | None:
    """In whose organization it is; None for one that is unknown, disabled or deleted."""
    try:
        id = UUID(client_id)
    except ValueError:
        return None
    if str(id) != client_id:
        return None
    found = installation.directory.oauth("client", lookup_hash(id))
    return FoundClient(id, installation.organization(found.organization_id)) if found else None


def load(tx: Transaction, found: FoundClient) -> Client:
    """In its organization. Raises InvalidClientError for one that was disabled meanwhile."""
    try:
        client = tx.oauth_clients.get(found.id)
    except NotFound:
        raise refused() from None
    if client.disabled_at is not None:
        raise refused()
    return client


def check(
    tx: Transaction,
    found: FoundClient,
    proof: ClientProof,
    audiences: frozenset[str],
    now: datetime,
) -> Client:
    """Unknown clients and wrong secrets get the same answer. Raises InvalidClientError."""
    client = load(tx, found)
    if proof.assertion:
        try:
            claims = assertions.verified(proof.assertion, client.public_keys, audiences, now)
            # RFC 7523 section 3, OpenID Connect Core section 9: of itself, and once.
            if not claims.issuer == claims.subject == str(client.id) or not claims.id:
                raise AssertionRefused
            assertions.take_once(tx, client.id, claims)
        except AssertionRefused:
            raise refused(proof.in_header) from None
    elif client.kind.has_secret:
        if not tx.oauth_clients.knows_secret(client.id, link.digest(proof.secret), now):
            raise refused(proof.in_header)
    elif proof.secret:
        raise refused(proof.in_header)
    return client


def refused(in_header: bool = False) -> InvalidClientError:
    return InvalidClientError(
        "The client is unknown or disabled, or did not prove to be itself.",
        status_code=401 if in_header else 400,
    )
