from datetime import UTC, datetime
from typing import Any

import pytest

from core import id_token, sso_refusals
from core.id_token import Expected
from core.refusals import Refusal

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
AT = int(NOW.timestamp())
EXPECTED = Expected("https://login.example.com", "client", "nonce")
GOOD = {
    "iss": "https://login.example.com", "aud": "client", "sub": "subject", "nonce": "nonce",
    "iat": AT, "exp": AT + 300,
}  # fmt: skip


def test_a_token_that_answers_our_question_is_good() -> None:
    id_token.check(GOOD, EXPECTED, NOW)
    id_token.check(GOOD | {"aud": ["client"], "azp": "client", "nbf": AT}, EXPECTED, NOW)
    id_token.check(GOOD | {"aud": ["client", "other"], "azp": "client"}, EXPECTED, NOW)
    id_token.check(GOOD | {"iat": AT + 50, "exp": AT - 50}, EXPECTED, NOW)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"iss": "https://login.example.com/"}, sso_refusals.IssuerWrong),
        ({"iss": None}, sso_refusals.IssuerWrong),
        ({"aud": "other"}, sso_refusals.AudienceWrong),
        ({"aud": ["other"]}, sso_refusals.AudienceWrong),
        ({"aud": ["client", "other"]}, sso_refusals.AudienceWrong),
        ({"aud": "client", "azp": "other"}, sso_refusals.AudienceWrong),
        ({"aud": {"client": 1}}, sso_refusals.AudienceWrong),
        ({"exp": AT - 61}, sso_refusals.TokenExpired),
        ({"exp": None}, sso_refusals.TokenExpired),
        ({"exp": "never"}, sso_refusals.TokenExpired),
        ({"exp": True}, sso_refusals.TokenExpired),
        ({"exp": float("inf")}, sso_refusals.TokenExpired),
        ({"exp": float("nan")}, sso_refusals.TokenExpired),
        ({"iat": AT - 700}, sso_refusals.TokenExpired),
        ({"iat": None}, sso_refusals.TokenExpired),
        ({"iat": AT + 61}, sso_refusals.TokenNotYetValid),
        ({"nbf": AT + 61}, sso_refusals.TokenNotYetValid),
        ({"nbf": "soon"}, sso_refusals.TokenNotYetValid),
        ({"nonce": "other"}, sso_refusals.NonceWrong),
        ({"nonce": None}, sso_refusals.NonceWrong),
        ({"nonce": "nonc\u00e9"}, sso_refusals.NonceWrong),
        ({"nonce": "\ud800"}, sso_refusals.NonceWrong),
        ({"sub": ""}, sso_refusals.SubjectMissing),
        ({"sub": 7}, sso_refusals.SubjectMissing),
        ({"sub": "x" * 256}, sso_refusals.SubjectMissing),
        ({"sub": "a\x00b"}, sso_refusals.SubjectMissing),
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
    with pytest.raises(sso_refusals.TokenUnsigned):
        id_token.check_header({"alg": algorithm})


@pytest.mark.parametrize("algorithm", ["HS256", "HS512", "ES256K", "RS1", "dir", ""])
def test_only_signatures_of_a_private_key_count(algorithm: str) -> None:
    with pytest.raises(sso_refusals.AlgorithmRefused):
        id_token.check_header({"alg": algorithm})
    with pytest.raises(sso_refusals.AlgorithmRefused):
        id_token.check_header({"alg": "RS256", "crit": ["b64"]})


def test_the_algorithms_of_real_providers_are_taken() -> None:
    for algorithm in ("RS256", "PS256", "ES256", "ES384", "EdDSA"):
        id_token.check_header({"alg": algorithm, "kid": "k"})
