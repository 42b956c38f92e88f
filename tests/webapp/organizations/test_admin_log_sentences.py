"""The audit log says what happened in sentences, without any name of the program's own."""

import json
from collections.abc import Iterator
from dataclasses import fields
from uuid import UUID, uuid4

import pytest
from flask import Flask

from core.events import registry
from core.evidence.audit import Entry, PersonalValue
from core.organizations.branding import Branding
from core.organizations.organization import Profile
from core.organizations.quota import Limits
from core.sign_in.sign_in_policy import SignInPolicy
from core.sso.provider_connection import _Told
from tenants.store.retention.retention_rules import RetentionSetting
from tests.tenants.conftest import NOW
from webapp.pages.organizations import admin_log_sentences, setting_sentences
from webapp.text import translation

ANA, BEN = UUID(int=1), UUID(int=2)
SETTINGS = {
    "organization": Profile,
    "branding": Branding,
    "sign_in": SignInPolicy,
    "retention": RetentionSetting,
    "quota": Limits,
    "sso": _Told,
}
NAMES = {f"person:{ANA}": "Ana Kovač", f"person:{BEN}": "Ben Ode"}


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    app = Flask(__name__)
    translation.register(app)
    with app.test_request_context():
        yield


def said(type: str, actor: str = f"person:{ANA}", **values: str) -> str:
    event = registry.event(type)
    kept = {f.name for f in fields(event) if f.metadata.get("personal")}
    public = {name: value for name, value in values.items() if name not in kept}
    personal = tuple(PersonalValue(n, b"", v) for n, v in values.items() if n in kept)
    text = json.dumps({"actor": actor, "data": public})
    entry = Entry(1, uuid4(), type, NOW, text, "", personal)
    return admin_log_sentences.sentence(entry, NAMES, "Countersign")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            ("branding.sender_name", "", "Meyer & Sons"),
            "Ana Kovač set the sender name to “Meyer & Sons”.",
        ),
        (
            ("organization.name", "Meyer", "Meyer & Sons"),
            "Ana Kovač changed the name of the organization from “Meyer” to “Meyer & Sons”.",
        ),
        (
            ("branding.reply_to", "a@example.com", ""),
            "Ana Kovač removed the reply-to address (it was “a@example.com”).",
        ),
        (("branding.logo", "None", "ab12"), "Ana Kovač added the logo."),
        (
            ("sign_in.second_factor", "False", "True"),
            "Ana Kovač made two-step sign-in required.",
        ),
        (
            ("sign_in.session_minutes", "720", "60"),
            "Ana Kovač changed the maximum session length from “12 hours” to “1 hour”.",
        ),
        (
            ("retention.days", "None", "3653"),
            "Ana Kovač changed how long documents are kept from “forever” to “10 years”.",
        ),
        (
            ("quota.storage_bytes", "None", "1500000000"),
            "Ana Kovač changed the storage limit from “no limit” to “1.5 GB”.",
        ),
        (("custom_field", "", "Matter"), "Ana Kovač added the detail “Matter”."),
        (
            ("custom_field Matter.name", "Matter", "Case"),
            "Ana Kovač renamed the detail “Matter” to “Case”.",
        ),
        (
            ("custom_field Matter.required", "False", "True"),
            "Ana Kovač made the detail “Matter” required.",
        ),
        (("sso.client_secret", "", ""), "Ana Kovač changed the single sign-on client secret."),
    ],
)
def test_a_changed_setting_is_told_in_words(change: tuple[str, str, str], words: str) -> None:
    setting, old, new = change
    assert said("setting.changed", setting=setting, old=old, new=new) == words


def test_every_setting_has_words() -> None:
    settings = {
        f"{subject}.{field.name}" for subject, kind in SETTINGS.items() for field in fields(kind)
    }
    assert settings - setting_sentences.NAMES.keys() - setting_sentences.SWITCHES.keys() == set()


@pytest.mark.parametrize(
    ("actor", "old", "new", "words"),
    [
        (f"person:{BEN}", "", "sender", "Ben Ode joined by invitation as Sender."),
        ("sso", "", "viewer", "Ben Ode joined through single sign-on as Viewer."),
        ("operator", "", "owner", "Ben Ode joined as Owner."),
        (f"person:{BEN}", "", "owner", "Ben Ode joined as Owner."),
        (f"person:{BEN}", "sender", "", "Ben Ode left the organization."),
        (f"person:{ANA}", "sender", "", "Ana Kovač removed Ben Ode from the organization."),
        (
            f"person:{ANA}",
            "sender",
            "admin",
            "Ana Kovač changed the role of Ben Ode from Sender to Admin.",
        ),
    ],
)
def test_a_role_is_told_by_how_it_came_about(actor: str, old: str, new: str, words: str) -> None:
    assert said("member.role_changed", actor, person_id=str(BEN), old=old, new=new) == words


@pytest.mark.parametrize(
    ("type", "values", "words"),
    [
        (
            "member.invited",
            {"role": "sender", "email": "c@example.com"},
            "Ana Kovač invited c@example.com as Sender.",
        ),
        (
            "hold.placed",
            {"subject": "address", "address": "c@example.com"},
            "Ana Kovač placed a legal hold on all envelopes of c@example.com.",
        ),
        (
            "documents.erased",
            {"cause": "rule"},
            "The documents of an envelope were erased by the retention rule.",
        ),
        (
            "person.renamed",
            {"person_id": str(BEN), "old": "Ben", "new": "Ben Ode"},
            "Ben changed their name to Ben Ode.",
        ),
        (
            "envelope.visibility_changed",
            {"new": "owner"},
            "Ana Kovač restricted an envelope to its owner.",
        ),
        (
            "api_key.made",
            {"scopes": "envelopes:read envelopes:write", "name": "Billing"},
            "Ana Kovač created the API key “Billing” (Read envelopes; Create and send envelopes).",
        ),
        ("values.exported", {"envelopes": "1"}, "Ana Kovač exported the values of 1 envelope."),
        ("values.exported", {"envelopes": "7"}, "Ana Kovač exported the values of 7 envelopes."),
    ],
)
def test_an_entry_is_told_with_its_values(type: str, values: dict[str, str], words: str) -> None:
    assert said(type, **values) == words


def test_a_refused_sign_in_says_why() -> None:
    words = said("sso.refused", "sso", reason="provider_away")
    assert "provider_away" not in words
    assert "is not responding" in words


def test_values_that_were_erased_leave_a_gap() -> None:
    assert said("member.invited", role="sender") == "Ana Kovač invited … as Sender."
