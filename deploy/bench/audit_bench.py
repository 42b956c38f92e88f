"""The audit trail: events appended on the database, and verified in memory."""

import os
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from core.envelopes.envelope import Outcome
from core.evidence import audit
from core.evidence.audit import Head, Trail
from core.principal import SYSTEM, SystemPrincipal
from core.settings.settings import Settings
from core.signing.events.signatures import SignatureAdopted
from deploy.commands import founding
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting
from tenants.use_cases.sign_in import signing_in

APPENDED = 300
VERIFIED = 100_000


def measure(settings: Settings) -> dict[str, Any]:
    return {
        "append_per_second": round(_append(settings)),
        "verify_100_000_events_seconds": round(_verify(), 2),
    }


def _append(settings: Settings) -> float:
    """Events recorded a second, each in a transaction of its own, at one connection."""
    installation = Installation(settings)
    try:
        member, now = a_member(installation), datetime.now(UTC)
        envelope_id = uuid4()
        with member.transaction() as tx:
            drafting.create(tx, envelope_id, "Benchmark", now)
        began = time.monotonic()
        for _ in range(APPENDED):
            with member.organization.transaction(SYSTEM) as tx:
                tx.record(Outcome(tx.envelopes.lock(envelope_id), (_event(),)), "system", now)
        return APPENDED / (time.monotonic() - began)
    finally:
        installation.close()


def a_member(installation: Installation, password: str = "") -> Member:
    """Of an organization of its own, so that no one's envelopes are touched."""
    name, password = f"benchmark-{uuid4().hex[:8]}", password or uuid4().hex
    now = datetime.now(UTC)
    email = f"{name}@example.com"
    founding.found(
        installation,
        slug=name,
        name="Benchmark",
        owner_name="Benchmark",
        owner_email=email,
        password=password,
        now=now,
    )
    found = signing_in.check(installation, email, password, "127.0.0.1")
    with installation.platform.transaction(SystemPrincipal("command line")) as tx:
        token = signing_in.signed_in(signing_in.sign_in(tx, found, "127.0.0.1"))
    member = signing_in.identify(installation, token, now)
    if member is None:
        raise RuntimeError("the session that was just opened is not there")
    return member


def _verify() -> float:
    trail, now = Trail(uuid4(), uuid4()), datetime.now(UTC)
    events = [_event() for _ in range(VERIFIED)]
    entries = audit.extend(trail, Head(), events, "system", now, uuid4, lambda: os.urandom(16))
    began = time.monotonic()
    audit.verify(trail, entries)
    return time.monotonic() - began


def _event() -> SignatureAdopted:
    return SignatureAdopted(
        recipient_id=uuid4(),
        signature_id=uuid4(),
        kind="signature",
        method="typed",
        image_sha256="0" * 64,
    )
