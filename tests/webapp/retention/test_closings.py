from actors.retention import close_organization
from core.principal import SYSTEM
from core.retention.closing import GRACE
from tests.tenants import ceremonies, retention_requests
from tests.tenants.conftest import NOW, PASSWORD
from tests.webapp.senders import Sender


def test_an_owner_closes_the_organization_and_calls_it_off(sender: Sender) -> None:
    sender.get("/settings/closing")
    slug = sender.member.slug

    assert sender.post("/settings/closing", slug=slug, proof=PASSWORD).status_code == 303
    for place in ("/settings/closing", "/envelopes", "/settings/log"):
        assert "This organization closes on" in sender.get(place).text
    assert sender.post("/settings/organization", name="Another").status_code == 409
    sender.get("/settings/closing")
    assert sender.post("/settings/closing/calling-off").status_code == 303

    assert "This organization closes on" not in sender.get("/settings/closing").text
    log = sender.get("/settings/log").text
    assert "started closing the organization." in log
    assert "decided to keep the organization open." in log


def test_what_is_wrong_is_marked_and_no_password_is_given_back(sender: Sender) -> None:
    sender.get("/settings/closing")

    named = sender.post("/settings/closing", slug="another", proof=PASSWORD)
    proved = sender.post("/settings/closing", slug=sender.member.slug, proof="not this one")

    assert (named.status_code, proved.status_code) == (422, 422)
    assert "This is not the short name." in named.text
    assert PASSWORD not in named.text
    assert f'value="{sender.member.slug}"' in proved.text
    assert 'id="proof-error"' in proved.text


def test_while_it_is_taken_apart_nothing_is_read_and_nothing_breaks(sender: Sender) -> None:
    envelope = ceremonies.draft_with_document(sender.member, NOW)
    page = f"/envelopes/{envelope.id}/documents/{envelope.documents[0].id}/pages/1"
    assert sender.get(page).status_code == 200
    retention_requests.close(sender.member, sender.member.slug, PASSWORD, NOW)
    with sender.member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update outbox set due_at = now() where kind = 'close_organization'")

    close_organization.close(
        ceremonies.lease_open(sender.member, "close_organization"), NOW + GRACE
    )

    assert sender.get("/envelopes").status_code == 200
    assert sender.get(page).status_code == 404
