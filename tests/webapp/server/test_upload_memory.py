"""What a large upload takes of the memory of the web server as it is run."""

import json
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest

from deploy.demo import visitor
from deploy.demo.visitor import File, Visitor, expect
from tenants.installation import Installation
from tests.tenants.conftest import PASSWORD, found_member
from tests.webapp.api import programs
from tests.webapp.server.conftest import Server

LARGE = 95_000_000
MOST = 32_000_000  # 12 MB are measured


def peaks(server: Server) -> dict[int, int]:
    """Bytes that each of its processes has held at most, by its id."""
    family = psutil.Process(server.process)
    return {each.pid: _peak(each.pid) for each in (family, *family.children(recursive=True))}


def _peak(process: int) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024


def by_form(server: Server, installation: Installation, data: bytes) -> int:
    sender, member = Visitor(server.address), found_member(installation)
    page = expect(sender.get("/sign-in"))
    given = {"email": member.email, "password": PASSWORD}
    expect(sender.submit(page, page.form("sign-in"), given))
    page = expect(sender.get("/envelopes/new"))
    return sender.submit(page, page.form("/documents$"), {"files": File("a.pdf", data)}).status


def by_program(server: Server, installation: Installation, data: bytes) -> int:
    secret = programs.make_key(found_member(installation))
    asked = json.dumps(programs.envelope(documents=[{"name": "a.pdf", "file": "lease"}]))
    body, kind = visitor.multipart([("envelope", asked), ("lease", File("a.pdf", data))])
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": kind}
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    with closing(connection):
        connection.request("POST", "/api/v1/envelopes", body, headers)
        return connection.getresponse().status


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no one says how much it was")
@pytest.mark.parametrize(("way", "status"), [(by_form, 200), (by_program, 201)])
def test_a_large_upload_is_never_held_as_a_whole(
    server: Server,
    installation: Installation,
    way: Callable[[Server, Installation, bytes], int],
    status: int,
) -> None:
    first = way(server, installation, b"%PDF-1.7 a short one")
    before = peaks(server)

    answer = way(server, installation, b"%PDF-1.7" + bytes(LARGE))

    grown = {process: peak - before[process] for process, peak in peaks(server).items()}
    assert (first, answer) == (status, status)
    assert max(grown.values()) < MOST, grown
