"""Importing by hand: an archive, or one completed document from elsewhere; and taking it along."""

import re
from hashlib import sha256
from io import BytesIO

from tests.tenants import archives, ceremonies
from tests.tenants.archives import PATH, PDF, exchange, template, written
from tests.tenants.conftest import NOW
from tests.webapp.senders import Sender


def test_an_archive_becomes_a_template_and_leaves_as_the_same(sender: Sender) -> None:
    data = written(exchange(templates=[template()]), {PATH: PDF})

    answer = sender.post("/import", archive=(BytesIO(data), "lease.zip"))
    page = sender.get(answer.location).get_data(as_text=True)
    place = re.search(r'href="(/templates/[0-9a-f-]+/export\.zip)"', page)

    assert answer.status_code == 303
    assert "1 item was imported." in page
    assert place
    out = sender.get(place[1])
    assert out.headers["Content-Disposition"].startswith("attachment; filename=")
    assert archives.files(out.data) == {f"documents/{_sha256(PDF)}.pdf": PDF}


def test_what_is_wrong_with_an_archive_is_listed_and_escaped(sender: Sender) -> None:
    wrong = archives.of_record(**{"<b>": 1})

    answer = sender.post("/import", archive=(BytesIO(wrong), "lease.zip"))
    nothing = sender.post("/import")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "#/archived_records/0/&lt;b&gt;" in page
    assert "“&lt;b&gt;” is not known here." in page
    assert "Choose a file." in nothing.get_data(as_text=True)


def test_a_completed_document_is_kept_found_compared_and_deleted(sender: Sender) -> None:
    typed = {
        "name": "Lease of Ana",
        "source": "SignHub",
        "completed_on": "2025-03-04",
        "parties": "Ana Ruiz\nBo Lind",
        "file": (BytesIO(PDF), "../lease.pdf"),
        "certificate": (BytesIO(b"proof"), "proof.pdf"),
    }

    answer = sender.post("/import/record", **typed)
    page = sender.get(answer.location).get_data(as_text=True)
    found = sender.get("/archived-records?search=bo+lind").get_data(as_text=True)
    none = sender.get("/archived-records?search=nobody").get_data(as_text=True)
    checked = sender.post(f"{answer.location}/check").get_data(as_text=True)
    file = re.search(r'href="(/archived-records/[^"]+/files/[^"]+)"', page)

    assert file
    assert sender.get(file[1]).data == PDF
    assert all(word in page for word in ("Imported", "SignHub", "lease.pdf", "Bo Lind"))
    assert "Lease of Ana" in found
    assert "Lease of Ana" not in none
    assert checked.count("Unchanged since the import") == 2
    deleted = sender.post(f"{answer.location}/deletion")
    assert deleted.location == "/archived-records"
    assert sender.get(answer.location).status_code == 404


def test_a_form_that_lacks_something_keeps_what_was_typed(sender: Sender) -> None:
    answer = sender.post("/import/record", name="Lease of Ana", completed_on="yesterday")

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="Lease of Ana"' in page
    assert page.count('aria-invalid="true"') == 3


def test_several_are_exported_together(sender: Sender) -> None:
    envelope = ceremonies.sent(sender.member, NOW)
    (record,) = archives.imported(sender.member, archives.of_record())

    out = sender.get(f"/archive.zip?envelope={envelope.id}&record={record.id}")

    said = archives.manifest(out.data)
    assert (len(said["envelopes"]), len(said["archived_records"])) == (1, 1)
    assert sender.get("/archive.zip").status_code == 409


def _sha256(data: bytes) -> str:
    return sha256(data).hexdigest()
