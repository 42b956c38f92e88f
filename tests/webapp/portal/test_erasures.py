from uuid import uuid4

from tenants.use_cases import forgetting, voiding
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, PASSWORD
from tests.webapp.portal.senders import Sender

ONE = "one@example.com"


def test_what_there_is_is_shown_then_erased(sender: Sender) -> None:
    envelope = ceremonies.sent(sender.member, NOW)
    voiding.void(sender.member, envelope.id, "Not needed", NOW)
    open = ceremonies.sent(sender.member, NOW)

    page = sender.get(f"/settings/erasures?address={ONE}").text
    assert "A recipient of 2 envelopes" in page
    assert f'href="/envelopes/{open.id}"' in page
    assert "still open for signing" in page
    form = {"id": str(uuid4()), "address": ONE, "repeated": ONE, "proof": PASSWORD}
    assert sender.post("/settings/erasures", **form).status_code == 303
    assert "Being erased." in sender.get("/settings/erasures").text
    forgetting.forget(ceremonies.lease_open(sender.member, "erase_person"), NOW)

    done = sender.get("/settings/erasures").text
    assert "Erased from 1 envelope." in done
    assert "1 has to keep them." in done
    assert "Erased person" in sender.get(f"/envelopes/{envelope.id}").text


def test_errors_stand_beside_their_fields(sender: Sender) -> None:
    ceremonies.sent(sender.member, NOW)
    sender.get(f"/settings/erasures?address={ONE}")

    odd = sender.get("/settings/erasures?address=nobody")
    form = {"id": str(uuid4()), "address": ONE, "repeated": "other@example.com", "proof": PASSWORD}
    wrong = sender.post("/settings/erasures", **form)

    assert odd.status_code == 422
    assert 'id="address-error"' in odd.text
    assert wrong.status_code == 422
    assert 'id="repeated-error"' in wrong.text
    assert PASSWORD not in wrong.text
    assert "knows nothing of" in sender.get("/settings/erasures?address=none@example.com").text
