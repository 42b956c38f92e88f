from datetime import datetime
from uuid import UUID, uuid4

import pytest

from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.tenants.opening import run
from tests.webapp.api.docusign.definitions import (
    DocusignProgram,
    document,
    sign_here,
    signer,
    take_in,
)


@pytest.fixture
def template_id(program: DocusignProgram, member: Member, now: datetime) -> str:
    return make_template(program, member, now)


def make_template(
    program: DocusignProgram, member: Member, now: datetime, name: str = "Lease"
) -> str:
    options = [{"text": "Red", "value": "r"}, {"text": "Blue", "value": "b"}]
    tabs = {
        "signHereTabs": [sign_here()],
        "textTabs": [sign_here(tabLabel=f"{name} rent", yPosition="200")],
        "checkboxTabs": [sign_here(tabLabel=f"{name} pets", yPosition="240")],
        "listTabs": [sign_here(tabLabel=f"{name} color", yPosition="280", listItems=options)],
    }
    tenant = {"roleName": "Tenant", "recipientId": "1", "routingOrder": "1", "tabs": tabs}
    made = program.send(
        "/templates",
        {
            "name": name,
            "emailSubject": "Please sign",
            "documents": [document()],
            "recipients": {
                "signers": [tenant],
                "carbonCopies": [{"roleName": "Office", "recipientId": "2", "routingOrder": "2"}],
            },
            "status": "created",
        },
    )
    assert made.status_code == 201, made.text
    take_in(member, made.json["templateId"], now)
    return str(made.json["templateId"])


def role(**changes: object) -> dict[str, object]:
    return {"roleName": "Tenant", "name": "Ana Ruiz", "email": "ana@example.com"} | changes


def test_people_take_the_roles_of_a_template_and_values_its_tabs(
    program: DocusignProgram, member: Member, template_id: str
) -> None:
    tabs = {
        "textTabs": [{"tabLabel": "Lease rent", "value": "900"}],
        "checkboxTabs": [{"tabLabel": "Lease pets", "selected": "true"}],
    }
    roles = [
        role(clientUserId="u-1", tabs=tabs),
        {"roleName": "Office", "name": "Ben", "email": "ben@example.com"},
    ]

    made = program.send(
        "/envelopes", {"templateId": template_id, "templateRoles": roles, "status": "sent"}
    )

    assert made.status_code == 201, made.text
    found = program.read(f"/envelopes/{made.json['envelopeId']}/recipients?include_tabs=true").json
    (ana,) = found["signers"]
    assert (ana["name"], ana["clientUserId"], ana["status"]) == ("Ana Ruiz", "u-1", "sent")
    assert (ana["recipientId"], found["carbonCopies"][0]["recipientId"]) == ("1", "2")
    assert ana["tabs"]["textTabs"][0]["value"] == "900"
    assert ana["tabs"]["checkboxTabs"][0]["selected"] == "true"
    assert ana["tabs"]["listTabs"][0]["listItems"][0]["value"] == "r"
    assert ana["tabs"]["signHereTabs"][0]["documentId"] == "7"


def test_composite_templates_join_templates_people_and_documents(
    program: DocusignProgram, member: Member, template_id: str, now: datetime
) -> None:
    other = make_template(program, member, now, "Annex")
    added = signer(
        recipientId="9",
        email="cy@example.com",
        name="Cy Day",
        routingOrder="3",
        tabs={
            "signHereTabs": [sign_here(documentId="12"), sign_here(documentId="7", yPosition="500")]
        },
    )
    composites = [
        {
            "serverTemplates": [{"sequence": "1", "templateId": template_id}],
            "inlineTemplates": [
                {"sequence": "1", "recipients": {"signers": [role(recipientId="1")]}}
            ],
        },
        {
            "serverTemplates": [{"sequence": "2", "templateId": other}],
            "inlineTemplates": [{"sequence": "2", "recipients": {"signers": [added]}}],
            "document": document(documentId="12", name="House rules"),
        },
    ]

    made = program.send("/envelopes", {"compositeTemplates": composites, "status": "created"})

    assert made.status_code == 201, made.text
    envelope = run(member, reading.envelope, UUID(made.json["envelopeId"]))
    assert [d.name for d in envelope.documents] == ["Lease.pdf", "Lease.pdf", "House rules.pdf"]
    at = f"/envelopes/{made.json['envelopeId']}"
    rows = program.read(f"{at}/documents").json["envelopeDocuments"]
    assert [row["documentId"] for row in rows] == ["7", "1", "12", "certificate"]
    found = program.read(f"{at}/recipients?include_tabs=true").json
    assert [r["name"] for r in found["signers"]] == ["Ana Ruiz", "Cy Day"]
    assert [t["documentId"] for t in found["signers"][1]["tabs"]["signHereTabs"]] == ["7", "12"]


def test_what_a_template_does_not_have_is_named(program: DocusignProgram, template_id: str) -> None:
    def asked(**changes: object) -> str:
        whole = {"templateId": template_id, "templateRoles": [role()], "status": "created"}
        answer = program.send("/envelopes", whole | changes)
        assert answer.status_code in (400, 404), answer.text
        return f"{answer.json['errorCode']} {answer.json['message']}"

    assert "Buyer" in asked(templateRoles=[{"roleName": "Buyer"}])
    tabs = {"textTabs": [{"tabLabel": "Rant", "value": "1"}]}
    assert "Rant" in asked(templateRoles=[role(tabs=tabs)])
    assert "templateRoles[0].emial" in asked(templateRoles=[role(emial="x")])
    assert "RESOURCE_NOT_FOUND" in asked(templateId=str(uuid4()))
    assert "TEMPLATE_ID_INVALID" in asked(templateId="lease")


def test_templates_are_listed_and_read(program: DocusignProgram, template_id: str) -> None:
    listed = program.read("/templates?search_text=Lease").json
    shown = program.read(f"/templates/{template_id}").json

    assert [t["templateId"] for t in listed["envelopeTemplates"]] == [template_id]
    assert listed["resultSetSize"] == "1"
    assert shown["recipients"]["signers"][0]["roleName"] == "Tenant"
    assert shown["recipients"]["signers"][0]["tabs"]["textTabs"][0]["tabLabel"] == "Lease rent"
    assert shown["documents"][0]["documentId"] == "7"
