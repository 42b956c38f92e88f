"""What everyone is asked for, by organization and envelope, and what one is asked besides."""

from dataclasses import replace

import pytest

from core.envelopes import correction
from core.envelopes.correction import ChangedRecipient, EnvelopeCorrection
from core.envelopes.drafts import draft, draft_sending
from core.envelopes.envelope import Envelope, Status
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.refusals import NotADraft
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from core.refusals import Invalid
from core.signing.proofs import asked_proofs, registry
from core.templates import publishing
from tests.core.builders import NOW, SENDER, make_envelope, sent, signer


def asking(*chosen: str, of_all: tuple[str, ...] = (), minimum: tuple[str, ...] = ()) -> Envelope:
    options = RecipientOptions(proofs=chosen, phone="+491511234567", access_code="x$y")
    envelope = make_envelope(signer(options=options))
    return replace(envelope, proofs=of_all, minimum_proofs=minimum)


def test_sending_asks_everyone_for_what_is_asked_of_all() -> None:
    envelope = asking("sms_code", of_all=("access_code",), minimum=("email_code",))

    (recipient,) = draft_sending.send(envelope, SENDER, NOW).envelope.recipients

    assert recipient.options.proofs == ("access_code", "email_code", "sms_code")


def test_no_recipient_can_be_asked_for_less_than_the_organization_requires() -> None:
    envelope = asking("email_code", minimum=("email_code",))
    id = envelope.recipients[0].id

    less = draft.choose_options(envelope, id, RecipientOptions()).envelope
    less = draft.choose_proofs(less, ()).envelope

    after = draft_sending.send(less, SENDER, NOW).envelope
    assert after.recipients[0].options.proofs == ("email_code",)


def test_what_is_asked_of_all_keeps_a_draft_until_each_has_what_it_needs() -> None:
    envelope = replace(make_envelope(signer()), minimum_proofs=("sms_code",))

    lacks = draft_sending.missing(envelope)

    assert "phone number for Signer One" in lacks[f"row-{envelope.recipients[0].id}"]


def test_an_access_code_stays_where_the_organization_asks_for_it() -> None:
    envelope = asking(minimum=("access_code",))
    chosen = RecipientOptions(access_code="x$y")

    kept = draft.choose_options(envelope, envelope.recipients[0].id, chosen).envelope

    assert kept.recipients[0].options.access_code == "x$y"


def test_a_template_is_published_without_what_people_will_need() -> None:
    role = replace(signer(), name="", email="", role_name="Buyer")
    content = replace(make_envelope(role), minimum_proofs=("sms_code",), proofs=("access_code",))

    assert not any(
        place.startswith("row-") for place in publishing.missing(content, lambda _: True)
    )


def test_unknown_proofs_and_sent_envelopes_are_refused() -> None:
    with pytest.raises(Invalid):
        draft.choose_proofs(asking(), ("blood",))
    with pytest.raises(NotADraft):
        draft.choose_proofs(sent(signer()), ("email_code",))
    assert asked_proofs.ordered(("sms_code",), ("access_code",)) == ("access_code", "sms_code")
    assert sent(signer()).status is Status.SENT


@pytest.mark.parametrize("proof", [p.name for p in registry.ASKED if "email" in p.needs])
def test_without_an_address_no_one_is_asked_for_what_is_kept_by_address(proof: str) -> None:
    options = RecipientOptions(proofs=(proof,))
    envelope = make_envelope(signer(role=IN_PERSON_SIGNER, email="", options=options))

    lacks = draft_sending.missing(envelope)

    assert lacks == {f"row-{envelope.recipients[0].id}": "Enter an e-mail address for Signer One."}


def test_an_address_that_a_proof_needs_is_not_taken_back() -> None:
    options = RecipientOptions(proofs=("passkey",), phone="+491511234567", channel="sms")
    one = signer(options=options)
    row = ChangedRecipient(one.id, one.name, "", one.routing_order)

    with pytest.raises(Invalid):
        correction.correct(sent(one), EnvelopeCorrection(changed=(row,)), NOW)
