from uuid import UUID

from core.signing import link

ORGANIZATION = UUID(int=6)
RECIPIENT = UUID(int=7)
KEY = b"k" * 32


def test_a_link_is_derived_again_as_it_was_mailed() -> None:
    token = link.token(KEY, ORGANIZATION, RECIPIENT, 1)

    assert token == link.token(KEY, ORGANIZATION, RECIPIENT, 1)
    assert len(token) == 43
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_another_key_organization_recipient_or_generation_gives_another_link() -> None:
    tokens = {
        link.token(KEY, ORGANIZATION, RECIPIENT, 1),
        link.token(b"l" * 32, ORGANIZATION, RECIPIENT, 1),
        link.token(KEY, ORGANIZATION, UUID(int=8), 1),
        link.token(KEY, UUID(int=8), RECIPIENT, 1),
        link.token(KEY, ORGANIZATION, RECIPIENT, 2),
    }

    assert len(tokens) == 5


def test_what_is_stored_of_a_link_does_not_give_it_back() -> None:
    token = link.token(KEY, ORGANIZATION, RECIPIENT, 1)

    assert len(link.digest(token)) == 32
    assert token.encode() not in link.digest(token)
    assert link.digest(token) != link.digest(token + "x")
