import io
import re
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

from actors.retention import make_export
from core.principal import SYSTEM
from tests.tenants import ceremonies
from tests.webapp.senders import Sender


def test_everything_is_asked_for_waited_for_and_downloaded(sender: Sender) -> None:
    page = sender.get("/settings/exports")
    assert "Export everything" in page.text
    assert sender.post("/settings/exports", id=str(uuid4())).status_code == 303
    waiting = sender.get("/settings/exports")
    assert 'hx-trigger="every 3s"' in waiting.text
    tag = re.search(r"If-None-Match&#34;: &#34;(.*?)&#34;}", waiting.text)
    assert tag
    asked = tag[1].replace("\\&#34;", '"')
    again = sender.get("/settings/exports", htmx=True, **{"If-None-Match": asked})
    assert again.status_code == 304

    while "making" in _state(sender):
        make_export.make_step(
            ceremonies.lease_open(sender.member, "make_export"), datetime.now(UTC)
        )

    ready = sender.get("/settings/exports", htmx=True)
    assert "hx-trigger" not in ready.text
    address = re.search(r'href="(/settings/exports/[^"]+/file)"', ready.text)
    assert address
    answer = sender.get(address[1])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert zipfile.ZipFile(io.BytesIO(answer.data)).testzip() is None
    assert sender.post(address[1].replace("/file", "/discarding")).status_code == 303
    assert sender.get(address[1]).status_code == 404


def test_a_second_one_has_to_wait_and_says_so(sender: Sender) -> None:
    sender.get("/settings/exports")
    sender.post("/settings/exports", id=str(uuid4()))

    answer = sender.post("/settings/exports", id=str(uuid4()))

    assert answer.status_code == 409
    assert "An export is already being created." in answer.text


def _state(sender: Sender) -> list[str]:
    with sender.member.organization.transaction(SYSTEM) as tx:
        return [row["state"] for row in tx.rows.all("select state from exports")]
