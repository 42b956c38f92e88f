"""What is told to other systems reaches nothing private, whatever their names lead to."""

import socket
from collections.abc import Iterator
from ipaddress import ip_network
from threading import Event, Thread
from typing import Any

import pytest
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tenants.network import guarded_http
from tenants.network.guarded_http import Answer, Unreachable

LOOPBACK = (ip_network("127.0.0.0/8"),)


def post(url: str, *networks: Any) -> Answer:
    return guarded_http.post(url, (), b"{}", networks, 3, 1_024)


@pytest.fixture
def asked() -> Iterator[tuple[int, list[str]]]:
    """The port of a server on loopback, and what it was asked."""
    paths: list[str] = []

    def answer(environ: Any, start: Any) -> Any:
        paths.append(Request(environ).path)
        return Response(b"x" * 5_000, headers={"Retry-After": "7"})(environ, start)

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield int(server.port), paths
    server.shutdown()
    thread.join()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "localhost.", "[::1]", "0.0.0.0", "10.0.0.1",  # noqa: S104
        "169.254.169.254", "[::ffff:127.0.0.1]", "127.1", "2130706433", "0x7f000001",
        "017700000001", "0x7f.1", "[fe80::1]", "[fe80::1%25lo]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "224.0.0.1", "[ff02::1]", "100.64.0.1", "user@127.0.0.1",
    ],
)  # fmt: skip
def test_nothing_private_is_told_anything(asked: tuple[int, list[str]], host: str) -> None:
    port, paths = asked

    for scheme in ("https", "http"):
        with pytest.raises(Unreachable) as refused:
            post(f"{scheme}://{host}:{port}/")
        assert refused.value.why in ("forbidden_address", "bad_address", "unknown_host")
    assert paths == []


def test_a_name_that_is_private_only_once_it_was_judged_is_not_looked_up_again(
    asked: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding, between the page and the delivery and within one of them."""
    port, paths = asked
    answers = iter(["93.184.215.14", "127.0.0.1"])
    looked_up: list[str] = []
    usual = socket.getaddrinfo

    def resolve(host: str, *more: Any, **options: Any) -> Any:
        if host != "rebinding.example":
            return usual(host, *more, **options)
        looked_up.append(host)
        return usual(next(answers), *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    url = f"https://rebinding.example:{port}/"

    guarded_http.check_host(url, ())
    with pytest.raises(Unreachable) as refused:
        post(url)

    assert refused.value.why == "forbidden_address"
    assert (len(looked_up), paths) == (2, [])


def test_one_private_address_among_public_ones_refuses_them_all(
    asked: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("93.184.215.14", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    with pytest.raises(Unreachable) as refused:
        post("https://two.example/")

    assert refused.value.why == "forbidden_address"


def test_what_the_operator_opened_is_reached_and_the_beginning_of_its_answer_is_read(
    asked: tuple[int, list[str]],
) -> None:
    port, paths = asked

    answer = post(f"http://127.0.0.1:{port}/hook", *LOOPBACK)

    assert (answer.status, len(answer.body), paths) == (200, 1_024, ["/hook"])
    assert ("Retry-After", "7") in answer.headers
    with pytest.raises(Unreachable):
        post("http://10.0.0.1/", *LOOPBACK)


def test_who_takes_what_is_sent_in_drips_is_not_waited_for_longer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        over = Event()
        thread = Thread(target=_drip, args=(server, over), daemon=True)
        thread.start()
        url, body = f"http://127.0.0.1:{server.getsockname()[1]}/", b"x" * 20_000_000

        with pytest.raises(Unreachable) as refused:
            guarded_http.post(url, (), body, LOOPBACK, 1, 10)

        over.set()
        thread.join()
    assert refused.value.why == "timed_out"


def _drip(server: socket.socket, over: Event) -> None:
    """Takes a little at a time, and hangs up after ten seconds at the latest."""
    taken, _ = server.accept()
    with taken:
        for _ in range(200):
            taken.recv(4_096)
            if over.wait(0.05):
                return
