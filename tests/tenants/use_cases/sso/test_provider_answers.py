"""What a provider answers: tokens, states, errors, and which of them are refused."""

from dataclasses import replace
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from core.sso import refusals
from core.sso.refusals import SsoFailure
from tenants.member import Member
from tests.tenants import single_sign_on as sso
from tests.tenants.providers import CLIENT, SECRET, Provider
from tests.tenants.single_sign_on import domain, installation, names, provider

__all__ = ["domain", "installation", "names", "provider"]


def test_the_client_proves_itself_as_the_provider_wants_it(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")
    sso.sign_in(member, provider)
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    sso.discover_afresh(member, provider)
    sso.sign_in(member, provider)

    (basic, header), (post, no_header) = provider.token_requests
    assert header == "Basic Y2xpZW50K29uZTpzM2NyJTNBdCUyNm9uZQ=="
    assert "client_secret" not in basic
    assert (post["client_id"], post["client_secret"], no_header) == (CLIENT, SECRET, "")


def test_what_the_token_does_not_say_is_asked_of_the_userinfo_endpoint(
    member: Member, provider: Provider, domain: str
) -> None:
    provider.claims = {"sub": "subject-7"}
    provider.userinfo = {"sub": "subject-7", "email": f"u@{domain}", "email_verified": True}

    assert sso.sign_in(member, provider).email == f"u@{domain}"
    provider.userinfo = {"sub": "somebody else"}
    with pytest.raises(refusals.SubjectMixedUp):
        sso.judge(member, sso.go(member, provider))


@pytest.mark.parametrize(
    ("claims", "refusal"),
    [
        ({"iss": "http://127.0.0.1:1"}, refusals.IssuerWrong),
        ({"aud": "another client"}, refusals.AudienceWrong),
        ({"aud": [CLIENT, "another"]}, refusals.AudienceWrong),
        ({"azp": "another client"}, refusals.AudienceWrong),
        ({"nonce": "of an earlier sign-in"}, refusals.NonceWrong),
        ({"nonce": None}, refusals.NonceWrong),
        ({"exp": 1_000_000_000}, refusals.TokenExpired),
        ({"iat": 1_000_000_000}, refusals.TokenExpired),
        ({"nbf": 9_000_000_000}, refusals.TokenNotYetValid),
        ({"sub": ""}, refusals.SubjectMissing),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused_and_recorded(
    member: Member,
    provider: Provider,
    domain: str,
    claims: dict[str, Any],
    refusal: type[SsoFailure],
) -> None:
    sso.asserts(provider, f"one@{domain}")
    provider.tamper = lambda good: good | claims

    assert sso.refused(member, provider) == sso.as_logged(refusal)


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ("unsigned", refusals.TokenUnsigned),
        ("stripped", refusals.SignatureWrong),
        ("signed_with_public_key", refusals.AlgorithmRefused),
        ("signed_with_client_secret", refusals.AlgorithmRefused),
        ("signed_by_somebody_else", refusals.SignatureWrong),
        ("signed_with_key_of_its_own", refusals.SignatureWrong),
    ],
)
def test_a_token_that_the_provider_did_not_sign_is_refused_and_recorded(
    member: Member, provider: Provider, domain: str, how: str, refusal: type[SsoFailure]
) -> None:
    sso.asserts(provider, f"one@{domain}")
    provider.sign = getattr(provider, how)

    assert sso.refused(member, provider) == sso.as_logged(refusal)


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "....", "x" * 60_000, "e30.e30.e30"])
def test_what_is_no_token_at_all_is_refused(
    member: Member, provider: Provider, domain: str, token: str
) -> None:
    provider.sign = lambda _: token

    assert sso.refused(member, provider) == sso.as_logged(refusals.TokenUnsigned)


def test_a_new_key_is_fetched_when_it_is_first_seen_and_an_unknown_one_is_refused(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")
    sso.sign_in(member, provider)
    provider.rotate("second")
    sso.sign_in(member, provider)
    asked = provider.asked.count("/keys")
    other = RSAKey.generate_key(2048)

    def under_unknown_key(claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "never published"}, claims, other)

    provider.sign = under_unknown_key
    assert sso.refused(member, provider) == sso.as_logged(refusals.KeyUnknown)
    assert sso.refused(member, provider) == sso.as_logged(refusals.KeyUnknown)

    assert asked == 2
    assert provider.asked.count("/keys") == 2  # not again within half a minute


def test_a_state_is_good_once(member: Member, provider: Provider, domain: str) -> None:
    sso.asserts(provider, f"one@{domain}")
    callback = sso.go(member, provider)
    sso.judge(member, callback)

    with pytest.raises(refusals.AttemptGone):
        sso.judge(member, callback)
    with pytest.raises(refusals.AttemptGone):
        sso.judge(member, replace(callback, state="never given out"))
    assert sso.refusals(member) == ["attempt_gone", "attempt_gone"]


def test_an_answer_in_another_browser_is_refused(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")

    with pytest.raises(refusals.OtherBrowser):
        sso.judge(member, replace(sso.go(member, provider), browser="another one"))
    with pytest.raises(refusals.OtherBrowser):
        sso.judge(member, replace(sso.go(member, provider), browser=""))
    assert sso.refusals(member) == ["other_browser", "other_browser"]


def test_the_state_of_another_organizations_connection_is_refused(
    member: Member, stranger: Member, provider: Provider, domain: str
) -> None:
    sso.connect_organization(stranger, provider)
    theirs = sso.go(stranger, provider)

    with pytest.raises(refusals.OtherOrganization):
        sso.judge(member, theirs)
    assert sso.refusals(member) == ["other_organization"]


def test_the_provider_has_to_name_itself_when_it_says_that_it_does(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")
    provider.answers_with_issuer = "https://another.example"
    assert sso.refused(member, provider) == sso.as_logged(refusals.IssuerWrong)

    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    sso.discover_afresh(member, provider)
    provider.answers_with_issuer = None
    assert sso.refused(member, provider) == sso.as_logged(refusals.IssuerWrong)
    assert provider.token_requests == []

    provider.answers_with_issuer = provider.issuer
    assert sso.sign_in(member, provider).method == "sso"


def test_the_providers_own_no_is_told_and_recorded(
    member: Member, provider: Provider, domain: str
) -> None:
    provider.error = "access_denied"
    assert sso.refused(member, provider) == sso.as_logged(refusals.ProviderRefused)
    provider.error, provider.token_status = "", 401
    assert sso.refused(member, provider) == sso.as_logged(refusals.CodeRefused)
    provider.token_status = 503
    assert sso.refused(member, provider) == sso.as_logged(refusals.ProviderAway)
    provider.token_status = 200
    provider.sign = lambda _: {"not": "a text"}  # type: ignore[return-value]
    assert sso.refused(member, provider) == sso.as_logged(refusals.ProviderConfused)


def test_a_connection_changed_meanwhile_takes_no_answer(
    member: Member, provider: Provider, domain: str
) -> None:
    sso.asserts(provider, f"one@{domain}")
    callback = sso.go(member, provider)
    sso.connect_organization(member, provider)  # with its secret entered anew

    with pytest.raises(refusals.ConnectionChanged):
        sso.judge(member, callback)
