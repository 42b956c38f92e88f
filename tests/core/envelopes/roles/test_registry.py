import re
from dataclasses import fields

import pytest

from core.envelopes.roles import registry
from core.envelopes.roles.role import Role, RoleWords
from core.events.registry import of_envelopes
from tests.core.builders import signer

NAMES = [role.name for role in registry.ROLES]
ACTING = [role for role in registry.ROLES if role.acts]
WORDS = [f.name for f in fields(RoleWords) if f.name != "narrated"]
# Nobody sees the last page of a role that has finished by opening the documents.
NEVER_ASKED = {"finishing"}
TO_RECIPIENTS = {"sender", "envelope", "organization"}
VALUES = {
    "asks": {"sender", "envelope"},
    "asks_by": {"sender", "envelope", "date"},
    "asks_this": TO_RECIPIENTS - {"envelope"},
    "asks_named": TO_RECIPIENTS,
    "reminds": {"envelope"},
    "reminds_by": {"envelope", "date"},
    "reminds_this": TO_RECIPIENTS - {"envelope"},
    "reminds_named": TO_RECIPIENTS,
    "until": {"date"},
    "act_as": {"name"},
    "declining": {"sender"},
    "has_done": {"name"},
    "has_not_done": {"name"},
    "has_agreed": {"name"},
    "has_declined": {"name"},
}


def test_each_role_is_stored_under_a_name_of_its_own() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert all(re.fullmatch("[a-z_]+", name) for name in NAMES)
    assert [registry.named(name) for name in NAMES] == list(registry.ROLES)


def test_an_unknown_role_is_no_role() -> None:
    with pytest.raises(ValueError, match="emperor"):
        registry.named("emperor")


@pytest.mark.parametrize("role", registry.ROLES, ids=NAMES)
def test_only_who_acts_signs_opens_or_fills_in(role: Role) -> None:
    assert role.acts or not (role.signs or role.must_open or role.has_fields)
    assert not role.signs or role.has_fields
    assert not (role.must_open and role.has_fields)


@pytest.mark.parametrize("role", registry.ROLES, ids=NAMES)
def test_the_sender_can_choose_each_role_by_words_of_its_own(role: Role) -> None:
    others = [r.words for r in registry.ROLES if r is not role]

    assert role.words.choice not in [words.choice for words in others]
    assert role.words.noun not in [words.noun for words in others]
    assert role.words.choice


@pytest.mark.parametrize("role", ACTING, ids=[role.name for role in ACTING])
def test_whoever_acts_is_spoken_to_in_words_with_the_right_values(role: Role) -> None:
    for name in WORDS:
        text = getattr(role.words, name)
        assert text or (role.must_open and name in NEVER_ASKED), name
        assert set(re.findall(r"%\((\w+)\)s", text)) == VALUES.get(name, set()), name


@pytest.mark.parametrize("role", ACTING, ids=[role.name for role in ACTING])
def test_what_whoever_acts_did_is_narrated_as_sentences(role: Role) -> None:
    assert set(role.words.narrated) <= set(of_envelopes())
    told = role.words.narrated.values()
    assert all(re.fullmatch(r".*%\((actor|recipient)\)s .+\.", text) for text in told)


def test_an_envelope_waits_for_every_role_that_acts_and_for_no_other() -> None:
    assert [role for role in registry.ROLES if not signer(role=role).finished] == ACTING
