from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest

from core.envelopes import correcting
from core.envelopes.correcting import Correction
from core.envelopes.drafts import draft_sending
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.jobs.kinds import KINDS
from core.refusals import NotFound
from core.signing import consenting
from core.signing.events.ways_in import RecipientSignedIn
from core.signing.proofs import mailed_link, member_account, registry
from core.signing.proofs.proof import IdentityProof
from core.signing.refusals import LinkReplaced, NotYourTurn
from tests.core.builders import (
    DISCLOSURE,
    NOW,
    ORIGIN,
    SENDER,
    Record,
    consented,
    make_envelope,
    sent,
    signer,
)

TEMPLATES = Path(__file__).parents[4] / "templates"
NAMES = [proof.name for proof in registry.PROOFS]
# An application says who they are. Nothing is asked of them.
WITHOUT_PAGE = {"asserted_identity"}


def signed_in(
    recipient: Recipient, method: str = "password", factors: int = 1
) -> RecipientSignedIn:
    return RecipientSignedIn(
        recipient_id=recipient.id,
        person_id=UUID(int=8),
        session_id=UUID(int=9),
        method=method,
        factors=factors,
    )


PACKAGE = "core.signing.proofs"
FOLDER = Path(registry.__file__).parent


def started(*people: Recipient) -> Record:
    record = Record(make_envelope(*people))
    record.add(draft_sending.send(record.envelope, SENDER, NOW))
    return record


@pytest.mark.parametrize("proof", registry.PROOFS, ids=NAMES)
def test_a_proof_is_a_module_a_page_and_perhaps_a_job(proof: IdentityProof) -> None:
    (file,) = FOLDER.rglob(f"{proof.name}.py")
    module = import_module(".".join((PACKAGE, *file.relative_to(FOLDER).with_suffix("").parts)))

    assert callable(module.check)
    assert (TEMPLATES / proof.template).is_file() == (proof.name not in WITHOUT_PAGE)
    assert proof.job in ("", *KINDS)
    assert NAMES.count(proof.name) == 1


def test_every_page_of_a_proof_belongs_to_a_proof() -> None:
    found = {path.stem for path in (TEMPLATES / "signing" / "proofs").glob("[!_]*.html")}

    assert found == set(NAMES) - WITHOUT_PAGE


@pytest.mark.parametrize("proof", registry.PROOFS, ids=NAMES)
def test_an_envelope_is_not_sent_without_what_a_proof_needs(proof: IdentityProof) -> None:
    """What is asked in addition needs it of those whom it is asked of."""
    names = {f.name for f in (*fields(Recipient), *fields(RecipientOptions))}
    asked = (proof.name,) if proof in registry.ASKED else ()

    assert set(proof.needs) <= names
    for name in proof.needs:
        whole = replace(signer(), options=RecipientOptions(proofs=asked))
        without = replace(whole, **{name: ""}) if hasattr(whole, name) else whole
        assert f"row-{without.id}" in draft_sending.missing(make_envelope(without))


def test_a_link_counts_until_a_later_one_was_mailed() -> None:
    one = signer(link_generation=2)

    mailed_link.check(one, 2)
    with pytest.raises(LinkReplaced):
        mailed_link.check(one, 1)


def test_an_account_lets_in_for_its_own_address_and_in_turn() -> None:
    one, two = signer("Signer One", 1), signer("Signer Two", 2)
    envelope = sent(one, two)

    outcome = member_account.check(envelope, one.email.upper(), signed_in(one), NOW)

    assert [type(e) for e in outcome.events] == [RecipientSignedIn]
    with pytest.raises(NotFound):
        member_account.check(envelope, two.email, signed_in(one), NOW)
    with pytest.raises(NotYourTurn):
        member_account.check(envelope, two.email, signed_in(two), NOW)


def test_whoever_has_not_come_has_proved_nothing() -> None:
    one = signer()

    assert registry.stated(started(one).entries, one.id) == ()


def test_whoever_came_by_the_mailed_link_is_said_to_have() -> None:
    one, two = signer("Signer One"), signer("Signer Two")
    record = started(one, two)

    record.add(consenting.accept(record.envelope, one.id, DISCLOSURE, ORIGIN, NOW))

    assert registry.stated(record.entries, one.id) == ("e-mail link",)
    assert registry.stated(record.entries, two.id) == ()


@pytest.mark.parametrize(
    ("method", "factors", "said"),
    [
        ("password", 1, "account with this address (password)"),
        ("password", 2, "account with this address (password, two-step sign-in)"),
        ("sso", 1, "account with this address (single sign-on)"),
    ],
)
def test_whoever_came_from_their_account_is_said_to_have(
    method: str, factors: int, said: str
) -> None:
    one = signer()
    record = started(one)

    proof = signed_in(one, method, factors)
    record.add(member_account.check(record.envelope, one.email, proof, NOW))
    record.add(consenting.accept(record.envelope, one.id, DISCLOSURE, ORIGIN, NOW))

    assert registry.stated(record.entries, one.id) == (said,)


def test_what_somebody_proved_before_a_correction_proves_nothing_of_the_corrected() -> None:
    one = signer()
    record = started(one)
    record.add(member_account.check(record.envelope, one.email, signed_in(one), NOW))
    other = Correction("Other", "other@example.com")
    record.add(correcting.correct(record.envelope, one.id, other, NOW))

    assert registry.stated(record.entries, one.id) == ()
    assert consented(record.envelope, one).recipient(one.id).consented
