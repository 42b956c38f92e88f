"""The pages on which recipients prove who they are, and confirm a signature, by name."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from flask import Flask
from werkzeug.test import Client

from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.signing.proofs import registry
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tenants.use_cases.signing import identity_proofs
from tenants.use_cases.sso.openid_providers import OpenidProviders
from tests.tenants import ceremonies
from tests.tenants import single_sign_on as sso
from tests.tenants.opening import run
from tests.tenants.providers import Provider
from tests.tenants.use_cases.signing.test_identity_proofs import CODE, QUESTIONS
from tests.webapp.visitors import Signer

NAME = "Maximiliane-Alexandra von Hohenfels-Schwarzenberg zu Lindau"
EMAIL = "maximiliane-alexandra.von-hohenfels@office.example.com"
NO_ONE = "http://127.0.0.1:9"  # no provider answers there
Visit = tuple[Client, str]


def of(app: Flask, member: Member, language: str = "") -> dict[str, Visit]:
    """One for each proof, after a code was sent, after too many tries, and of Part 11."""
    found = {}
    with providers(member):
        for name in registry.NAMES:
            found[name] = opened(app, member, [name], language)
            if registry.named(name).job:
                found[f"{name} sent"] = sent = opened(app, member, [name], language)
                sent.post(f"{sent.page}/proofs/{name}/codes")
        found["locked"] = locked = opened(app, member, ["access_code"], language)
        for n in range(5):
            locked.post(f"{locked.page}/proofs/access_code", {"code": f"wrong {n}"})
        for page in ("reason", "proof"):
            found[f"confirming {page}"] = confirming(app, member, language, page == "proof")
    return {
        f"proof {name}": (s.client, s.page + "/confirmation" * name.endswith("reason"))
        for name, s in found.items()
    }


def opened(
    app: Flask, member: Member, proofs: Sequence[str], language: str, confirms: bool = False
) -> Signer:
    """Someone with a long name, who has followed the link to an envelope for them alone."""
    now = datetime.now(UTC)
    draft = ceremonies.draft_with_document(member, now)
    person = Recipient(uuid4(), NAME, EMAIL)
    run(member, drafting.name_recipients, draft.id, [person], now)
    chosen = RecipientOptions(
        proofs=tuple(proofs), phone="+491511234567", birthdate="1984-03-29", language=language
    )
    run(member, drafting.choose_options, draft.id, person.id, chosen, now, CODE, QUESTIONS)
    if confirms:
        run(member, drafting.choose_proofs, draft.id, [], now, True)
    field = ceremonies.signature_field(draft.documents[0].id, person.id, 100)
    run(member, drafting.place_fields, draft.id, [field], now)
    signer = Signer(app, member, run(member, sending.send, draft.id, now), 0)
    signer.open()
    return signer


def confirming(app: Flask, member: Member, language: str, has_reason: bool) -> Signer:
    """Up to the reason for the signature, or to the proof of who made it."""
    signer = opened(app, member, ["email_code", "access_code"], language, confirms=True)
    signer.post(f"{signer.page}/proofs/access_code", {"code": CODE})
    signer.post(f"{signer.page}/proofs/email_code/codes")
    job = ceremonies.lease_open(member, "send_email_code", signer.envelope.id)
    with job.transaction() as tx:
        code = identity_proofs.code_to_send(tx, job, datetime.now(UTC))
    signer.post(f"{signer.page}/proofs/email_code", {"code": code})
    signer.get(signer.page)
    signer.post(f"{signer.page}/consent", {"agreed": "yes"})
    signer.get(signer.page)
    signer.adopt(uuid4())
    signer.post(f"{signer.page}/completion")
    if has_reason:
        said = {"field": str(signer.fields[0].id), "choice": "I approve this document"}
        signer.post(f"{signer.page}/confirmation", said)
    return signer


@contextmanager
def providers(member: Member) -> Iterator[None]:
    """Of identities, questions and work accounts; they are away when they are asked."""
    installation = member.organization.installation
    before, asked = installation.settings, installation.openid_providers
    there = {"identity_issuer": NO_ONE, "identity_client": "us", "kba_url": NO_ONE}
    installation.settings = replace(before, sso_allow_private=True, **there)
    installation.openid_providers = OpenidProviders(True)
    try:
        with Provider() as provider:
            sso.connect_organization(member, provider)
        yield
    finally:
        installation.settings, installation.openid_providers = before, asked
