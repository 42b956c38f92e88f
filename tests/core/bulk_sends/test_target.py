"""Which columns a row cannot be sent without."""

from dataclasses import replace

from core.bulk_sends import target
from core.bulk_sends.target import TargetKind
from core.envelopes.recipient import Recipient
from core.envelopes.recipient_options import RecipientOptions
from core.envelopes.roles.agent import AGENT
from core.envelopes.roles.in_person import IN_PERSON_SIGNER
from tests.core.builders import make_envelope, signer


def needed(*people: Recipient) -> list[tuple[str, TargetKind]]:
    found = target.of(make_envelope(*people), (), {})
    return [(t.group, t.kind) for t in found if t.required]


def test_someone_without_a_person_needs_a_name_and_an_address() -> None:
    open_role = replace(signer("", role_name="Tenant"), email="")

    assert needed(open_role) == [("Tenant", TargetKind.NAME), ("Tenant", TargetKind.EMAIL)]


def test_who_signs_in_person_needs_a_name_and_who_is_named_later_nothing() -> None:
    later = RecipientOptions(named_later=True)
    people = [
        replace(signer("", role_name="Guest", role=IN_PERSON_SIGNER), email=""),
        signer("Alma", role=AGENT),
        replace(signer("", 2, role_name="Tenant", options=later), email=""),
    ]

    assert needed(*people) == [("Guest", TargetKind.NAME)]
