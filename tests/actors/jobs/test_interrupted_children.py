"""A fork server that is killed over a good file: the file is not blamed, and its work is done."""

import fcntl
import socket
import sys
import termios
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import psutil
import pytest

from actors import worker
from actors.jobs import job
from actors.pdf.sandbox import sandbox
from core.documents.document import DocumentStatus
from core.principal import SYSTEM
from tenants import leased_job
from tenants.member import Member
from tenants.use_cases.envelopes import reading
from tests.actors import journeys
from tests.actors.conftest import until
from tests.actors.pdf import pdfs, sealed_pdfs
from tests.tenants import ceremonies
from tests.tenants.opening import run
from webapp.pages.evidence import verifications

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sockets tell how much waits")


@pytest.fixture(scope="module", autouse=True)
def child() -> Iterator[None]:
    sandbox.start(worker.PRELOADED)
    yield
    sandbox.stop()


def killed_during(work: Callable[[], None]) -> None:
    """The server sleeps when it is asked for a child, and is killed before it wakes."""
    asked = sandbox._server
    server = psutil.Process(asked._process.pid)  # type: ignore[union-attr]
    server.suspend()
    with ThreadPoolExecutor(1) as threads:
        at_work = threads.submit(work)
        until(lambda: waiting(asked._control) or at_work.done(), seconds=60)  # type: ignore[arg-type]
        server.kill()
        at_work.result(timeout=60)


def waiting(control: socket.socket) -> int:
    """Bytes that were sent and not yet read."""
    count = array("i", [0])
    fcntl.ioctl(control, termios.TIOCOUTQ, count)
    return count[0]


def test_an_upload_is_taken_in_by_the_next_child(member: Member) -> None:
    envelope = journeys.uploaded(member, pdfs.contract(1))
    leased = ceremonies.lease_open(member, "intake_document")

    killed_during(lambda: job.ACTORS["intake_document"](leased))

    (document,) = run(member, reading.envelope, envelope.id).documents
    assert (document.status, document.reason) == (DocumentStatus.READY, "")


def test_a_sealed_file_is_judged_by_the_next_child(member: Member) -> None:
    installation, id = member.organization.installation, uuid4()
    verifications.submit(installation, id, "file.pdf", sealed_pdfs.contract(), journeys.now())
    with installation.platform.transaction(SYSTEM) as tx:
        waits = "select id from outbox where arguments ->> 'verification_id' = %s"
        job_id = tx.rows.one(waits, str(id))["id"]
    leased = leased_job.lease(installation.platform, job_id)
    assert leased is not None

    killed_during(lambda: job.ACTORS["check_sealed_file"](leased))

    report = verifications.verification(installation, id).report
    assert report is not None
    assert "examination" not in [check["name"] for check in report["checks"]]
