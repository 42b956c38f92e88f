"""An organization's own consent texts: who is shown which, and what stays of what was accepted."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from actors.evidence import certificate_of_completion, sealing_attempt
from core.access import MemberRole
from core.principal import SYSTEM
from core.refusals import Forbidden, NotFound
from core.signing.disclosures import own_disclosure
from core.signing.disclosures.own_disclosure import DisclosurePurpose, DisclosureWords
from core.signing.refusals import PublishedMeanwhile
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tenants.use_cases.evidence import sealing_checks
from tenants.use_cases.organizations import disclosures
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.tenants.people import colleague

OURS = DisclosureWords("Our terms", (("Paper", "Ask {organization} for paper."),))


def publish(
    member: Member,
    words: DisclosureWords | None = OURS,
    purpose: DisclosurePurpose = DisclosurePurpose.SIGNING,
    language: str = "en",
    after: int | None = None,
) -> int:
    return run(member, disclosures.publish, purpose, language, words, NOW, after).number


def signed_by_all(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    for recipient in envelope.recipients[:2]:
        ceremonies.sign(member, recipient, NOW)


def test_a_version_is_for_all_who_have_not_consented_yet(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    one, two, _ = envelope.recipients
    ceremonies.sign(member, one, NOW)

    publish(member)
    ceremonies.sign(member, two, NOW)

    first, second, _ = run(member, reading.envelope, envelope.id).recipients
    assert first.consent and first.consent.version == "2026-3"
    assert second.consent and second.consent.version == "own-signing-en-1"
    texts = run(
        member, lambda tx: tx.disclosures.texts([first.consent.sha256, second.consent.sha256])
    )
    assert "Signing electronically" in texts[first.consent.sha256]
    assert texts[second.consent.sha256].startswith("Our terms\n\nPaper\nAsk ")
    assert "{organization}" not in texts[second.consent.sha256]


def test_each_purpose_and_language_has_texts_of_its_own(member: Member) -> None:
    publish(member, replace(OURS, title="To read"), DisclosurePurpose.READING)
    publish(member, replace(OURS, title="Auf Deutsch"), language="de")

    shown = {
        signs: run(member, disclosures.current, "One", signs, disclosures.ENGLISH).title
        for signs in (True, False)
    }

    assert shown == {True: "Signing electronically", False: "To read"}
    german = replace(disclosures.ENGLISH, language="de")
    assert run(member, disclosures.current, "One", True, german).title == "Auf Deutsch"


def test_versions_are_counted_and_kept_and_the_standard_text_comes_back(member: Member) -> None:
    numbers = [publish(member), publish(member), publish(member, replace(OURS, title="New"))]
    numbers.append(publish(member, None))

    assert numbers == [1, 1, 2, 3]
    view = run(member, disclosures.view, DisclosurePurpose.SIGNING, "en")
    assert [v.words and v.words.title for v in view.versions] == [None, "New", "Our terms"]
    assert view.words is None
    assert run(member, disclosures.current, "One", True).version == "2026-3"


def test_two_who_publish_at_once_do_not_undo_each_other(member: Member) -> None:
    publish(member, after=0)

    with pytest.raises(PublishedMeanwhile):
        publish(member, replace(OURS, title="Mine"), after=0)
    assert publish(member, replace(OURS, title="Mine"), after=1) == 2


def test_only_who_manages_the_settings_publishes(member: Member) -> None:
    for role in (MemberRole.SENDER, MemberRole.VIEWER, MemberRole.AUDITOR):
        with pytest.raises(Forbidden):
            publish(colleague(member, role))
    with pytest.raises(NotFound):
        publish(member, language="xx")


def test_the_certificate_names_the_version_and_holds_the_text(member: Member) -> None:
    publish(member)
    signed_by_all(member)

    loaded = sealing_attempt.load(ceremonies.lease_open(member, "seal_envelope"))

    assert loaded is not None
    facts = certificate_of_completion.facts(loaded, dict.fromkeys(loaded.images, b""), "http://x")
    ((title, sha256),) = facts.disclosures
    assert title == "Signing electronically, own text, version 1 (en)"
    assert loaded.disclosures[sha256].startswith("Our terms")


@pytest.mark.parametrize(
    "change", ["update disclosure_texts set text = text || '.'", "delete from disclosure_texts"]
)
def test_a_text_that_is_not_what_was_accepted_stops_the_seal(
    member: Member, services: dict[str, str], change: str
) -> None:
    signed_by_all(member)
    job = ceremonies.lease_open(member, "seal_envelope")
    with psycopg.connect(services["TEST_SUPERUSER_URL"]) as connection:
        connection.execute(
            f"{change} where organization_id = %s",  # type: ignore[arg-type]
            [member.organization.id],
        )

    with pytest.raises(sealing_checks.Tampered, match="is not what was accepted"):
        sealing_attempt.load(job)


def test_the_text_stays_when_the_organization_is_renamed(member: Member) -> None:
    envelope = ceremonies.sent(member, NOW)
    ceremonies.sign(member, envelope.recipients[0], NOW)
    consent = run(member, reading.envelope, envelope.id).recipients[0].consent
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set name = 'Another name'")

    assert consent
    text = run(member, lambda tx: tx.disclosures.texts([consent.sha256]))[consent.sha256]

    assert "Another name" not in text
    assert own_disclosure.standard(DisclosurePurpose.SIGNING).title in text
    assert consent.at - NOW < timedelta(seconds=1)
