"""Ids of others in forms, in addresses behind a question mark and in JSON: as if of nothing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from core.access import MemberRole
from core.api.scope import Scope
from core.envelopes.envelope import Envelope
from core.organizations.domain_verification import DomainUse
from tenants.installation import Installation
from tenants.member import Member
from tenants.use_cases.envelopes import drafting, reading
from tenants.use_cases.envelopes.listing import folders
from tenants.use_cases.organizations import domain_claims
from tenants.use_cases.people import signing_groups
from tenants.use_cases.templates import template_pages
from tests import foreign_resources
from tests.tenants import bulk, ceremonies
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
from tests.tenants.people import colleague
from tests.webapp.api.programs import Program, make_key
from tests.webapp.senders import Sender


@dataclass(frozen=True)
class Theirs:
    """What a member has for themselves."""

    member: Member
    draft: Envelope
    template_id: UUID
    bulk_id: UUID
    folder_id: UUID
    group_id: UUID


@pytest.fixture
def theirs(installation: Installation) -> Theirs:
    owner = found_member(installation)
    draft = ceremonies.draft_with_document(owner, NOW)
    draft = run(owner, drafting.name_recipients, draft.id, [ceremonies.recipient()], NOW)
    template_id, folder_id = bulk.template(owner, NOW), uuid4()
    bulk_id = bulk.uploaded(owner, template_id, bulk.csv(bulk.rows(2)), NOW)
    bulk.checked(owner, bulk_id)
    run(owner, folders.make, folder_id, "Private", None, "owner", NOW)
    group = run(owner, signing_groups.create, uuid4(), "Finance", (), NOW)
    return Theirs(owner, draft, template_id, bulk_id, folder_id, group.id)


def standing(theirs: Theirs) -> tuple[object, ...]:
    """What would tell that something of it was used or changed."""
    member = theirs.member
    with member.transaction() as tx:
        counts = [
            tx.rows.one(f"select count(*) as n from {table}")["n"]
            for table in ("envelopes", "templates", "bulk_sends", "documents", "fields")
        ]
    page = run(member, template_pages.page, theirs.template_id)
    version = run(member, reading.version, theirs.draft.id)
    return (*counts, version, page.template, bulk.counts(member, theirs.bulk_id))


def my_draft(member: Member) -> Envelope:
    draft = ceremonies.draft_with_document(member, NOW, {1: ["Lease"]})
    return run(member, drafting.name_recipients, draft.id, [ceremonies.recipient()], NOW)


@pytest.mark.parametrize("where", ["elsewhere", "beside them"])
def test_what_forms_say_of_things_of_others_is_refused(
    app: Flask, installation: Installation, theirs: Theirs, where: str
) -> None:
    me = found_member(installation)
    if where == "beside them":
        me = colleague(theirs.member, MemberRole.SENDER)
    sender, mine, before = Sender(app, me).signed_in(), my_draft(me), standing(theirs)
    page, template = f"/envelopes/{mine.id}", str(theirs.template_id)
    document, person = str(theirs.draft.documents[0].id), str(theirs.draft.recipients[0].id)
    box = {"page": 1, "x": 60, "y": 60, "width": 90, "height": 20, "kind": "text"}
    whose = [str(mine.recipients[0].id)]
    own = str(mine.documents[0].id)

    def placed(**changes: Any) -> TestResponse:
        field = {"id": str(uuid4()), "document_id": own, "recipient_ids": whose, **box}
        return sender.post_json(f"{page}/fields", {"fields": [field | changes]})

    answers = {
        "use": sender.get(f"/templates/use?template={template}"),
        "used": sender.post("/templates/use", template=template, envelope_id=str(uuid4())),
        "bulk": sender.get(f"/bulk-sends/new?template={template}"),
        "sample": sender.get(f"/bulk-sends/sample.csv?template={template}"),
        "table": sender.post("/bulk-sends", template=template, pasted="a\tb@example.com"),
        "combined": sender.post(f"{page}/documents/combination", combined=[document, own]),
        "field": placed(document_id=document),
        "person": placed(recipient_ids=[person]),
        "found": sender.post(f"{page}/found-fields", found_for=person),
        "anchored": sender.post(
            f"{page}/anchored-fields", anchor="Lease", kind="text", recipient_id=person
        ),
        "preview": sender.get(f"{page}/fields/preview?as={person}"),
        "filed": sender.post(f"{page}/filing", folder_id=str(theirs.folder_id)),
        "group": sender.post(f"{page}/groups", group_id=str(theirs.group_id)),
    }

    told = {name: answer.status_code for name, answer in answers.items()}
    assert not {name: status for name, status in told.items() if status not in (404, 422)}
    assert standing(theirs) == before
    kept = run(me, reading.envelope, mine.id)
    assert (kept.fields, len(kept.documents)) == ((), 1)


def test_a_program_reaches_nothing_of_another_organization(
    app: Flask, installation: Installation, theirs: Theirs
) -> None:
    key = make_key(found_member(installation), *Scope)
    program = Program(app, key)
    template, sent = f"/templates/{theirs.template_id}", f"/bulk-sends/{theirs.bulk_id}"
    group = f"/signing-groups/{theirs.group_id}"
    row = {"roles": [{"role": "Buyer", "name": "Ana", "email": "ana@example.com"}]}
    envelope = f"/envelopes/{theirs.draft.id}"
    document = f"{envelope}/documents/{theirs.draft.documents[0].id}"
    images = [str(theirs.draft.documents[0].id), str(uuid4())]
    host = run(theirs.member, domain_claims.claim, DomainUse.SIGNING, "sign.x.example", NOW)
    domain = f"/signing-domains/{host}"
    asked: list[tuple[str, str, Any]] = [
        ("GET", envelope, None),
        ("POST", f"{envelope}/send", {}),
        ("PUT", f"{envelope}/start", {"starts_at": "2030-01-01T09:00:00Z"}),
        ("POST", f"{envelope}/start", None),
        ("POST", f"{envelope}/pause", None),
        ("POST", f"{envelope}/resume", None),
        (
            "POST",
            f"{envelope}/recipients/{theirs.draft.recipients[0].id}/reassign",
            {"name": "Carl", "email": "carl@example.com"},
        ),
        (
            "POST",
            f"{envelope}/recipients/{theirs.draft.recipients[0].id}/embedded-signing",
            {"origin": "https://example.com"},
        ),
        ("POST", f"{envelope}/corrections", {}),
        ("POST", f"{envelope}/field-corrections", {}),
        ("GET", f"{envelope}/attachments/{uuid4()}", None),
        ("PUT", f"{document}/pages", {"pages": [{"page": 1}]}),
        ("DELETE", f"{document}/pages", None),
        ("PUT", f"{document}/handling", {"handling": "attached"}),
        ("PUT", f"{document}/password", {"password": "x"}),
        ("POST", f"{document}/split", None),
        ("POST", f"{envelope}/documents/combination", {"documents": images}),
        ("GET", template, None),
        ("POST", "/templates", {"envelope_id": str(theirs.draft.id)}),
        ("POST", f"{template}/envelopes", {"roles": row["roles"], "status": "sent"}),
        ("POST", "/bulk-sends", {"template_id": str(theirs.template_id), "rows": [row]}),
        ("GET", sent, None),
        ("GET", f"{sent}/rows", None),
        ("POST", f"{sent}/start", {"rows": 2}),
        ("POST", f"{sent}/changes", {"action": "cancel"}),
        ("GET", group, None),
        ("PATCH", group, {"name": "Ours"}),
        ("DELETE", group, None),
        ("GET", domain, None),
        ("POST", f"{domain}/check", None),
        ("DELETE", domain, None),
        *foreign_resources.of(theirs.member, theirs.template_id, theirs.bulk_id),
    ]
    before = standing(theirs)

    told = {}
    for method, path, body in asked:
        address = f"/api/v1{path}"
        answer = program.browser.open(address, method=method, json=body, headers=program.bearer)
        told[method, path] = answer.status_code

    assert set(told.values()) == {404}, told
    assert standing(theirs) == before
