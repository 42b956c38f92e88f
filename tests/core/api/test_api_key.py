from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from core.api import api_key
from core.api.api_key import ApiKey
from core.api.scope import Scope
from core.refusals import Invalid

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
KEY = ApiKey(UUID(int=1), "Billing", "wxyz", frozenset(Scope), UUID(int=2), NOW)


def test_a_secret_is_recognized_by_its_beginning_and_its_length() -> None:
    secret = api_key.secret("a" * 39 + "wxyz")

    assert secret.startswith("cs_")
    assert api_key.looks_like_secret(secret)
    assert api_key.hint(secret) == "wxyz"
    for other in ("", "cs_", "a" * 43, secret + "a", secret[:-1], f" {secret}", f"{secret}\n"):
        assert not api_key.looks_like_secret(other)


def test_a_key_works_until_it_expires_or_is_revoked() -> None:
    limited = ApiKey(
        KEY.id, "Billing", "wxyz", KEY.scopes, KEY.created_by, NOW, NOW + timedelta(days=1)
    )
    revoked = ApiKey(KEY.id, "Billing", "wxyz", KEY.scopes, KEY.created_by, NOW, revoked_at=NOW)

    assert KEY.works(NOW + timedelta(days=10_000))
    assert limited.works(NOW)
    assert not limited.works(NOW + timedelta(days=1))
    assert not revoked.works(NOW)


def test_all_that_is_wrong_with_what_a_form_asks_for_is_said_at_once() -> None:
    with pytest.raises(Invalid) as caught:
        api_key.asked_for("x" * 61, ["everything"], "7")

    assert set(caught.value.errors) == {"name", "scopes", "days"}
    assert api_key.asked_for(" Billing ", ["envelopes:read", "x"], "90") == (
        "Billing",
        frozenset({Scope.ENVELOPES_READ}),
        90,
    )
