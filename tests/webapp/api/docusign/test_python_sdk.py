"""DocuSign's SDK for Python as it is, over TLS with a private authority: how things end."""

import base64
import hmac
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import BytesIO
from ipaddress import ip_network
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import docusign_esign as sdk
import pymupdf
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from docusign_esign.client.configuration import Configuration
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from core.api.oauth import client as rules
from core.api.scope import Scope
from core.settings.settings import Settings
from deploy.setup.browser_files import FOR_TESTS
from tenants.member import Member
from tenants.use_cases.api.oauth import client_keys, clients
from tests.acceptance.conftest import founded, product  # noqa: F401 - fixtures
from tests.acceptance.external_judges import assert_sealed
from tests.browser import journeys
from tests.tenants.conftest import NOW, found_member
from tests.tenants.opening import run
from tests.webapp.api.docusign import private_server
from tests.webapp.api.docusign.private_server import PrivateServer
from tests.webapp.page_checks import await_start

PATIENCE = 90  # seconds, on a machine that is busy with other tests


@dataclass
class Place:
    """Whoever speaks to the server by the SDK."""

    server: PrivateServer
    client: Any
    account: str
    user: str
    integration: tuple[bytes, str]

    @property
    def envelopes(self) -> Any:
        return sdk.EnvelopesApi(self.client)

    @property
    def templates(self) -> Any:
        return sdk.TemplatesApi(self.client)

    def until(self, found: Callable[[], Any]) -> Any:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            if answer := found():
                return answer
            time.sleep(0.5)
        raise AssertionError("it did not come")

    def status(self, envelope_id: str, status: str) -> Any:
        """The envelope, once it has this status."""

        def there() -> Any:
            found = self.envelopes.get_envelope(self.account, envelope_id)
            return found if found.status == status else None

        return self.until(there)


@pytest.fixture(scope="module", autouse=True)
def open_loopback() -> Iterator[None]:
    """Before the product starts: Connect's messages go to a server of this test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTBOUND_PRIVATE_NETWORKS", "127.0.0.0/8")
        yield


@pytest.fixture(scope="module")
def place(
    product: Any,  # noqa: F811 - a fixture
    settings: Settings,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Place]:
    loopback = replace(settings, outbound_private_networks=(ip_network("127.0.0.0/8"),))
    with private_server.running(loopback, tmp_path_factory.mktemp("tls")) as server:
        member = found_member(server.installation)
        Configuration().ssl_ca_cert = str(server.authority)
        client = sdk.ApiClient(host=f"{server.address}/restapi", oauth_host_name=server.host)
        private, made = integration(member)
        token = client.request_jwt_user_token(
            *(made, str(member.person_id), server.host, private, 3600),
            ["signature", "impersonation"],
        )
        (account,) = client.get_user_info(token.access_token).accounts
        client.host = f"{account.base_uri}/restapi"
        person = str(member.person_id)
        yield Place(server, client, account.account_id, person, (private, made))
        Configuration().ssl_ca_cert = None


def integration(member: Member) -> tuple[bytes, str]:
    """The private key of an application that may act for everyone, and its integration key."""
    key = rsa.generate_private_key(65537, 2048)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    asked = rules.asked_for("Billing", "confidential", "", list(Scope), may_impersonate=True)
    keys = client_keys.read(public.decode())
    made = run(member, clients.make, uuid4(), asked, keys, NOW)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    return private, str(made.client.id)


@pytest.fixture
def window(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(ignore_https_errors=True)
    yield context.new_page()
    context.close()


def pdf(*lines: str) -> str:
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for number, line in enumerate(lines):
            page.insert_text((72, 100 + 60 * number), line)
        return base64.b64encode(document.tobytes()).decode()


def document(number: str = "1", *lines: str) -> Any:
    return sdk.Document(
        document_base64=pdf(*(lines or ("Lease", "/sn1/", "Rent: /rent/"))),
        name=f"Lease {number}",
        file_extension="pdf",
        document_id=number,
    )


def signer(**more: Any) -> Any:
    sign = sdk.SignHere(anchor_string="/sn1/", anchor_units="pixels", anchor_y_offset="10")
    rent = sdk.Text(anchor_string="/rent/", anchor_x_offset="40", tab_label="Rent", required="true")
    given = {"email": "ana@example.com", "name": "Ana Ruiz", "recipient_id": "1"}
    tabs = sdk.Tabs(sign_here_tabs=[sign], text_tabs=[rent])
    return sdk.Signer(**{**given, "routing_order": "1", "tabs": tabs, **more})


def definition(**more: Any) -> Any:
    given = {
        "email_subject": "Please sign this lease",
        "documents": [document()],
        "recipients": sdk.Recipients(signers=[signer()]),
        "status": "sent",
    }
    return sdk.EnvelopeDefinition(**(given | more))


def view(place: Place, **more: Any) -> Any:
    given = {
        "authentication_method": "none",
        "client_user_id": "1000",
        "user_name": "Ana Ruiz",
        "email": "ana@example.com",
        "return_url": f"{place.server.address}/health/live?state=7",
    }
    return sdk.RecipientViewRequest(**(given | more))


def test_an_embedded_signer_signs_and_all_of_it_is_read(place: Place, window: Page) -> None:
    office = sdk.CarbonCopy(
        email="ben@example.com", name="Ben", recipient_id="2", routing_order="2"
    )
    people = sdk.Recipients(signers=[signer(client_user_id="1000")], carbon_copies=[office])
    fields = sdk.CustomFields(text_custom_fields=[sdk.TextCustomField(name="Order", value="4711")])

    made = place.envelopes.create_envelope(
        place.account, envelope_definition=definition(recipients=people, custom_fields=fields)
    )
    found = place.envelopes.create_recipient_view(
        place.account, made.envelope_id, recipient_view_request=view(place)
    )
    sign(window, found.url, "900")
    window.wait_for_url("**/health/live?state=7&event=signing_complete", timeout=60_000)

    completed = place.status(made.envelope_id, "completed")
    assert completed.email_subject == "Please sign this lease"
    data = place.envelopes.get_form_data(place.account, made.envelope_id)
    assert {d.name: d.value for d in data.form_data}["Rent"] == "900"
    rows = place.envelopes.list_documents(place.account, made.envelope_id).envelope_documents
    assert [row.document_id for row in rows] == ["1", "certificate"]
    combined = place.envelopes.get_document(place.account, "combined", made.envelope_id)
    assert_sealed(_bytes(combined))
    certificate = place.envelopes.get_document(place.account, "certificate", made.envelope_id)
    assert_sealed(_bytes(certificate))
    archive = place.envelopes.get_document(place.account, "archive", made.envelope_id)
    with ZipFile(BytesIO(_bytes(archive))) as opened:
        assert len(opened.namelist()) == 2
    custom = place.envelopes.list_custom_fields(place.account, made.envelope_id)
    assert custom.text_custom_fields[0].value == "4711"
    people = place.envelopes.list_recipients(place.account, made.envelope_id)
    assert [r.status for r in people.signers] == ["completed"]
    events = place.envelopes.list_audit_events(place.account, made.envelope_id).audit_events
    assert len(events) > 3


def test_templates_are_made_used_and_composed(place: Place) -> None:
    role = sdk.Signer(role_name="Tenant", recipient_id="1", routing_order="1", tabs=signer().tabs)
    template = sdk.EnvelopeTemplate(
        name="Lease",
        email_subject="Please sign this lease",
        documents=[document()],
        recipients=sdk.Recipients(signers=[role]),
        status="created",
    )
    made = place.templates.create_template(place.account, envelope_template=template)
    taken = {"email": "ana@example.com", "name": "Ana Ruiz", "role_name": "Tenant"}
    tabs = sdk.Tabs(text_tabs=[sdk.Text(tab_label="Rent", value="850")])
    listed = place.templates.list_templates(place.account, search_text="Lease")

    one = place.envelopes.create_envelope(
        place.account,
        envelope_definition=sdk.EnvelopeDefinition(
            template_id=made.template_id,
            template_roles=[sdk.TemplateRole(**taken, client_user_id="1000", tabs=tabs)],
            status="sent",
        ),
    )
    inline = sdk.InlineTemplate(
        sequence="2", recipients=sdk.Recipients(signers=[sdk.Signer(**taken, recipient_id="1")])
    )
    server = sdk.ServerTemplate(sequence="1", template_id=made.template_id)
    composite = sdk.CompositeTemplate(
        server_templates=[server], inline_templates=[inline], document=document("2", "House rules")
    )
    other = place.envelopes.create_envelope(
        place.account,
        envelope_definition=sdk.EnvelopeDefinition(
            composite_templates=[composite], status="sent", email_subject="Lease and rules"
        ),
    )

    assert [t.template_id for t in listed.envelope_templates] == [made.template_id]
    sent = place.status(one.envelope_id, "sent")
    assert (sent.email_subject, sent.sent_date_time[-2:]) == ("Lease", "0Z")
    kept = place.envelopes.list_tabs(place.account, one.envelope_id, "1")
    assert [t.value for t in kept.text_tabs] == ["850"]
    rows = place.envelopes.list_documents(place.account, other.envelope_id).envelope_documents
    assert [r.name for r in rows] == ["Lease 1.pdf", "Lease 2.pdf", "Summary"]
    assert place.status(other.envelope_id, "sent").email_subject == "Lease and rules"


def test_a_draft_is_changed_sent_corrected_and_voided(place: Place) -> None:
    made = place.envelopes.create_envelope(
        place.account, envelope_definition=definition(status="created")
    )
    id, envelopes = made.envelope_id, place.envelopes
    schedule = sdk.EnvelopeNotificationRequest(
        expirations=sdk.Expirations(expire_enabled="true", expire_after="30", expire_warn="2")
    )

    envelopes.update_notification_settings(
        place.account, id, envelope_notification_request=schedule
    )
    envelopes.create_custom_fields(
        place.account,
        id,
        custom_fields=sdk.CustomFields(
            text_custom_fields=[sdk.TextCustomField(name="Order", value="4712")]
        ),
    )
    envelopes.update(place.account, id, envelope=sdk.Envelope(status="sent"))
    place.until(lambda: envelopes.get_envelope(place.account, id).sent_date_time)
    corrected = sdk.Recipients(signers=[sdk.Signer(recipient_id="1", name="Ana Ruiz Gil")])
    envelopes.update_recipients(place.account, id, recipients=corrected)
    person = envelopes.list_recipients(place.account, id).signers[0]
    found = envelopes.list_status_changes(place.account, from_date="2020-01-01", status="sent")
    void = sdk.Envelope(status="voided", voided_reason="A mistake")
    envelopes.update(place.account, id, envelope=void)

    kept = envelopes.get_notification_settings(place.account, id)
    assert (kept.expirations.expire_after, kept.expirations.expire_warn) == ("30", "2")
    custom = envelopes.list_custom_fields(place.account, id).text_custom_fields
    assert [f.value for f in custom] == ["4712"]
    assert (person.name, person.recipient_id) == ("Ana Ruiz Gil", "1")
    assert id in [e.envelope_id for e in found.envelopes]
    assert envelopes.get_envelope(place.account, id).status == "voided"


def test_connect_tells_of_envelopes_and_its_hmac_verifies(place: Place) -> None:
    told: list[tuple[bytes, str]] = []

    @Request.application
    def receive(request: Request) -> Response:
        told.append((request.get_data(), request.headers["X-DocuSign-Signature-1"]))
        return Response()

    with listening(receive) as address:
        asked = sdk.ConnectCustomConfiguration(
            name="Orders",
            url_to_publish_to=address,
            all_users="true",
            event_data=sdk.ConnectEventData(version="restv2.1", format="json"),
            events=["envelope-sent", "recipient-sent"],
        )
        made = sdk.ConnectApi(place.client).create_configuration(
            place.account, connect_custom_configuration=asked
        )
        secret = json.loads(place.client.last_response.data)["hmacSecret"]
        sent = place.envelopes.create_envelope(place.account, envelope_definition=definition())

        def there() -> Any:
            said = [json.loads(body) for body, _ in told]
            mine = [s for s in said if s["data"]["envelopeId"] == sent.envelope_id]
            return mine if len(mine) == 2 else None

        messages = place.until(there)
        listed = sdk.ConnectApi(place.client).list_configurations(place.account)
        sdk.ConnectApi(place.client).delete_configuration(place.account, made.connect_id)

    for body, signature in told:
        digest = hmac.digest(secret.encode(), body, "sha256")
        assert base64.b64encode(digest).decode() == signature
    assert sorted(m["event"] for m in messages) == ["envelope-sent", "recipient-sent"]
    summary = messages[0]["data"]["envelopeSummary"]
    assert summary["recipients"]["signers"][0]["email"] == "ana@example.com"
    assert {m["data"].get("recipientId") for m in messages} == {None, "1"}
    assert [c.connect_id for c in listed.configurations] == [made.connect_id]


def test_their_sdk_for_node_does_the_same(place: Place, window: Page) -> None:
    said = {
        "address": place.server.address,
        "host": place.server.host,
        "client": place.integration[1],
        "key": place.integration[0].decode(),
        "user": place.user,
        "pdf": pdf("Lease", "/sn1/", "Rent: /rent/"),
    }
    sdk_folder = FOR_TESTS / "node_modules/docusign-esign"
    own = {"NODE_EXTRA_CA_CERTS": str(place.server.authority), "DOCUSIGN_SDK": str(sdk_folder)}

    done = subprocess.run(
        ["node", str(Path(__file__).with_name("node_tasks.cjs"))],
        env={**os.environ, **own, "TASKS": json.dumps(said)},
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["account"], told["status"], told["signer"]) == (place.account, "sent", "8")
    assert (told["documents"], told["file"]) == (["4", "certificate"], "%PDF-")
    assert "enableWetSign" in told["refused"]
    sign(window, told["url"], "700")
    window.wait_for_url("**/health/live?event=signing_complete", timeout=60_000)
    place.status(told["envelope"], "completed")
    data = place.envelopes.get_form_data(place.account, told["envelope"]).form_data
    assert {d.name: d.value for d in data}["Rent"] == "700"


@contextmanager
def listening(application: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/connect"
    finally:
        server.shutdown()
        thread.join()


def test_a_list_of_people_gets_a_draft_each(place: Place) -> None:
    role = sdk.Signer(role_name="Tenant", recipient_id="1", routing_order="1", tabs=signer().tabs)
    given = {"status": "created", "recipients": sdk.Recipients(signers=[role])}
    template = sdk.EnvelopeTemplate(
        name="Bulk lease", email_subject="Please sign", documents=[document()], **given
    )
    made = place.templates.create_template(place.account, envelope_template=template)
    copies = [
        sdk.BulkSendingCopy(
            recipients=[
                sdk.BulkSendingCopyRecipient(
                    role_name="Tenant",
                    name=name,
                    email=f"{name.lower()}@example.com",
                    tabs=[sdk.BulkSendingCopyTab(tab_label="Rent", initial_value=rent)],
                )
            ]
        )
        for name, rent in (("Ana", "900"), ("Ben", "950"))
    ]
    bulk = sdk.BulkEnvelopesApi(place.client)

    kept = bulk.create_bulk_send_list(
        place.account, bulk_sending_list=sdk.BulkSendingList(name="Tenants", bulk_copies=copies)
    )
    asked = sdk.BulkSendRequest(envelope_or_template_id=made.template_id)
    sent = bulk.create_bulk_send_request(place.account, kept.list_id, bulk_send_request=asked)
    place.until(lambda: bulk.get_bulk_send_batch_status(place.account, sent.batch_id).sent == "2")

    listed = place.envelopes.list_status_changes(
        place.account, from_date="2020-01-01", include="recipients"
    )
    mine = [e for e in listed.envelopes if e.email_subject == "Bulk lease"]
    people = [e.recipients.signers[0].name for e in mine]
    assert (sent.batch_size, sorted(people)) == ("2", ["Ana", "Ben"])


def test_what_it_cannot_do_is_an_error_that_names_it(place: Place) -> None:
    asked = definition(recipients=sdk.Recipients(notaries=[sdk.NotaryRecipient(name="N")]))

    with pytest.raises(sdk.ApiException) as refused:
        place.envelopes.create_envelope(place.account, envelope_definition=asked)

    assert refused.value.status == 400
    assert b"recipients.notaries" in refused.value.body


def sign(window: Page, url: str, rent: str) -> None:
    """As a person does, led from field to field."""
    window.set_default_timeout(60_000)
    window.goto(url)
    window.get_by_role("button", name="Agree and continue").click()
    expect(window.locator("#signing_form")).to_be_visible(timeout=60_000)
    await_start(window)
    journeys.press_next(window, "Start")
    journeys.adopt(window, "Type", "1 of 2 done")
    journeys.press_next(window, "Next: fill this in")
    window.keyboard.type(rent)
    window.keyboard.press("Tab")
    expect(window.locator("#progress")).to_contain_text("2 of 2 done", timeout=60_000)
    window.locator("#review_place").scroll_into_view_if_needed()
    journeys.press_next(window, "Finish")


def _bytes(answer: Any) -> bytes:
    """The SDK gives what it was answered, or the name of a file with it."""
    return answer if isinstance(answer, bytes) else Path(answer).read_bytes()
