from uuid import UUID, uuid4

import pytest

from core.access import MemberRole, Permission
from core.api import scope
from core.api.scope import PERMISSIONS, WORDS, Scope
from core.principal import ApiKeyPrincipal, OAuthPrincipal
from core.refusals import Invalid

MEMBER = {
    "person_id": UUID(int=1),
    "name": "Ana",
    "email": "ana@example.com",
    "time_zone": "UTC",
    "role": MemberRole.ADMIN,
    "session_id": UUID(int=0),
    "method": "",
    "factors": 0,
    "application": "Billing",
}


def test_a_scope_to_read_sends_nothing_and_one_to_write_reads_as_well() -> None:
    reading = scope.permissions({Scope.ENVELOPES_READ})
    writing = scope.permissions({Scope.ENVELOPES_WRITE})

    assert Permission.READ_ENVELOPES in reading
    assert Permission.SEND_ENVELOPES not in reading
    assert reading < writing
    assert scope.permissions(()) == frozenset()


def test_no_scope_reaches_owners_sign_in_or_the_end_of_the_organization() -> None:
    kept_for_people = {
        Permission.MANAGE_OWNERS,
        Permission.MANAGE_SIGN_IN,
        Permission.MANAGE_OAUTH_CLIENTS,
        Permission.ALLOW_APPLICATIONS,
        Permission.ERASE_PEOPLE,
        Permission.EXPORT_ORGANIZATION,
        Permission.CLOSE_ORGANIZATION,
        Permission.OWN_ACCOUNT,
    }

    assert not scope.permissions(Scope) & kept_for_people


def test_every_scope_has_words_and_permissions() -> None:
    assert set(WORDS) == set(PERMISSIONS) == set(Scope)


def test_scopes_of_the_same_permissions_are_told_apart_by_name() -> None:
    templates = ApiKeyPrincipal(**MEMBER, key_id=UUID(int=3), scopes=frozenset({Scope.TEMPLATES}))
    writing = ApiKeyPrincipal(
        **MEMBER, key_id=UUID(int=3), scopes=frozenset({Scope.ENVELOPES_WRITE})
    )

    assert templates.has(Scope.TEMPLATES)
    assert not templates.has(Scope.ENVELOPES_WRITE)
    assert writing.has(Scope.ENVELOPES_READ)
    assert not writing.has(Scope.TEMPLATES)


def test_a_program_gives_only_scopes_that_it_has() -> None:
    scope.check_given([Scope.ENVELOPES_READ], frozenset({Scope.ENVELOPES_WRITE}))

    with pytest.raises(Invalid) as caught:
        scope.check_given([Scope.MEMBERS], frozenset({Scope.ORGANIZATION}))

    assert set(caught.value.errors) == {"scopes"}


def test_a_client_is_another_program_for_each_member_and_the_same_with_each_token() -> None:
    client = uuid4()

    def of(person: int, grant: int) -> UUID:
        asked = MEMBER | {"person_id": UUID(int=person), "scopes": frozenset(Scope)}
        return OAuthPrincipal(**asked, client_id=client, grant_id=UUID(int=grant)).id

    assert of(1, 1) == of(1, 2)
    assert of(1, 1) != of(2, 1)
