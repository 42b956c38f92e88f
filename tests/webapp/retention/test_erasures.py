import re
from uuid import uuid4

from actors.retention import erase_person
from tenants.use_cases.envelopes import voiding
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW, PASSWORD
from tests.tenants.opening import run
from tests.webapp.senders import Sender

ONE = "one@example.com"


def test_what_there_is_is_shown_then_erased(sender: Sender) -> None:
    envelope = ceremonies.sent(sender.member, NOW)
    run(sender.member, voiding.void, envelope.id, "Not needed", NOW)
    open = ceremonies.sent(sender.member, NOW)

    sender.get("/settings/erasures")
    page = sender.post("/settings/erasures/preview", address=ONE).text
    assert "Recipient of 2 envelopes" in page
    assert f'href="/envelopes/{open.id}"' in page
    assert "still open; void it" in page
    form = {"id": str(uuid4()), "address": ONE, "repeated": ONE, "proof": PASSWORD}
    assert sender.post("/settings/erasures", **form).status_code == 303
    waiting = sender.get("/settings/erasures").text
    assert "Erasing…" in waiting
    asked = tag_of(waiting)
    again = sender.get("/settings/erasures", htmx=True, **{"If-None-Match": asked})
    assert again.status_code == 304
    erase_person.erase(ceremonies.lease_open(sender.member, "erase_person"), NOW)

    fresh = sender.get("/settings/erasures", htmx=True, **{"If-None-Match": asked})
    assert fresh.status_code == 200
    done = fresh.text
    assert "hx-get" not in done
    assert "Erased from 1 envelope." in done
    assert "The data had to be kept in 1 envelope." in done
    assert "Erased person" in sender.get(f"/envelopes/{envelope.id}").text


def test_errors_stand_beside_their_fields(sender: Sender) -> None:
    ceremonies.sent(sender.member, NOW)
    sender.get("/settings/erasures")

    odd = sender.post("/settings/erasures/preview", address="nobody")
    form = {"id": str(uuid4()), "address": ONE, "repeated": "other@example.com", "proof": PASSWORD}
    form["documents"] = "1"
    wrong = sender.post("/settings/erasures", **form)

    assert odd.status_code == 422
    assert 'id="address-error"' in odd.text
    assert wrong.status_code == 422
    assert 'id="repeated-error"' in wrong.text
    assert PASSWORD not in wrong.text
    assert re.search(r'name="documents"[^>]* checked', wrong.text)
    nobody = sender.post("/settings/erasures/preview", address="none@example.com")
    assert "has no data about" in nobody.text


def test_no_address_of_the_page_names_the_person(sender: Sender) -> None:
    page = sender.get(f"/settings/erasures?address={ONE}").text

    assert ONE not in page
    assert 'method="get"' not in page


def tag_of(page: str) -> str:
    found = re.search(r"If-None-Match&#34;: &#34;(.*?)&#34;}", page)
    assert found
    return found[1].replace("\\&#34;", '"')
