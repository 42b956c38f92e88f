"""Service integrations: a client signs whom it acts for, and they or an admin allowed it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from joserfc.jwk import ECKey, OctKey, RSAKey

from core.access import MemberRole
from tenants.member import Member
from tenants.use_cases.api.oauth.clients import MadeClient
from tests.tenants.people import colleague
from tests.webapp.api.oauth.applications import (
    JWT_BEARER,
    PUBLIC,
    TOKEN,
    add,
    ask,
    assertion,
    call,
    client,
    issuer,
)
from tests.webapp.senders import Sender

CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def bearer(app: Flask, signed: str, **form: str) -> Any:
    return ask(app, grant_type=JWT_BEARER, assertion=signed, **form)


def impersonating(member: Member) -> MadeClient:
    return add(member, "envelopes:write", keys=PUBLIC, may_impersonate=True)


def test_a_client_that_an_admin_lets_acts_for_a_member(app: Flask, member: Member) -> None:
    made, other = impersonating(member), colleague(member, MemberRole.SENDER)

    by_id = bearer(app, assertion(made, other.person_id, issuer(app)))
    by_address = bearer(
        app, assertion(made, other.email, issuer(app) + TOKEN), scope="envelopes:read"
    )

    assert (by_id.status_code, by_id.json["scope"]) == (200, "envelopes:write")
    assert by_address.json["scope"] == "envelopes:read"
    assert by_id.json["organization_id"] == str(member.organization.id)
    assert call(app, by_id.json["access_token"]).status_code == 200


def test_without_consent_or_grant_it_acts_for_no_one(app: Flask, member: Member) -> None:
    made = add(member, "envelopes:write", keys=PUBLIC)

    answer = bearer(app, assertion(made, member.person_id, issuer(app)))

    assert (answer.status_code, answer.json["error"]) == (400, "consent_required")


def test_no_grant_of_an_admin_reaches_into_another_organization(
    app: Flask, member: Member, stranger: Sender
) -> None:
    made = impersonating(member)
    theirs = stranger.member

    unnamed = bearer(app, assertion(made, theirs.person_id, issuer(app)))
    named = bearer(
        app,
        assertion(
            *(made, theirs.person_id, issuer(app)), organization_id=str(theirs.organization.id)
        ),
    )

    assert unnamed.json["error"] == "invalid_grant"
    assert named.json["error"] == "consent_required"


def test_a_scope_that_was_not_granted_is_refused(app: Flask, member: Member) -> None:
    signed = assertion(impersonating(member), member.person_id, issuer(app))

    assert bearer(app, signed, scope="organization").json["error"] == "consent_required"


def wrong(app: Flask, made: MadeClient, subject: object) -> dict[str, str]:
    now, aud = int(datetime.now(UTC).timestamp()), issuer(app)
    good = assertion(made, subject, aud)
    head, body, signature = good.split(".")
    none = "eyJhbGciOiJub25lIn0"  # {"alg":"none"}
    secret = OctKey.import_key(PUBLIC)
    return {
        "audience restriction": assertion(made, subject, "https://other.example.com"),
        "audience as a beginning": assertion(made, subject, f"{aud}.evil.example"),
        "no audience": assertion(made, subject, aud, aud=None),
        "expired assertion": assertion(made, subject, aud, exp=now - 120),
        "no expiry": assertion(made, subject, aud, exp=None),
        "expiry in the far future": assertion(made, subject, aud, exp=now + 86_400),
        "expiry that is no number": assertion(made, subject, aud, exp="soon"),
        "issued in the future": assertion(made, subject, aud, iat=now + 600),
        "not valid yet": assertion(made, subject, aud, nbf=now + 600),
        "alg none": f"{none}.{body}.",
        "alg none with a signature": f"{none}.{body}.{signature}",
        "public key as a shared secret": assertion(made, subject, aud, secret, "HS256"),
        "another key": assertion(made, subject, aud, RSAKey.generate_key(2048)),
        "another kind of key": assertion(made, subject, aud, ECKey.generate_key("P-256"), "ES256"),
        "changed": f"{head}.{body[:-4]}AAAA.{signature}",
        "no signature": f"{head}.{body}.",
        "client impersonation": assertion(made, subject, aud, iss=str(made.client.acts_for)),
        "subject that is no member": assertion(made, "nobody@example.com", aud),
        "no subject": assertion(made, subject, aud, sub=None),
        "no JWT": "x",
        "too long": good + "A" * 30_000,
    }


def test_no_assertion_that_is_wrong_gets_a_token(app: Flask, member: Member) -> None:
    made = impersonating(member)
    kept = app.test_client()

    for what, signed in wrong(app, made, member.person_id).items():
        answer = kept.post(  # each from a network of its own
            TOKEN,
            data={"grant_type": JWT_BEARER, "assertion": signed},
            environ_overrides={"REMOTE_ADDR": f"198.51.{len(what)}.{sum(map(ord, what)) % 250}"},
        )
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant"), what


def test_a_replayed_jti_is_refused_and_one_without_is_not(app: Flask, member: Member) -> None:
    made = impersonating(member)
    once = assertion(made, member.person_id, issuer(app))
    often = assertion(made, member.person_id, issuer(app), jti=None)

    assert [bearer(app, once).status_code for _ in "12"] == [200, 400]
    assert [bearer(app, often).status_code for _ in "12"] == [200, 200]


def test_a_client_may_sign_that_it_is_itself(app: Flask, member: Member) -> None:
    made = add(member, keys=PUBLIC)
    signed = assertion(made, made.client.id, issuer(app) + TOKEN)
    form = {"grant_type": "client_credentials", "client_assertion": signed}

    answer = ask(app, **form, client_assertion_type=CLIENT_ASSERTION)
    again = ask(app, **form, client_assertion_type=CLIENT_ASSERTION)
    of_whom = ask(
        app,
        grant_type="client_credentials",
        client_assertion=assertion(made, member.person_id, issuer(app)),
        client_assertion_type=CLIENT_ASSERTION,
    )
    other = add(member, keys=PUBLIC)  # anyone may register a key that is public
    of_another = ask(
        app,
        grant_type="client_credentials",
        client_id=str(other.client.id),
        client_assertion=assertion(made, made.client.id, issuer(app)),
        client_assertion_type=CLIENT_ASSERTION,
    )
    for_ever = ask(
        app,
        grant_type="client_credentials",
        client_assertion=assertion(made, made.client.id, issuer(app), jti=None),
        client_assertion_type=CLIENT_ASSERTION,
    )
    in_two_ways = ask(app, made, **form, client_assertion_type=CLIENT_ASSERTION)

    assert answer.status_code == 200
    assert (again.json["error"], of_whom.json["error"]) == ("invalid_client", "invalid_client")
    assert {of_another.json["error"], for_ever.json["error"]} == {"invalid_client"}
    assert in_two_ways.json["error"] == "invalid_request"


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_keys_of_other_families_sign_as_well(app: Flask, member: Member, curve: str) -> None:
    key = ECKey.generate_key(curve)
    pem = key.as_pem(private=False).decode()
    made = add(member, "envelopes:read", keys=pem, may_impersonate=True)
    alg = {"P-256": "ES256", "P-384": "ES384"}[curve]

    signed = assertion(made, member.person_id, issuer(app), key, alg)

    assert bearer(app, signed).status_code == 200


def test_authlib_completes_the_grant(app: Flask, member: Member) -> None:
    signed = assertion(impersonating(member), member.person_id, issuer(app))
    with client(app, impersonating(member), token_endpoint_auth_method="none") as asking:
        token = asking.fetch_token(grant_type=JWT_BEARER, assertion=signed)
        envelopes = asking.get("/api/v1/envelopes")

    assert token["expires_in"] == 900
    assert envelopes.status_code == 200
