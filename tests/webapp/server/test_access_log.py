"""The web server's log of requests, turned on as an operator would."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from tests.webapp.server.conftest import Server, _command, serve

TOKEN = "Tq3-xY_9" * 5 + "abc"  # as long as the tokens of links
ID = str(uuid4())
FORMAT = "%(method)s %(path)s ?%(query_string)s %(header{referer})s %(header{cookie})s %(status)d"


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logged")


@pytest.fixture(scope="module")
def server(services: dict[str, str], logs: Path) -> Iterator[Server]:
    command = [*_command(), "--access-log", "--access-log-fmt", FORMAT]
    yield from serve(command, logs)


def test_no_secret_of_an_address_comes_into_the_log_of_requests(server: Server, logs: Path) -> None:
    paths = [
        f"/s/{TOKEN}", f"/s/{TOKEN}/certificate", f"/embedded/{TOKEN}", f"/phone/{TOKEN}",
        f"/start/{TOKEN}", f"/sign/{ID}?session={TOKEN}", f"/sign/{ID}/review?session={TOKEN}",
        f"/branding/{TOKEN}/style.css", f"/password-reset/{TOKEN}", f"/{TOKEN}/nothing",
    ]  # fmt: skip

    for path in paths:
        headers = {"Referer": f"{server.address}{path}", "Cookie": f"ceremony={TOKEN}"}
        request = urllib.request.Request(server.address + path, headers=headers)  # noqa: S310
        try:
            urllib.request.urlopen(request).close()  # noqa: S310 - our own
        except urllib.error.HTTPError as error:
            error.close()

    log = (logs / "log").read_text()
    assert TOKEN not in log
    assert log.count("GET /s/… ?") == 1 and log.count(f"GET /sign/{ID} ?…") == 1
    assert log.count("\nGET /") >= len(paths)
