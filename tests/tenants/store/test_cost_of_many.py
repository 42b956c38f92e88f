"""Doing something with many asks the database as often as doing it with few."""

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest

from core.envelopes.listing.bulk_action import BulkKind, BulkRequest
from core.envelopes.recipient import Recipient
from core.fields import kinds
from core.fields.field import Field
from core.refusals import NotFound
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, sending
from tenants.use_cases.envelopes.listing import bulk_actions, bulk_at_once, folders, tags
from tests.tenants import ceremonies, journeys
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.counted_queries import counted


def recipients(member: Member, number: int) -> Callable[[], object]:
    draft = ceremonies.draft_with_document(member, NOW)
    people = [Recipient(uuid4(), f"Signer {n}", f"s{n}@example.com") for n in range(number)]
    return lambda: run(member, drafting.name_recipients, draft.id, people, NOW)


def fields(member: Member, number: int) -> Callable[[], object]:
    draft = ceremonies.draft_with_document(member, NOW)
    person = Recipient(uuid4(), "Signer One", "one@example.com")
    run(member, drafting.name_recipients, draft.id, [person], NOW)
    placed = [
        Field(uuid4(), draft.documents[0].id, (person.id,), kinds.named("text"), 1, 10, n, 100, 20)
        for n in range(number)
    ]
    return lambda: run(member, drafting.place_fields, draft.id, placed, NOW)


def signers(member: Member, number: int) -> Callable[[], object]:
    draft = ceremonies.draft_with_document(member, NOW)
    people = [Recipient(uuid4(), f"Signer {n}", f"s{n}@example.com") for n in range(number)]
    run(member, drafting.name_recipients, draft.id, people, NOW)
    placed = [
        Field(
            uuid4(),
            draft.documents[0].id,
            (p.id,),
            kinds.named("signature"),
            1,
            10,
            30 * n,
            100,
            25,
        )
        for n, p in enumerate(people)
    ]
    run(member, drafting.place_fields, draft.id, placed, NOW)
    return lambda: run(member, sending.send, draft.id, NOW)


def contacts(member: Member, number: int) -> Callable[[], object]:
    import_id = uuid4()
    listed = "\n".join(f"Person {n},{uuid4().hex}@example.com" for n in range(number))
    journeys.upload_contacts(member, import_id, "list.csv", listed.encode())
    return lambda: journeys.begin_import(member, import_id)


def chosen(member: Member, number: int) -> Callable[[], object]:
    ids = [uuid4() for _ in range(number)]
    for envelope_id in ids:
        run(member, drafting.create, envelope_id, "Lease", NOW)
    return lambda: run(
        member, bulk_actions.start, uuid4(), BulkRequest(BulkKind.DOWNLOAD), ids, NOW
    )


def filed(member: Member, number: int) -> Callable[[], object]:
    """Moved and tagged in the request, and put back."""
    folder_id, tag_id, ids = uuid4(), uuid4(), [uuid4() for _ in range(number)]
    run(member, folders.make, folder_id, "Leases", None, "owner", NOW)
    run(member, tags.make, tag_id, uuid4().hex, 0, NOW)
    for envelope_id in ids:
        run(member, drafting.create, envelope_id, "Lease", NOW)

    def file() -> None:
        for bulk in (
            BulkRequest(BulkKind.MOVE, folder_id=folder_id),
            BulkRequest(BulkKind.TAG, tag_id=tag_id),
        ):
            bulk_id = uuid4()
            run(member, bulk_at_once.act, bulk_id, bulk, ids, NOW)
            assert run(member, bulk_at_once.undo, bulk_id, NOW) == (number, 0)

    return file


def foreign(member: Member, number: int) -> Callable[[], object]:
    def start() -> None:
        ids = [uuid4() for _ in range(number)]
        with pytest.raises(NotFound):
            run(member, bulk_actions.start, uuid4(), BulkRequest(BulkKind.DOWNLOAD), ids, NOW)

    return start


@pytest.mark.parametrize(
    "prepared", [recipients, fields, signers, contacts, chosen, filed, foreign]
)
def test_many_ask_as_often_as_few(
    member: Member, prepared: Callable[[Member, int], Callable[[], object]]
) -> None:
    prepared(member, 2)()
    few, many = prepared(member, 3), prepared(member, 20)

    with counted() as by_few:
        few()
    with counted() as by_many:
        many()

    assert Counter(by_many.queries) - Counter(by_few.queries) == Counter()
    assert by_few.queries
