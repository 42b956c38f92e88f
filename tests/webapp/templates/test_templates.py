"""The pages of templates, without a script."""

import hashlib
from uuid import UUID, uuid4

from actors.documents import intake_document
from core.documents.document import Page
from core.envelopes.envelope import Status
from core.principal import SYSTEM
from core.templates import gallery
from tenants.use_cases.documents import document_intake
from tenants.use_cases.envelopes import reading
from tenants.use_cases.fields import found_fields
from tenants.use_cases.templates import publishing, templates
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run
from tests.webapp.senders import Sender


def template(sender: Sender) -> UUID:
    """Published: two signers, and one who gets a copy."""
    template_id, source = uuid4(), ceremonies.sent(sender.member, NOW)
    run(sender.member, templates.create_from, source.id, template_id, str, NOW)
    run(sender.member, publishing.publish, template_id, NOW)
    return template_id


def made(location: str) -> UUID:
    return UUID(location.rsplit("/", 1)[-1].partition("?")[0])


def test_an_envelope_becomes_a_template_whose_page_asks_for_roles(sender: Sender) -> None:
    source = ceremonies.sent(sender.member, NOW)

    answer = sender.post(f"/envelopes/{source.id}/template")

    assert answer.status_code == 303
    text = sender.get(answer.location).text
    assert "Edit template" in text and "Role name" in text
    assert 'value="Signer 1"' in text and "Publish template" in text


def test_a_new_template_says_what_is_missing_when_it_is_published(sender: Sender) -> None:
    template_id = made(sender.post("/templates").location)

    answer = sender.post_rows(f"/templates/{template_id}/versions", [], name="", message="")

    assert answer.status_code in (409, 422)
    assert "Give this template a name." in answer.text and "Add a role." in answer.text
    assert "Not published" in sender.get("/templates").text


def test_people_take_the_roles_and_it_is_sent_at_once(sender: Sender) -> None:
    template_id, envelope_id = template(sender), uuid4()
    assert "Signer 1" in sender.get(f"/templates/use?template={template_id}").text
    form = {
        "template": str(template_id),
        "envelope_id": str(envelope_id),
        "name": "Lease of Ana",
        "name-0": "Ana",
        "email-0": "ana@example.com",
        "name-1": "Ben",
        "email-1": "ben@example",
        "action": "send",
    }

    wrong = sender.post("/templates/use", **form)
    assert wrong.status_code == 422
    assert "Enter a complete e-mail address" in wrong.text and 'value="Ana"' in wrong.text
    sent = sender.post("/templates/use", **form | {"email-1": "ben@example.com"})

    assert sent.location == f"/envelopes/{envelope_id}"
    envelope = run(sender.member, reading.envelope, envelope_id)
    assert (envelope.status, envelope.name) == (Status.SENT, "Lease of Ana")
    page = sender.get(sent.location).text
    assert f"/templates/{template_id}" in page and "template, version 1" in page


def test_roles_may_stay_open_when_it_is_edited_first(sender: Sender) -> None:
    template_id = template(sender)

    answer = sender.post("/templates/use", template=str(template_id), action="edit", name="")

    envelope = run(sender.member, reading.envelope, made(answer.location))
    assert [(r.role_name, r.name) for r in envelope.recipients][:1] == [("Signer 1", "")]
    assert "Signer 1" in sender.get(answer.location).text


def test_a_template_is_marked_archived_taken_out_and_deleted(sender: Sender) -> None:
    template_id = template(sender)
    place = f"/templates/{template_id}"

    sender.post(f"{place}/favourite", favourite="yes")
    assert 'aria-pressed="true"' in sender.get("/templates").text
    sender.post(f"{place}/description", description="For flats")
    assert "For flats" in sender.get("/templates").text
    sender.post(f"{place}/archiving", archived="yes")
    assert "For flats" not in sender.get("/templates").text
    assert "For flats" in sender.get("/templates?archived=yes").text
    sender.post(f"{place}/archiving", archived="no")
    assert "Delete this template?" in sender.get(f"{place}/deletion").text
    sender.post(f"{place}/deletion")
    assert sender.get(place).status_code == 404


def test_an_older_version_is_restored_from_the_page(sender: Sender) -> None:
    template_id = template(sender)
    sender.post_rows(f"/envelopes/{template_id}", [], name="Other", message="")

    assert "Unpublished changes" in sender.get(f"/templates/{template_id}").text
    answer = sender.post(f"/templates/{template_id}/versions/1/restoration")

    assert answer.location == f"/envelopes/{template_id}"
    assert run(sender.member, reading.envelope, template_id).name == "Lease"


def test_an_envelope_is_copied_from_its_page_and_a_draft_too(sender: Sender) -> None:
    source = ceremonies.sent(sender.member, NOW)
    assert "Copy envelope" in sender.get(f"/envelopes/{source.id}").text

    answer = sender.post(f"/envelopes/{source.id}/copies")

    copied = run(sender.member, reading.envelope, made(answer.location))
    assert (copied.status, len(copied.fields)) == (Status.DRAFT, 4)
    assert "Copy envelope" in sender.get(answer.location).text


def test_a_stranger_finds_no_template(sender: Sender, stranger: Sender) -> None:
    template_id = template(sender)

    for place in (f"/templates/{template_id}", f"/templates/use?template={template_id}"):
        assert stranger.get(place).status_code == 404
    assert stranger.post(f"/templates/{template_id}/archiving", archived="yes").status_code == 404


def test_the_lines_of_a_ready_template_are_not_offered_beside_its_fields(
    sender: Sender,
) -> None:
    content = run(
        sender.member, reading.envelope, made(sender.post("/templates/gallery/lease").location)
    )
    place = {"kind": "signature", "source": "suggestion"}
    size = ("page", "x", "y", "width", "height")
    found = [
        place | {"key": str(n)} | {name: getattr(field, name) for name in size}
        for n, field in enumerate(content.fields)
    ]
    other = place | dict(zip(size, (1, 300.0, 700.0, 100.0, 20.0), strict=True)) | {"key": "other"}
    pages = (Page(595, 842), Page(595, 842))
    taken = document_intake.IntakeResult(b"%PDF-1.7", pages, (), [*found, other])
    intake_document.accept(ceremonies.lease_open(sender.member, "intake_document"), taken, NOW)

    envelope = run(sender.member, reading.envelope, content.id)
    offered = run(sender.member, found_fields.offered, envelope)

    assert [one.found.key for one in offered] == ["other"]
    assert envelope.documents[0].name == "Residential lease"


def test_a_ready_template_is_taken_over_with_its_roles_and_fields(sender: Sender) -> None:
    assert "Residential lease" in sender.get("/templates/gallery").text

    answer = sender.post("/templates/gallery/lease")

    content = run(sender.member, reading.envelope, made(answer.location))
    assert [r.role_name for r in content.recipients] == ["Landlord", "Tenant"]
    assert {f.properties["name"] for f in content.fields if not f.recipient_ids} >= {"rent"}
    assert "Edit template" in sender.get(answer.location).text
    ready = gallery.BY_KEY["lease"]
    with sender.member.organization.transaction(SYSTEM) as tx:
        name, _ = tx.documents.original(content.documents[0].id)[:2]
    assert name == hashlib.sha256(ready.html()).hexdigest()
    assert sender.post("/templates/gallery/divorce").status_code == 404
