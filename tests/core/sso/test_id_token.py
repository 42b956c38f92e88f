from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from core.refusals import Refusal
from core.sso import id_token, refusals
from core.sso.id_token import Expected

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AT = int(NOW.timestamp())
EXPECTED = Expected("https://login.example.com", "client", "nonce")
GOOD = {
    "iss": "https://login.example.com", "aud": "client", "sub": "subject", "nonce": "nonce",
    "iat": AT, "exp": AT + 300,
}  # fmt: skip


def refusal(check: Callable[..., None], *arguments: object) -> Refusal | None:
    try:
        check(*arguments)
    except Refusal as refused:
        return refused
    return None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"aud": ["client"], "azp": "client", "nbf": AT},
        {"aud": ["client", "other"], "azp": "client"},
        {"iat": AT + 50, "exp": AT - 50},
    ],
)
def test_a_token_that_answers_our_question_is_good(changes: dict[str, Any]) -> None:
    assert refusal(id_token.check, GOOD | changes, EXPECTED, NOW) is None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"iss": "https://login.example.com/"}, refusals.IssuerWrong),
        ({"iss": None}, refusals.IssuerWrong),
        ({"aud": "other"}, refusals.AudienceWrong),
        ({"aud": ["other"]}, refusals.AudienceWrong),
        ({"aud": ["client", "other"]}, refusals.AudienceWrong),
        ({"aud": "client", "azp": "other"}, refusals.AudienceWrong),
        ({"aud": {"client": 1}}, refusals.AudienceWrong),
        ({"exp": AT - 61}, refusals.TokenExpired),
        ({"exp": None}, refusals.TokenExpired),
        ({"exp": "never"}, refusals.TokenExpired),
        ({"exp": True}, refusals.TokenExpired),
        ({"exp": float("inf")}, refusals.TokenExpired),
        ({"exp": float("nan")}, refusals.TokenExpired),
        ({"iat": AT - 700}, refusals.TokenExpired),
        ({"iat": None}, refusals.TokenExpired),
        ({"iat": AT + 61}, refusals.TokenNotYetValid),
        ({"nbf": AT + 61}, refusals.TokenNotYetValid),
        ({"nbf": "soon"}, refusals.TokenNotYetValid),
        ({"nonce": "other"}, refusals.NonceWrong),
        ({"nonce": None}, refusals.NonceWrong),
        ({"nonce": "nonc\u00e9"}, refusals.NonceWrong),
        ({"nonce": "\ud800"}, refusals.NonceWrong),
        ({"sub": ""}, refusals.SubjectMissing),
        ({"sub": 7}, refusals.SubjectMissing),
        ({"sub": "x" * 256}, refusals.SubjectMissing),
        ({"sub": "a\x00b"}, refusals.SubjectMissing),
    ],
)
def test_a_token_with_something_wrong_is_refused_by_name(
    changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as caught:
        id_token.check(GOOD | changes, EXPECTED, NOW)

    assert type(caught.value) is refusal


@pytest.mark.parametrize("algorithm", [None, "none", "None", "NONE", 7])
def test_a_token_without_a_signature_is_called_so(algorithm: Any) -> None:
    with pytest.raises(refusals.TokenUnsigned):
        id_token.check_header({"alg": algorithm})


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "ES256K", "RS1", "dir", ""])
def test_only_signatures_of_a_private_key_count(algorithm: str) -> None:
    with pytest.raises(refusals.AlgorithmRefused):
        id_token.check_header({"alg": algorithm})
    with pytest.raises(refusals.AlgorithmRefused):
        id_token.check_header({"alg": "RS256", "crit": ["b64"]})


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "ES384", "EdDSA"])
def test_the_algorithms_of_real_providers_are_taken(algorithm: str) -> None:
    assert refusal(id_token.check_header, {"alg": algorithm, "kid": "k"}) is None
